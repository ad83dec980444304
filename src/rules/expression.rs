//! What can be told of the C expressions in examples: types, constants, address spaces.
//!
//! In: the declarations an example gives and the text of an argument. Out: what the front end would know about such
//! code, as far as a few lines of C need it; `None` wherever it takes more than that.

use super::guard::literal;
use super::prototype::{Fault, Variable, parse_c, variables};
use super::types::Type;
use super::{RuleBase, dialect};
use crate::rules::format::Kind;
use lang_c::ast;
use std::collections::BTreeMap;

/// The variables that an example declares.
#[derive(Debug, Default)]
pub struct Variables {
    all: BTreeMap<String, (Variable, Option<&'static str>)>,
}

/// The words that say where a variable lives, or what a pointer points to.
const PLACES: &[(&str, &str)] =
    &[("__shared__", "shared"), ("__global_ptr__", "global"), ("__device__", "global"), ("__constant__", "constant")];

impl Variables {
    /// Reads declarations separated by `;`.
    pub fn read(given: &str, base: &RuleBase) -> Result<Variables, Fault> {
        let mut read = Variables::default();
        let mut start = 0;
        for text in given.split(';') {
            if !text.trim().is_empty() {
                let is_type = |name: &str| base.is_type(name);
                let space = PLACES.iter().find(|(word, _)| text.contains(word)).map(|(_, space)| *space);
                let declared = variables(text, &is_type).map_err(|fault| Fault { at: fault.at + start, ..fault })?;
                for variable in declared {
                    read.all.insert(variable.name.clone(), (variable, space));
                }
            }
            start += text.len() + 1;
        }
        Ok(read)
    }

    /// The type of a variable.
    pub fn type_of(&self, name: &str) -> Option<&Type> {
        self.all.get(name).map(|(variable, _)| &variable.ty)
    }
}

/// An expression of an example.
#[derive(Debug)]
pub struct Reading<'a> {
    base: &'a RuleBase,
    variables: &'a Variables,
    mended: dialect::Mended,
    expression: Option<ast::Expression>,
}

