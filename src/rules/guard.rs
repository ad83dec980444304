//! Guards: the `when` of a `[[map]]`, a C expression that is known to hold, known not to, or unknown.
//!
//! In: the expression's text. Out: a tree, and its three-valued value for one call. What is unknown makes unknown
//! whatever depends on it: `unknown && false` is false, `unknown && true` is unknown. Operands:
//!
//! - integer literals, `warpSize`, enumerators and macros that a rule gives a value;
//! - a parameter's name or position: the argument's value, where it is an integer constant, or the enumerator's name;
//! - `full(mask)`: the mask holds every lane of the warp;
//! - `space(p)`: what `p` points to: `shared`, `global`, `local`, `constant` or `generic`;
//! - `type(x)`: the type of the argument, to compare with a type: `type(x) == unsigned long long`;
//! - `constant(x)`: the argument is an integer constant; `given(x)`: it is written in the call;
//! - `count()`: the number of arguments; `has(ext)`: the target has the extension;
//! - `T == float` for a type variable.

use super::dialect::mend_guard;
use super::prototype::{Fault, parse_c};
use super::types::{KEYWORDS, Type};
use lang_c::ast;

/// A guard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// A literal.
    Integer(i128),
    /// A name, with its offset in the text: a parameter, enumerator, space or type.
    Name(String, usize),
    /// A built-in type or a pointer type.
    Type(Type),
    /// A function of guards, with its offset: the argument is a name where it takes one.
    Call(Function, Option<String>, usize),
    /// `!`, `-`, `~`, `+`.
    Unary(ast::UnaryOperator, Box<Guard>),
    /// An operator with two operands.
    Binary(ast::BinaryOperator, Box<Guard>, Box<Guard>),
}

/// What a guard can ask about a call.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Function {
    /// `full(mask)`
    Full,
    /// `space(p)`
    Space,
    /// `has(ext)`
    Has,
    /// `constant(x)`
    Constant,
    /// `type(x)`
    TypeOf,
    /// `given(x)`
    Given,
    /// `count()`
    Count,
}

impl Function {
    /// The function of this name.
    pub fn find(name: &str) -> Option<Function> {
        let all = [
            ("full", Function::Full),
            ("space", Function::Space),
            ("has", Function::Has),
            ("constant", Function::Constant),
            ("type", Function::TypeOf),
            ("given", Function::Given),
            ("count", Function::Count),
        ];
        all.iter().find(|(n, _)| *n == name).map(|(_, function)| *function)
    }
}

/// The address spaces that `space` answers with.
pub const SPACES: &[&str] = &["shared", "global", "local", "constant", "generic"];

/// A value that may not be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing is known.
    Unknown,
    /// An integer; truth is 0 or 1.
    Integer(i128),
    /// An enumerator without a known number, or an address space.
    Name(String),
    /// A type.
    Type(Type),
}

impl Value {
    /// A truth value.
    pub fn truth(holds: bool) -> Value {
        Value::Integer(i128::from(holds))
    }

    fn known(&self) -> Option<bool> {
        match self {
            Value::Integer(value) => Some(*value != 0),
            Value::Unknown | Value::Name(_) | Value::Type(_) => None,
        }
    }
}

/// What names and functions mean for one call.
pub trait Scope {
    /// The value of a name.
    fn name(&self, name: &str) -> Value;
    /// The answer to a question about the parameter or extension `argument`.
    fn ask(&self, function: Function, argument: Option<&str>) -> Value;
}

/// Reads a guard.
pub fn parse(text: &str) -> Result<Guard, Fault> {
    const BEFORE: &str = "int e(void){return ";
    let mended = mend_guard(text);
    let source = format!("{BEFORE}{};}}", mended.text);
    let units = parse_c(&source, BEFORE.len(), text.len())?;
    let expression = units.iter().find_map(returned).ok_or_else(|| fault(0, "a guard is an expression"))?;
    let reader = Reader { base: BEFORE.len(), mended: &mended };
    reader.expression(expression)
}

