//! Device variables in single-source code: objects that own memory on each device.

use super::device::Device;
use super::needs::{is_plain_constant, variable_need};
use crate::diag::{Code, Diagnostic};
use crate::emit::Edit;
use crate::sema::types::is_declarator;
use crate::sema::{Variable, VariableSpace};
use crate::syntax::{Field, Kind, Node, NodeId};
use std::collections::BTreeMap;
use std::ops::Range;

impl Device<'_> {
    /// Rewrites the declarations of device variables; returns the ranges that were replaced.
    pub fn variables(&mut self) -> Vec<Range<u32>> {
        let analysis = self.analysis;
        let mut by_node: BTreeMap<NodeId, Vec<&Variable>> = BTreeMap::new();
        for variable in analysis.symbols.variables.iter().filter(|v| v.space != VariableSpace::Shared) {
            if !is_plain_constant(analysis, variable) {
                by_node.entry(variable.node).or_default().push(variable);
            }
        }
        let mut replaced = Vec::new();
        for (node, variables) in by_node {
            let range = analysis.node(node).range();
            let texts: Option<Vec<_>> = variables.iter().map(|v| self.variable_text(v)).collect();
            match texts {
                Some(texts) => {
                    self.headers.push((range.start, "cu2x/device_variable.hpp".into()));
                    self.edits.remove_within(&range);
                    self.edits.push(Edit::replace(range.clone(), texts.join(" "), "device variable"));
                }
                None => {
                    let what = format!("`{}` has a form that cannot become device memory", variables[0].name);
                    let span = self.span(variables[0].name_range.clone());
                    self.diagnostics.push(Diagnostic::new(Code::VariableUnsupported, span, what));
                }
            }
            replaced.push(range);
        }
        replaced
    }

    fn variable_text(&self, variable: &Variable) -> Option<String> {
        let need = variable_need(self.analysis, variable)?;
        let declaration = self.analysis.node(variable.node);
        let member = declaration.kind() == Kind::FieldDeclaration;
        let template = declaration.parent().is_some_and(|p| p.kind() == Kind::TemplateDeclaration);
        // A template argument can be neither deduced nor a definition, and a reference has no memory of its own.
        let unnameable = need.base.is_empty() || need.base.starts_with("auto") || need.base.contains('{');
        if unnameable || refers(self.analysis.node(variable.declarator)) {
            return None;
        }
        if member || template || need.bounds.starts_with("[]") {
            return None;
        }
        let spelling = &self.rules.target().spelling;
        let key = match variable.space {
            VariableSpace::Constant => "constant_variable",
            VariableSpace::Device => "device_variable",
            VariableSpace::Managed => "managed_variable",
            VariableSpace::Shared => return None,
        };
        let class = spelling.get(key)?;
        let words = declaration.children().filter(|c| c.kind() == Kind::StorageClassSpecifier).map(|c| c.text());
        let mut storage: String = words.flat_map(|w| [w, " "]).collect();
        if variable.is_extern {
            storage = "extern ".into();
        }
        let initialiser = match variable.initialiser.map(|i| self.analysis.node(i)) {
            None => String::new(),
            Some(value) => format!("{{{}}}", self.render(value.range())),
        };
        Some(format!("{storage}{class}<{}{}> {}{initialiser};", need.base, need.bounds, variable.name))
    }
}

/// True where a declarator makes a reference or a pointer to a function.
fn refers(declarator: Node<'_>) -> bool {
    let mut parts = std::iter::successors(Some(declarator), |n| {
        n.named_children().find(|c| c.field() == Field::Declarator || is_declarator(c.kind()))
    });
    parts.any(|n| matches!(n.kind(), Kind::ReferenceDeclarator | Kind::FunctionDeclarator))
}