impl<'a> Reading<'a> {
    /// Reads `text`; C++ that is not C leaves everything unknown.
    pub fn new(text: &str, variables: &'a Variables, base: &'a RuleBase) -> Reading<'a> {
        let mended = dialect::mend_names(text);
        let is_type = |word: &str| base.is_type(mended.original(word)) || super::prototype::is_common_type(word);
        let words = dialect::tokens(&mended.text, false).into_iter().filter(|t| t.is_word);
        let types: std::collections::BTreeSet<_> =
            words.map(|t| mended.text[t.range].to_owned()).filter(|word| is_type(word)).collect();
        let prelude: String = types.iter().map(|ty| format!("typedef int {ty};\n")).collect();
        let before = format!("{prelude}int e(void){{return ");
        let source = format!("{before}{};}}", mended.text);
        let expression = parse_c(&source, before.len(), text.len()).ok().and_then(|units| {
            let returned = units.iter().find_map(super::guard::returned)?;
            Some(returned.node.clone())
        });
        Reading { base, variables, mended, expression }
    }

    /// Its type.
    pub fn ty(&self) -> Option<Type> {
        self.type_of(self.expression.as_ref()?)
    }

    /// Its value, if it is an integer constant.
    pub fn integer(&self) -> Option<i128> {
        self.value(self.expression.as_ref()?, 0)
    }

    /// What it points to.
    pub fn space(&self) -> Option<&'static str> {
        self.space_of(self.expression.as_ref()?)
    }

    fn type_of(&self, expression: &ast::Expression) -> Option<Type> {
        use ast::Expression as E;
        match expression {
            E::Identifier(name) => self.named(&name.node.name),
            E::Constant(constant) => Some(constant_type(&constant.node)),
            E::StringLiteral(_) => Type::parse("char *"),
            E::Call(call) => self.called(&call.node),
            E::SizeOfTy(_) | E::SizeOfVal(_) | E::AlignOf(_) | E::OffsetOf(_) => Type::parse("size_t"),
            E::UnaryOperator(unary) => self.unary(&unary.node),
            E::Cast(cast) => Some(self.type_name(&cast.node.type_name.node)),
            E::BinaryOperator(binary) => self.binary(&binary.node),
            E::Conditional(conditional) => self.type_of(&conditional.node.then_expression.node),
            E::Comma(list) => self.type_of(&list.last()?.node),
            E::GenericSelection(_) | E::Member(_) | E::CompoundLiteral(_) | E::VaArg(_) | E::Statement(_) => None,
        }
    }

    fn named(&self, name: &str) -> Option<Type> {
        if let Some(ty) = self.variables.type_of(name) {
            return Some(ty.clone());
        }
        let id = self.base.entities(self.mended.original(name)).first()?;
        match self.base.entity(*id).kind {
            Kind::Variable => self.base.prototype(*id).map(|p| p.return_type.clone()),
            Kind::Function | Kind::Type | Kind::Macro | Kind::Enumerator | Kind::Qualifier | Kind::Header => None,
        }
    }

    fn called(&self, call: &ast::CallExpression) -> Option<Type> {
        let ast::Expression::Identifier(name) = &call.callee.node else { return None };
        let [only] = self.base.entities(self.mended.original(&name.node.name)) else { return None };
        let rule = &self.base.entity(*only).rule;
        self.base.prototype(*only).map(|p| p.return_type.clone()).filter(|ty| !rule.types.contains_key(&ty.base))
    }

    fn type_name(&self, name: &ast::TypeName) -> Type {
        let specifiers: Vec<_> = name
            .specifiers
            .iter()
            .filter_map(|s| match &s.node {
                ast::SpecifierQualifier::TypeSpecifier(ty) => {
                    let specifier = ast::DeclarationSpecifier::TypeSpecifier(ty.clone());
                    Some(lang_c::span::Node::new(specifier, s.span))
                }
                ast::SpecifierQualifier::TypeQualifier(_) | ast::SpecifierQualifier::Extension(_) => None,
            })
            .collect();
        let mut ty = super::prototype::base_type(&specifiers, &self.mended);
        if let Some(declarator) = &name.declarator {
            super::prototype::apply(&declarator.node, &mut ty, &|_| false);
        }
        ty
    }

    fn unary(&self, unary: &ast::UnaryOperatorExpression) -> Option<Type> {
        use ast::UnaryOperator as U;
        let operand = &unary.operand.node;
        let mut ty = self.type_of(operand)?;
        match unary.operator.node {
            U::Address => {
                ty.pointers += 1;
                Some(ty)
            }
            U::Indirection => dereferenced(ty),
            U::Negate => Type::parse("int"),
            U::Plus | U::Minus | U::Complement => Some(promoted(ty)),
            U::PostIncrement | U::PostDecrement | U::PreIncrement | U::PreDecrement => Some(ty),
        }
    }

    fn binary(&self, binary: &ast::BinaryOperatorExpression) -> Option<Type> {
        use ast::BinaryOperator as B;
        let left = self.type_of(&binary.lhs.node);
        let right = self.type_of(&binary.rhs.node);
        match binary.operator.node {
            B::Index => dereferenced(left?),
            B::Less | B::Greater | B::LessOrEqual | B::GreaterOrEqual | B::Equals | B::NotEquals => Type::parse("bool"),
            B::LogicalAnd | B::LogicalOr => Type::parse("bool"),
            B::ShiftLeft | B::ShiftRight => left.map(promoted),
            B::Plus | B::Minus if left.as_ref().is_some_and(|ty| ty.pointers > 0) => left,
            B::Plus if right.as_ref().is_some_and(|ty| ty.pointers > 0) => right,
            B::Plus | B::Minus | B::Multiply | B::Divide | B::Modulo => common(left?, right?),
            B::BitwiseAnd | B::BitwiseXor | B::BitwiseOr => common(left?, right?),
            B::Assign | B::AssignMultiply | B::AssignDivide | B::AssignModulo | B::AssignPlus => left,
            B::AssignMinus | B::AssignShiftLeft | B::AssignShiftRight => left,
            B::AssignBitwiseAnd | B::AssignBitwiseXor | B::AssignBitwiseOr => left,
        }
    }

    fn value(&self, expression: &ast::Expression, depth: usize) -> Option<i128> {
        use ast::{BinaryOperator as B, UnaryOperator as U};
        match expression {
            ast::Expression::Constant(constant) => literal(&constant.node),
            ast::Expression::Identifier(name) if depth < 8 => match self.variables.all.get(&name.node.name) {
                Some((variable, _)) => self.value(variable.initializer.as_ref()?, depth + 1),
                None => None,
            },
            ast::Expression::UnaryOperator(unary) => {
                let value = self.value(&unary.node.operand.node, depth)?;
                match unary.node.operator.node {
                    U::Minus => value.checked_neg(),
                    U::Plus => Some(value),
                    U::Complement => Some(!value),
                    _ => None,
                }
            }
            ast::Expression::BinaryOperator(binary) => {
                let (left, right) =
                    (self.value(&binary.node.lhs.node, depth)?, self.value(&binary.node.rhs.node, depth)?);
                match binary.node.operator.node {
                    B::Plus => left.checked_add(right),
                    B::Minus => left.checked_sub(right),
                    B::Multiply => left.checked_mul(right),
                    B::Divide => left.checked_div(right),
                    B::ShiftLeft => u32::try_from(right).ok().filter(|s| *s < 64).map(|s| left << s),
                    _ => None,
                }
            }
            ast::Expression::Cast(cast) => self.value(&cast.node.expression.node, depth),
            _ => None,
        }
    }

    /// What the pointer points to: for a pointer variable where it says so, for an array where it lives.
    fn space_of(&self, expression: &ast::Expression) -> Option<&'static str> {
        use ast::{BinaryOperator as B, UnaryOperator as U};
        match expression {
            ast::Expression::Identifier(name) => {
                let (variable, space) = self.variables.all.get(&name.node.name)?;
                let pointer = variable.ty.pointers > 0 && (variable.is_array || space == &Some("global"));
                space.filter(|_| pointer)
            }
            ast::Expression::BinaryOperator(binary) => match binary.node.operator.node {
                B::Plus | B::Minus => {
                    self.space_of(&binary.node.lhs.node).or_else(|| self.space_of(&binary.node.rhs.node))
                }
                _ => None,
            },
            ast::Expression::UnaryOperator(unary) if unary.node.operator.node == U::Address => {
                self.place_of(&unary.node.operand.node)
            }
            ast::Expression::Cast(cast) => self.space_of(&cast.node.expression.node),
            _ => None,
        }
    }

    /// Where the object that the expression names lives.
    fn place_of(&self, expression: &ast::Expression) -> Option<&'static str> {
        use ast::{BinaryOperator as B, UnaryOperator as U};
        match expression {
            ast::Expression::Identifier(name) => self.variables.all.get(&name.node.name).and_then(|(_, space)| *space),
            ast::Expression::BinaryOperator(binary) if binary.node.operator.node == B::Index => {
                self.space_of(&binary.node.lhs.node)
            }
            ast::Expression::UnaryOperator(unary) if unary.node.operator.node == U::Indirection => {
                self.space_of(&unary.node.operand.node)
            }
            ast::Expression::Member(member) => match member.node.operator.node {
                ast::MemberOperator::Direct => self.place_of(&member.node.expression.node),
                ast::MemberOperator::Indirect => self.space_of(&member.node.expression.node),
            },
            _ => None,
        }
    }
}