pub(crate) fn returned(unit: &ast::ExternalDeclaration) -> Option<&lang_c::span::Node<ast::Expression>> {
    let ast::ExternalDeclaration::FunctionDefinition(function) = unit else { return None };
    let ast::Statement::Compound(items) = &function.node.statement.node else { return None };
    let [item] = items.as_slice() else { return None };
    let ast::BlockItem::Statement(statement) = &item.node else { return None };
    let ast::Statement::Return(Some(expression)) = &statement.node else { return None };
    Some(expression)
}

fn fault(at: usize, message: impl Into<String>) -> Fault {
    Fault { at, message: message.into(), unknown_type: false }
}

struct Reader<'a> {
    base: usize,
    mended: &'a super::dialect::Mended,
}

impl Reader<'_> {
    fn expression(&self, node: &lang_c::span::Node<ast::Expression>) -> Result<Guard, Fault> {
        let at = node.span.start.saturating_sub(self.base);
        match &node.node {
            ast::Expression::Identifier(name) => Ok(self.name(&name.node.name, at)),
            ast::Expression::Constant(constant) => literal(&constant.node)
                .map(Guard::Integer)
                .ok_or_else(|| fault(at, "guards compute with integers only")),
            ast::Expression::Call(call) => self.call(&call.node, at),
            ast::Expression::UnaryOperator(unary) => {
                use ast::UnaryOperator::{Complement, Minus, Negate, Plus};
                let operator = unary.node.operator.node.clone();
                if !matches!(operator, Complement | Minus | Negate | Plus) {
                    return Err(fault(at, "guards have no such operator"));
                }
                Ok(Guard::Unary(operator, Box::new(self.expression(&unary.node.operand)?)))
            }
            ast::Expression::BinaryOperator(binary) => {
                let operator = binary.node.operator.node.clone();
                if !is_pure(&operator) {
                    return Err(fault(at, "guards have no such operator"));
                }
                let left = self.expression(&binary.node.lhs)?;
                Ok(Guard::Binary(operator, Box::new(left), Box::new(self.expression(&binary.node.rhs)?)))
            }
            ast::Expression::StringLiteral(_)
            | ast::Expression::GenericSelection(_)
            | ast::Expression::Member(_)
            | ast::Expression::CompoundLiteral(_)
            | ast::Expression::SizeOfTy(_)
            | ast::Expression::SizeOfVal(_)
            | ast::Expression::AlignOf(_)
            | ast::Expression::Cast(_)
            | ast::Expression::Conditional(_)
            | ast::Expression::Comma(_)
            | ast::Expression::OffsetOf(_)
            | ast::Expression::VaArg(_)
            | ast::Expression::Statement(_) => Err(fault(at, "guards have no such expression")),
        }
    }

    fn name(&self, name: &str, at: usize) -> Guard {
        let original = self.mended.original(name);
        let is_type = original.ends_with('*') || original.split(' ').all(|word| KEYWORDS.contains(&word));
        match Type::parse(original) {
            Some(ty) if is_type => Guard::Type(ty),
            Some(_) | None => Guard::Name(original.to_owned(), at),
        }
    }

    fn call(&self, call: &ast::CallExpression, at: usize) -> Result<Guard, Fault> {
        let ast::Expression::Identifier(callee) = &call.callee.node else {
            return Err(fault(at, "only guard functions can be called"));
        };
        let Some(function) = Function::find(&callee.node.name) else {
            return Err(fault(at, format!("`{}` is no guard function", callee.node.name)));
        };
        match (function, call.arguments.as_slice()) {
            (Function::Count, []) => Ok(Guard::Call(function, None, at)),
            (Function::Count, _) => Err(fault(at, "`count` takes no argument")),
            (_, [argument]) => {
                let place = argument.span.start.saturating_sub(self.base);
                let name = match &argument.node {
                    ast::Expression::Identifier(name) => self.mended.original(&name.node.name).to_owned(),
                    ast::Expression::Constant(constant) => {
                        literal(&constant.node).map_or(String::new(), |n| n.to_string())
                    }
                    _ => return Err(fault(place, "this takes the name of a parameter")),
                };
                Ok(Guard::Call(function, Some(name), place))
            }
            (_, _) => Err(fault(at, "this takes one argument")),
        }
    }
}

