//! Types of expressions, as far as they are known without instantiating templates.

use super::types::{self, Type};
use super::{Analysis, FunctionId};
use crate::syntax::{Field, Kind, Node};
use std::ops::Range;

/// What a target-neutral description of CUDA knows about the names that no source declares.
pub trait Builtins: std::fmt::Debug + Send + Sync {
    /// The type of built-in variable `name`.
    fn variable_type(&self, name: &str) -> Option<Type>;
    /// The type that every overload of built-in function `name` returns, if they agree.
    fn return_type(&self, name: &str) -> Option<Type>;
    /// True where every overload of built-in function `name` returns the type of its arguments.
    fn returns_argument_type(&self, name: &str) -> bool;
    /// The type of member `member` of built-in type `base`.
    fn member_type(&self, base: &str, member: &str) -> Option<Type>;
}

/// Knows nothing: for tests and for analyses that need no types.
#[derive(Debug)]
pub struct NoBuiltins;

impl Builtins for NoBuiltins {
    fn variable_type(&self, _name: &str) -> Option<Type> {
        None
    }

    fn return_type(&self, _name: &str) -> Option<Type> {
        None
    }

    fn returns_argument_type(&self, _name: &str) -> bool {
        false
    }

    fn member_type(&self, _base: &str, _member: &str) -> Option<Type> {
        None
    }
}

const MAX_DEPTH: u32 = 60;

impl Analysis {
    /// The type of the expression that spans exactly `range`, seen from `function`.
    pub fn type_of_range(&self, function: Option<FunctionId>, range: Range<u32>) -> Option<Type> {
        let node = self.expression_at(function, range)?;
        self.type_of(function, node)
    }