fn dereferenced(mut ty: Type) -> Option<Type> {
    ty.pointers = ty.pointers.checked_sub(1)?;
    Some(ty)
}

fn promoted(ty: Type) -> Type {
    let small = ["bool", "char", "signed char", "unsigned char", "short", "unsigned short"];
    if ty.pointers == 0 && small.contains(&ty.base.as_str()) { Type { base: "int".into(), pointers: 0 } } else { ty }
}

/// The usual arithmetic conversions; what is no built-in type wins.
fn common(left: Type, right: Type) -> Option<Type> {
    const ORDER: &[&str] =
        &["int", "unsigned", "long", "unsigned long", "long long", "unsigned long long", "float", "double"];
    let (left, right) = (promoted(left), promoted(right));
    let rank = |ty: &Type| ORDER.iter().position(|name| *name == ty.base).unwrap_or(ORDER.len());
    (left.pointers == 0 && right.pointers == 0).then(|| if rank(&left) >= rank(&right) { left } else { right })
}

fn constant_type(constant: &ast::Constant) -> Type {
    let base = match constant {
        ast::Constant::Integer(integer) => {
            let size = match integer.suffix.size {
                ast::IntegerSize::Int => "int",
                ast::IntegerSize::Long => "long",
                ast::IntegerSize::LongLong => "long long",
            };
            let wide = literal(constant).is_some_and(|v| v > i128::from(i32::MAX));
            let hexadecimal = integer.base != ast::IntegerBase::Decimal;
            let unsigned = integer.suffix.unsigned || wide && hexadecimal;
            super::types::built_in(
                if unsigned { &["unsigned"][..] } else { &[] }
                    .iter()
                    .copied()
                    .chain(size.split(' '))
                    .collect::<Vec<_>>()
                    .as_slice(),
            )
        }
        ast::Constant::Float(float) => match float.suffix.format {
            ast::FloatFormat::Float => "float".into(),
            ast::FloatFormat::Double => "double".into(),
            ast::FloatFormat::LongDouble | ast::FloatFormat::TS18661Format(_) => "long double".into(),
        },
        ast::Constant::Character(_) => "char".into(),
    };
    Type { base, pointers: 0 }
}