fn is_pure(operator: &ast::BinaryOperator) -> bool {
    use ast::BinaryOperator as B;
    match operator {
        B::Multiply | B::Divide | B::Modulo | B::Plus | B::Minus | B::ShiftLeft | B::ShiftRight => true,
        B::Less | B::Greater | B::LessOrEqual | B::GreaterOrEqual | B::Equals | B::NotEquals => true,
        B::BitwiseAnd | B::BitwiseXor | B::BitwiseOr | B::LogicalAnd | B::LogicalOr => true,
        B::Index | B::Assign | B::AssignMultiply | B::AssignDivide | B::AssignModulo | B::AssignPlus => false,
        B::AssignMinus | B::AssignShiftLeft | B::AssignShiftRight => false,
        B::AssignBitwiseAnd | B::AssignBitwiseXor | B::AssignBitwiseOr => false,
    }
}

/// The value of an integer literal.
pub fn literal(constant: &ast::Constant) -> Option<i128> {
    let ast::Constant::Integer(integer) = constant else { return None };
    let radix = match integer.base {
        ast::IntegerBase::Decimal => 10,
        ast::IntegerBase::Octal => 8,
        ast::IntegerBase::Hexadecimal => 16,
        ast::IntegerBase::Binary => 2,
    };
    i128::from_str_radix(if integer.number.is_empty() { "0" } else { &integer.number }, radix).ok()
}

impl Guard {
    /// Whether the guard is known to hold, known not to, or unknown.
    pub fn holds(&self, scope: &dyn Scope) -> Option<bool> {
        self.value(scope).known()
    }

    fn value(&self, scope: &dyn Scope) -> Value {
        match self {
            Guard::Integer(value) => Value::Integer(*value),
            Guard::Name(name, _) => scope.name(name),
            Guard::Type(ty) => Value::Type(ty.clone()),
            Guard::Call(function, argument, _) => scope.ask(*function, argument.as_deref()),
            Guard::Unary(operator, operand) => unary(operator, &operand.value(scope)),
            Guard::Binary(operator, left, right) => binary(operator, &left.value(scope), &right.value(scope)),
        }
    }

    /// Lets `change` see each type in it.
    pub fn each_type(&mut self, change: &dyn Fn(&mut Type)) {
        match self {
            Guard::Type(ty) => change(ty),
            Guard::Integer(_) | Guard::Name(..) | Guard::Call(..) => {}
            Guard::Unary(_, operand) => operand.each_type(change),
            Guard::Binary(_, left, right) => {
                left.each_type(change);
                right.each_type(change);
            }
        }
    }

    /// Every name and call in it, for checks.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Guard)) {
        see(self);
        match self {
            Guard::Integer(_) | Guard::Name(..) | Guard::Type(_) | Guard::Call(..) => {}
            Guard::Unary(_, operand) => operand.visit(see),
            Guard::Binary(_, left, right) => {
                left.visit(see);
                right.visit(see);
            }
        }
    }
}

fn unary(operator: &ast::UnaryOperator, operand: &Value) -> Value {
    use ast::UnaryOperator as U;
    let Value::Integer(value) = operand else { return Value::Unknown };
    match operator {
        U::Negate => Value::truth(*value == 0),
        U::Complement => Value::Integer(!value),
        U::Minus => value.checked_neg().map_or(Value::Unknown, Value::Integer),
        U::Plus => Value::Integer(*value),
        U::PostIncrement | U::PostDecrement | U::PreIncrement | U::PreDecrement | U::Address | U::Indirection => {
            Value::Unknown
        }
    }
}

