//! What is known of one use of a CUDA name, in the form that rule guards ask for.

use crate::rules::Facts;
use crate::sema::scope::LocalKind;
use crate::sema::uses::Use;
use crate::sema::{Analysis, FunctionId, VariableSpace, constant};
use crate::syntax::{Field, Kind, Node};

/// Facts about the arguments and members of one use.
pub struct SiteFacts<'a> {
    /// The unit.
    pub analysis: &'a Analysis,
    /// The function it stands in.
    pub function: Option<FunctionId>,
    /// The use.
    pub used: &'a Use,
}

impl SiteFacts<'_> {
    fn argument(&self, index: usize) -> Option<std::ops::Range<u32>> {
        self.used.call.as_ref()?.arguments.get(index).cloned()
    }

    fn node(&self, index: usize) -> Option<Node<'_>> {
        self.analysis.expression_at(self.function, self.argument(index)?)
    }

    fn space_of(&self, node: Node<'_>, depth: u32) -> Option<&'static str> {
        if depth > 40 {
            return None;
        }
        match node.kind() {
            Kind::ParenthesizedExpression => self.space_of(node.named_children().next()?, depth + 1),
            Kind::PointerExpression | Kind::SubscriptExpression | Kind::FieldExpression | Kind::UnaryExpression => {
                self.space_of(node.child(Field::Argument)?, depth + 1)
            }
            Kind::CastExpression => self.space_of(node.child(Field::Value)?, depth + 1),
            Kind::BinaryExpression => self.space_of(node.child(Field::Left)?, depth + 1),
            Kind::Identifier => self.space_of_name(node, depth),
            _ => None,
        }
    }

    fn space_of_name(&self, node: Node<'_>, depth: u32) -> Option<&'static str> {
        let Some(local) = self.analysis.local(self.function, node.text(), node.start()) else {
            let variable =
                self.analysis.symbols.variables.iter().find(|v| v.name == node.text() && v.function.is_none())?;
            return Some(match variable.space {
                VariableSpace::Constant => "constant",
                VariableSpace::Device | VariableSpace::Managed => "global",
                VariableSpace::Shared => "shared",
            });
        };
        let is_pointer = local.ty.as_ref().is_some_and(|t| t.pointers > 0 && t.bounds.is_empty());
        match (local.kind, is_pointer) {
            (LocalKind::Shared, _) => Some("shared"),
            (LocalKind::Parameter, true) => {
                let kernel = self.function.is_some_and(|f| self.analysis.symbols.function(f).execution.kernel);
                kernel.then_some("global")
            }
            (LocalKind::Variable, true) => {
                let initialiser = self.analysis.node(local.initialiser?);
                let once = local.ty.as_ref().is_some_and(|t| t.is_const);
                if once { self.space_of(initialiser, depth + 1) } else { None }
            }
            (LocalKind::Variable, false) if local.ty.is_some() => Some("local"),
            (_, _) => None,
        }
    }
}

impl Facts for SiteFacts<'_> {
    fn argument_count(&self) -> usize {
        self.used.call.as_ref().map_or(0, |c| c.arguments.len())
    }

    fn argument_type(&self, index: usize) -> Option<String> {
        let range = self.argument(index)?;
        self.analysis.type_of_range(self.function, range).map(|t| t.decayed().spelled())
    }

    fn integer(&self, index: usize) -> Option<i128> {
        constant::evaluate(self.analysis, self.function, self.node(index)?)
    }

    fn space(&self, index: usize) -> Option<&'static str> {
        self.space_of(self.node(index)?, 0)
    }

    fn full_mask(&self, index: usize) -> Option<bool> {
        self.integer(index).map(|value| value as u32 == u32::MAX)
    }

    fn member(&self) -> Option<&str> {
        self.used.member.as_ref().map(|(name, _)| name.as_str())
    }

    fn has(&self, _extension: &str) -> bool {
        false
    }

    fn template_argument(&self, index: usize) -> Option<&str> {
        let list = self.analysis.text(self.used.template_arguments.clone()?);
        let mut depth = 0i32;
        let mut parts = list.split(|c| {
            depth += i32::from(c == '<' || c == '(') - i32::from(c == '>' || c == ')');
            c == ',' && depth == 0
        });
        parts.nth(index).map(str::trim)
    }

    fn is_call(&self) -> bool {
        self.used.call.is_some()
    }

    fn spelled(&self, index: usize) -> Option<&str> {
        self.argument(index).map(|range| self.analysis.text(range))
    }
}
