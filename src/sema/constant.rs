//! Integer constants, three-valued: `None` means not known, never a guess.

use super::Analysis;
use super::symbols::FunctionId;
use crate::syntax::{Field, Kind, Node};

/// The value of an integer or character literal as spelled.
pub fn number(text: &str) -> Option<i128> {
    let clean: String = text.chars().filter(|c| *c != '\'').collect::<String>().to_ascii_lowercase();
    let digits = clean.trim_end_matches(['u', 'l', 'z']);
    if let Some(hex) = digits.strip_prefix("0x") {
        return i128::from_str_radix(hex, 16).ok();
    }
    if let Some(binary) = digits.strip_prefix("0b") {
        return i128::from_str_radix(binary, 2).ok();
    }
    match digits.strip_prefix('0') {
        Some(octal) if !octal.is_empty() => i128::from_str_radix(octal, 8).ok(),
        Some(_) | None => digits.parse().ok(),
    }
}

/// The value of expression `node`, seen from inside `function`, wrapped to the width its type has.
pub fn evaluate(analysis: &Analysis, function: Option<FunctionId>, node: Node<'_>) -> Option<i128> {
    evaluate_at(analysis, function, node, 0)
}

fn evaluate_at(analysis: &Analysis, function: Option<FunctionId>, node: Node<'_>, depth: u32) -> Option<i128> {
    if depth > 60 {
        return None;
    }
    let value = |n: Node<'_>| evaluate_at(analysis, function, n, depth + 1);
    match node.kind() {
        Kind::NumberLiteral => number(node.text()),
        Kind::True => Some(1),
        Kind::False => Some(0),
        Kind::ParenthesizedExpression => value(node.named_children().next()?),
        Kind::UnaryExpression => {
            let operand = value(node.child(Field::Argument)?)?;
            let unsigned = is_unsigned(node.child(Field::Argument)?);
            match node.child(Field::Operator)?.text() {
                "-" if unsigned => Some(operand.wrapping_neg() & 0xffff_ffff),
                "-" => operand.checked_neg(),
                "+" => Some(operand),
                "~" if unsigned => Some(!operand & 0xffff_ffff),
                "~" => Some(!operand),
                "!" => Some((operand == 0) as i128),
                _ => None,
            }
        }
        Kind::BinaryExpression => {
            let (left, right) = (value(node.child(Field::Left)?), value(node.child(Field::Right)?));
            binary(node.child(Field::Operator)?.text(), left?, right?)
        }
        Kind::ConditionalExpression => match value(node.child(Field::Condition)?)? {
            0 => value(node.child(Field::Alternative)?),
            _ => value(node.child(Field::Consequence)?),
        },
        Kind::CastExpression => {
            let operand = value(node.child(Field::Value)?)?;
            let ty = super::types::described(node.child(Field::Type)?)?;
            match ty.base.as_str() {
                _ if !ty.is_plain() => None,
                "unsigned" => Some(operand & 0xffff_ffff),
                "int" => Some(operand as u32 as i32 as i128),
                "long" | "long long" | "unsigned long" | "unsigned long long" => Some(operand),
                _ => None,
            }
        }
        Kind::Identifier => {
            let initialiser = analysis.constant_initialiser(function, node)?;
            evaluate_at(analysis, function, initialiser, depth + 1)
        }
        _ => None,
    }
}

fn is_unsigned(node: Node<'_>) -> bool {
    node.descendants().any(|n| n.kind() == Kind::NumberLiteral && super::types::literal(n.text()).base == "unsigned")
}

fn binary(operator: &str, left: i128, right: i128) -> Option<i128> {
    Some(match operator {
        "+" => left.checked_add(right)?,
        "-" => left.checked_sub(right)?,
        "*" => left.checked_mul(right)?,
        "/" => left.checked_div(right)?,
        "%" => left.checked_rem(right)?,
        "<<" if (0..64).contains(&right) => left.checked_shl(right as u32)?,
        ">>" if (0..64).contains(&right) => left.checked_shr(right as u32)?,
        "&" => left & right,
        "|" => left | right,
        "^" => left ^ right,
        "==" => (left == right) as i128,
        "!=" => (left != right) as i128,
        "<" => (left < right) as i128,
        ">" => (left > right) as i128,
        "<=" => (left <= right) as i128,
        ">=" => (left >= right) as i128,
        "&&" => (left != 0 && right != 0) as i128,
        "||" => (left != 0 || right != 0) as i128,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_every_base() {
        assert_eq!(number("0xFFFFFFFFu"), Some(0xffff_ffff));
        assert_eq!(number("1'000'000"), Some(1_000_000));
        assert_eq!(number("0b101"), Some(5));
        assert_eq!(number("017"), Some(15));
        assert_eq!(number("0"), Some(0));
        assert_eq!(number("1.5"), None);
    }
}