    /// The expression node that spans exactly `range`.
    pub fn expression_at(&self, function: Option<FunctionId>, range: Range<u32>) -> Option<Node<'_>> {
        let within = function.map_or(self.tree.root(), |f| self.tree.node(self.symbols.function(f).node));
        let node = self.tree.covering(within.id(), range.clone());
        (node.range() == range).then_some(node)
    }

    /// The type of expression `node`, seen from `function`, with references removed.
    pub fn type_of(&self, function: Option<FunctionId>, node: Node<'_>) -> Option<Type> {
        self.typed(function, node, 0).map(|t| Type { reference: false, ..t })
    }

    fn typed(&self, function: Option<FunctionId>, node: Node<'_>, depth: u32) -> Option<Type> {
        if depth > MAX_DEPTH {
            return None;
        }
        let of = |n: Node<'_>| self.typed(function, n, depth + 1);
        match node.kind() {
            Kind::NumberLiteral => Some(types::literal(node.text())),
            Kind::True | Kind::False => Some(Type::named("bool")),
            Kind::CharLiteral => Some(Type::named("char")),
            Kind::StringLiteral => Some(Type { is_const: true, ..Type::named("char") }.pointer_to()),
            Kind::SizeofExpression | Kind::AlignofExpression => Some(Type::named("unsigned long")),
            Kind::Identifier => self.named(function, node, depth),
            Kind::ParenthesizedExpression => of(node.named_children().next()?),
            Kind::CastExpression => self.known(function, types::described(node.child(Field::Type)?)?),
            Kind::UnaryExpression => match node.child(Field::Operator)?.text() {
                "!" => Some(Type::named("bool")),
                _ => {
                    let operand = of(node.child(Field::Argument)?)?;
                    operand.arithmetic(&Type::named("int")).or(Some(operand))
                }
            },
            Kind::PointerExpression => {
                let operand = of(node.child(Field::Argument)?)?;
                match node.child(Field::Operator)?.text() {
                    "*" => operand.element(),
                    _ => Some(operand.pointer_to()),
                }
            }
            Kind::UpdateExpression => of(node.child(Field::Argument)?),
            Kind::AssignmentExpression => of(node.child(Field::Left)?),
            Kind::CommaExpression => of(node.child(Field::Right)?),
            Kind::ConditionalExpression => {
                let (a, b) = (of(node.child(Field::Consequence)?)?, of(node.child(Field::Alternative)?)?);
                if a == b { Some(a) } else { a.arithmetic(&b) }
            }
            Kind::BinaryExpression => self.binary(function, node, depth),
            Kind::SubscriptExpression => of(node.child(Field::Argument)?)?.element(),
            Kind::FieldExpression => self.member(function, node, depth),
            Kind::CallExpression => self.called(function, node, depth),
            _ => None,
        }
    }

    fn binary(&self, function: Option<FunctionId>, node: Node<'_>, depth: u32) -> Option<Type> {
        let operator = node.child(Field::Operator)?.text();
        if matches!(operator, "==" | "!=" | "<" | ">" | "<=" | ">=" | "&&" | "||") {
            return Some(Type::named("bool"));
        }
        let left = self.typed(function, node.child(Field::Left)?, depth + 1);
        if matches!(operator, "<<" | ">>") {
            return left?.arithmetic(&Type::named("int"));
        }
        let right = self.typed(function, node.child(Field::Right)?, depth + 1);
        let (left, right) = (left?.decayed(), right?.decayed());
        match (left.pointers > 0, right.pointers > 0) {
            (true, true) => Some(Type::named("long")),
            (true, false) => Some(left),
            (false, true) => Some(right),
            (false, false) => left.arithmetic(&right),
        }
    }

    fn named(&self, function: Option<FunctionId>, node: Node<'_>, depth: u32) -> Option<Type> {
        let name = node.text();
        if let Some(local) = self.local(function, name, node.start()) {
            let auto = local.ty.is_none().then_some(local.initialiser).flatten();
            return match auto {
                Some(initialiser) => self.typed(function, self.tree.node(initialiser), depth + 1).map(Type::decayed),
                None => self.known(function, local.ty.clone()?),
            };
        }
        let class = function.and_then(|f| self.symbols.function(f).class.as_deref());
        if let Some(field) = class.and_then(|c| self.field(c, name, 0)) {
            return self.known(function, field);
        }
        if let Some(variable) = self.symbols.variables.iter().find(|v| v.name == name && v.function.is_none()) {
            return self.known(function, variable.ty.clone());
        }
        let declared = self.symbols.constants.get(name).map(|c| &c.ty).or_else(|| self.symbols.globals.get(name));
        match declared {
            Some(ty) => self.known(function, ty.clone()),
            None => self.builtins.variable_type(name),
        }
    }

    /// `ty` with aliases resolved; `None` where it depends on a template parameter or is deduced.
    pub fn known(&self, function: Option<FunctionId>, ty: Type) -> Option<Type> {
        let ty = self.symbols.resolved(ty);
        let mut at = function;
        while let Some(id) = at {
            let f = self.symbols.function(id);
            if f.templates.iter().any(|t| mentions(&ty.base, &t.name)) {
                return None;
            }
            at = f.outer;
        }
        (!ty.base.is_empty() && !ty.base.starts_with("auto") && !ty.base.starts_with("decltype")).then_some(ty)
    }

    /// The type of field `name` of class `class` or its bases.
    pub fn field(&self, class: &str, name: &str, depth: u32) -> Option<Type> {
        let class = self.symbols.class(class)?;
        if let Some((_, ty)) = class.fields.iter().find(|(n, _)| n == name) {
            return (!class.is_template).then(|| ty.clone());
        }
        if depth > 8 {
            return None;
        }
        class.bases.iter().find_map(|base| self.field(base, name, depth + 1))
    }

    fn member(&self, function: Option<FunctionId>, node: Node<'_>, depth: u32) -> Option<Type> {
        let object = self.typed(function, node.child(Field::Argument)?, depth + 1)?;
        let name = node.child(Field::Field)?.text();
        let base = super::symbols::simple_name(&object.base);
        match self.symbols.class(&base) {
            Some(_) => self.known(function, self.field(&base, name, 0)?),
            None => self.builtins.member_type(&object.base, name),
        }
    }

    fn called(&self, function: Option<FunctionId>, node: Node<'_>, depth: u32) -> Option<Type> {
        let callee = node.child(Field::Function)?;
        match callee.kind() {
            // `(T)(x)` with a named type parses as a call.
            Kind::ParenthesizedExpression => {
                let name = callee.named_children().next().filter(|n| n.kind() == Kind::Identifier)?.text();
                self.known(function, Type::named(name))
                    .filter(|t| t.rank().is_some() || self.symbols.class(&t.base).is_some())
            }
            Kind::PrimitiveType | Kind::SizedTypeSpecifier => Some(Type::named(callee.text())),
            Kind::TemplateFunction if callee.child(Field::Name)?.text().ends_with("_cast") => {
                let descriptor = callee.child(Field::Arguments)?.named_children().next()?;
                self.known(function, types::described(descriptor)?)
            }
            Kind::Identifier | Kind::QualifiedIdentifier => self.returned(function, node, callee, depth),
            _ => None,
        }
    }

    fn returned(&self, function: Option<FunctionId>, node: Node<'_>, callee: Node<'_>, depth: u32) -> Option<Type> {
        let name = super::symbols::simple_name(callee.text());
        let own = self.symbols.functions_named(&name);
        if !own.is_empty() {
            let count = node.child(Field::Arguments)?.named_children().count();
            let mut types = own.iter().map(|&id| self.symbols.function(id)).filter(|f| {
                let (least, most) = f.arity();
                (least..=most).contains(&count)
            });
            let first = types.next()?;
            let ty = self.known(function, first.return_type.clone()?)?;
            let templated = first.templates.iter().any(|t| mentions(&ty.base, &t.name));
            return (!templated && types.all(|f| f.return_type == first.return_type)).then_some(ty);
        }
        if self.symbols.class(&name).is_some() {
            return Some(Type::named(&name));
        }
        if let Some(alias) = self.symbols.aliases.get(&name) {
            return self.known(function, alias.clone());
        }
        if let Some(ty) = self.builtins.return_type(&name) {
            return Some(ty);
        }
        // CUDA's overloaded arithmetic functions return what they are given.
        let arguments: Vec<_> = node.child(Field::Arguments)?.named_children().collect();
        let mut types = arguments.into_iter().map(|a| self.typed(function, a, depth + 1));
        let first = types.next()??;
        let all = types.try_fold(first, |a, b| a.arithmetic(&b?))?;
        (self.builtins.returns_argument_type(&name) && all.rank().is_some()).then_some(all)
    }
}

/// True where `text` names `word` as a whole word.
pub fn mentions(text: &str, word: &str) -> bool {
    !word.is_empty() && text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word)
}