fn binary(operator: &ast::BinaryOperator, left: &Value, right: &Value) -> Value {
    use ast::BinaryOperator as B;
    match operator {
        B::LogicalAnd => match (left.known(), right.known()) {
            (Some(false), _) | (_, Some(false)) => Value::truth(false),
            (Some(true), Some(true)) => Value::truth(true),
            (None, _) | (_, None) => Value::Unknown,
        },
        B::LogicalOr => match (left.known(), right.known()) {
            (Some(true), _) | (_, Some(true)) => Value::truth(true),
            (Some(false), Some(false)) => Value::truth(false),
            (None, _) | (_, None) => Value::Unknown,
        },
        B::Equals => same(left, right).map_or(Value::Unknown, Value::truth),
        B::NotEquals => same(left, right).map_or(Value::Unknown, |same| Value::truth(!same)),
        _ => match (left, right) {
            (Value::Integer(a), Value::Integer(b)) => arithmetic(operator, *a, *b),
            (_, _) => Value::Unknown,
        },
    }
}

fn same(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => Some(a == b),
        (Value::Name(a), Value::Name(b)) => Some(a == b),
        (Value::Type(a), Value::Type(b)) => Some(a == b),
        (_, _) => None,
    }
}

fn arithmetic(operator: &ast::BinaryOperator, a: i128, b: i128) -> Value {
    use ast::BinaryOperator as B;
    let shift = u32::try_from(b).ok().filter(|s| *s < 127);
    let number = match operator {
        B::Multiply => a.checked_mul(b),
        B::Divide => a.checked_div(b),
        B::Modulo => a.checked_rem(b),
        B::Plus => a.checked_add(b),
        B::Minus => a.checked_sub(b),
        B::ShiftLeft => shift.and_then(|s| a.checked_mul(1i128 << s)),
        B::ShiftRight => shift.map(|s| a >> s),
        B::BitwiseAnd => Some(a & b),
        B::BitwiseXor => Some(a ^ b),
        B::BitwiseOr => Some(a | b),
        B::Less => Some(i128::from(a < b)),
        B::Greater => Some(i128::from(a > b)),
        B::LessOrEqual => Some(i128::from(a <= b)),
        B::GreaterOrEqual => Some(i128::from(a >= b)),
        _ => None,
    };
    number.map_or(Value::Unknown, Value::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;
    impl Scope for Fixed {
        fn name(&self, name: &str) -> Value {
            match name {
                "width" => Value::Integer(8),
                "warpSize" => Value::Integer(32),
                "shared" | "global" => Value::Name(name.into()),
                "float2" => Value::Type(Type::parse("float2").unwrap()),
                _ => Value::Unknown,
            }
        }

        fn ask(&self, function: Function, argument: Option<&str>) -> Value {
            match (function, argument) {
                (Function::Space, Some("p")) => Value::Name("shared".into()),
                (Function::TypeOf, Some("v")) => Value::Type(Type::parse("unsigned long long").unwrap()),
                (Function::Count, None) => Value::Integer(3),
                (Function::Has, Some(ext)) => Value::truth(ext == "fp64"),
                (_, _) => Value::Unknown,
            }
        }
    }

    #[test]
    fn three_valued() {
        for (text, expected) in [
            ("width < warpSize", Some(true)),
            ("width * 4 == warpSize && !(width & 7)", Some(true)),
            ("space(p) == shared", Some(true)),
            ("space(p) != global", Some(true)),
            ("space(q) == shared", None),
            ("space(q) == shared && width == 4", Some(false)),
            ("space(q) == shared || width == 8", Some(true)),
            ("type(v) == unsigned long long", Some(true)),
            ("type(v) == float", Some(false)),
            ("type(v) == float2 *", Some(false)),
            ("type(v) == float2", Some(false)),
            ("count() >= 3 && has(fp64)", Some(true)),
            ("has(fp16)", Some(false)),
            ("width / 0 == 1", None),
            ("(1 << 5) == 0x20 && -1 < 0 && ~0 == -1", Some(true)),
            ("full(m)", None),
        ] {
            assert_eq!(parse(text).unwrap().holds(&Fixed), expected, "{text}");
        }
    }

    #[test]
    fn faults_have_places() {
        assert_eq!(parse("width ==").unwrap_err().at, 8);
        assert_eq!(parse("1 && foo(x)").unwrap_err().at, 5);
        assert!(parse("width = 3").is_err());
        assert!(parse("a ? b : c").is_err());
        assert!(parse("full(1 + 2)").is_err());
        assert!(parse("1; return 2").is_err());
    }
}
