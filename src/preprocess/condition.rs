//! The value of an `#if`: 64-bit integer arithmetic over what macro expansion leaves.
//!
//! In: the tokens of the line. Out: whether it holds. A name that nobody defined is 0, and so is a call of
//! one, because the macros of system headers are unknown.

use super::expand::LimitHit;
use super::lexer::Lexical;
use super::macros::Tok;
use super::scan::{FileState, Preprocessor};
use crate::diag::Code;

/// How deeply parentheses and operators may nest.
const DEPTH: usize = 150;

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Value {
    bits: u64,
    unsigned: bool,
}

impl Value {
    const ZERO: Value = Value { bits: 0, unsigned: false };

    fn truth(value: bool) -> Value {
        Value { bits: u64::from(value), unsigned: false }
    }

    fn is_true(self) -> bool {
        self.bits != 0
    }
}

struct Evaluator<'e, 'a> {
    preprocessor: &'e Preprocessor<'a>,
    state: &'e FileState,
    list: &'e [Tok],
    at: usize,
    depth: usize,
    fault: Option<&'static str>,
}

impl Preprocessor<'_> {
    /// Whether the condition `list` of an `#if` holds.
    pub(super) fn evaluate(&mut self, state: &FileState, list: &[Tok]) -> bool {
        self.in_condition = true;
        let expanded = self.expand_list(list);
        self.in_condition = false;
        let (value, fault) = match &expanded {
            Ok(expanded) => {
                let mut evaluator =
                    Evaluator { preprocessor: self, state, list: expanded, at: 0, depth: 0, fault: None };
                let value = evaluator.whole();
                (value.is_true(), evaluator.fault)
            }
            Err(LimitHit) => (false, Some("the condition exceeds the limits of macro expansion")),
        };
        if let Some(fault) = fault {
            let span = state.span(list.first().map_or(state.pos, |t| t.spelled.start as usize), state.pos);
            self.report(Code::BadDirective, span, fault);
        }
        fault.is_none() && value
    }
}

/// The binary operator spelled `text`, with its binding strength.
fn binary(text: &str) -> Option<(&'static str, u8)> {
    Some(match text {
        "*" => ("*", 10),
        "/" => ("/", 10),
        "%" => ("%", 10),
        "+" => ("+", 9),
        "-" => ("-", 9),
        "<<" => ("<<", 8),
        ">>" => (">>", 8),
        "<" => ("<", 7),
        ">" => (">", 7),
        "<=" => ("<=", 7),
        ">=" => (">=", 7),
        "==" => ("==", 6),
        "!=" | "not_eq" => ("!=", 6),
        "&" | "bitand" => ("&", 5),
        "^" | "xor" => ("^", 4),
        "|" | "bitor" => ("|", 3),
        "&&" | "and" => ("&&", 2),
        "||" | "or" => ("||", 1),
        _ => return None,
    })
}

impl<'e> Evaluator<'e, '_> {
    fn word(&self) -> &'e str {
        let preprocessor: &'e Preprocessor = self.preprocessor;
        self.list.get(self.at).map_or("", |t| preprocessor.text_of(t))
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.word() == text;
        self.at += usize::from(found);
        found
    }

    fn fail(&mut self, message: &'static str) -> Value {
        self.fault.get_or_insert(message);
        // Nothing behind a fault matters.
        self.at = self.list.len();
        Value::ZERO
    }

    fn whole(&mut self) -> Value {
        if self.list.is_empty() {
            return self.fail("#if needs a condition");
        }
        let value = self.comma(true);
        if self.at < self.list.len() {
            return self.fail("the condition has tokens behind its end");
        }
        value
    }

    fn comma(&mut self, live: bool) -> Value {
        let mut value = self.conditional(live);
        while self.take(",") {
            value = self.conditional(live);
        }
        value
    }

    fn conditional(&mut self, live: bool) -> Value {
        self.depth += 1;
        if self.depth > DEPTH {
            return self.fail("the condition nests too deeply");
        }
        let mut value = self.binary(live, 1);
        if self.take("?") {
            let first = self.comma(live && value.is_true());
            if !self.take(":") {
                return self.fail("`?` without `:`");
            }
            let second = self.conditional(live && !value.is_true());
            let chosen = if value.is_true() { first } else { second };
            value = Value { unsigned: first.unsigned || second.unsigned, ..chosen };
        }
        self.depth -= 1;
        value
    }

    fn binary(&mut self, live: bool, least: u8) -> Value {
        let mut left = self.unary(live);
        while let Some((operator, strength)) = binary(self.word()).filter(|o| o.1 >= least) {
            self.at += 1;
            let needed = match operator {
                "&&" => left.is_true(),
                "||" => !left.is_true(),
                _ => true,
            };
            let right = self.binary(live && needed, strength + 1);
            left = self.apply(operator, left, right, live);
        }
        left
    }

    fn apply(&mut self, operator: &str, left: Value, right: Value, live: bool) -> Value {
        let unsigned = left.unsigned || right.unsigned;
        let (a, b) = (left.bits, right.bits);
        let (signed_a, signed_b) = (a as i64, b as i64);
        let number = |bits: u64| Value { bits, unsigned };
        match operator {
            "*" => number(a.wrapping_mul(b)),
            "+" => number(a.wrapping_add(b)),
            "-" => number(a.wrapping_sub(b)),
            "/" | "%" if b == 0 => {
                if live {
                    self.fail("the condition divides by zero")
                } else {
                    Value::ZERO
                }
            }
            "/" if unsigned => number(a / b),
            "%" if unsigned => number(a % b),
            "/" => number(signed_a.wrapping_div(signed_b) as u64),
            "%" => number(signed_a.wrapping_rem(signed_b) as u64),
            "<<" => shift(left, right, true),
            ">>" => shift(left, right, false),
            "<" => Value::truth(if unsigned { a < b } else { signed_a < signed_b }),
            ">" => Value::truth(if unsigned { a > b } else { signed_a > signed_b }),
            "<=" => Value::truth(if unsigned { a <= b } else { signed_a <= signed_b }),
            ">=" => Value::truth(if unsigned { a >= b } else { signed_a >= signed_b }),
            "==" => Value::truth(a == b),
            "!=" => Value::truth(a != b),
            "&" => number(a & b),
            "^" => number(a ^ b),
            "|" => number(a | b),
            "&&" => Value::truth(left.is_true() && right.is_true()),
            _ => Value::truth(left.is_true() || right.is_true()),
        }
    }

    fn unary(&mut self, live: bool) -> Value {
        self.depth += 1;
        if self.depth > DEPTH {
            return self.fail("the condition nests too deeply");
        }
        let word = self.word();
        let value = match word {
            "!" | "not" | "-" | "+" | "~" | "compl" => {
                self.at += 1;
                let value = self.unary(live);
                match word {
                    "-" => Value { bits: value.bits.wrapping_neg(), ..value },
                    "+" => value,
                    "~" | "compl" => Value { bits: !value.bits, ..value },
                    _ => Value::truth(!value.is_true()),
                }
            }
            "(" => {
                self.at += 1;
                let value = self.comma(live);
                if self.take(")") { value } else { self.fail("`(` without `)`") }
            }
            _ => self.operand(),
        };
        self.depth -= 1;
        value
    }

    fn operand(&mut self) -> Value {
        let word = self.word();
        let Some(tok) = self.list.get(self.at) else { return self.fail("the condition ends too early") };
        self.at += 1;
        match tok.kind {
            Lexical::Number => match number(word) {
                Some(value) => value,
                None => self.fail("the condition holds a number that is no integer"),
            },
            Lexical::Character => character(word),
            Lexical::Identifier => self.name(word),
            _ => self.fail("the condition holds something that is no number"),
        }
    }

    fn name(&mut self, word: &str) -> Value {
        match word {
            "true" => Value::truth(true),
            "defined" => {
                let paren = self.take("(");
                let preprocessor = self.preprocessor;
                let found = self.list.get(self.at).is_some_and(|t| {
                    let symbol = preprocessor.macros.find(preprocessor.text_of(t));
                    symbol != 0 && preprocessor.macros.is_defined(symbol)
                });
                self.at += 1;
                if paren && !self.take(")") {
                    return self.fail("`defined(` without `)`");
                }
                Value::truth(found)
            }
            "__has_include" | "__has_include_next" => self.has_include(),
            "__has_attribute" | "__has_cpp_attribute" => self.has_attribute(),
            _ => {
                self.skip_arguments();
                Value::ZERO
            }
        }
    }

    /// What stands between the parentheses that follow.
    fn operand_text(&mut self) -> Option<String> {
        if !self.take("(") {
            return None;
        }
        let start = self.at;
        while self.at < self.list.len() && self.word() != ")" {
            self.at += 1;
        }
        let inner = &self.list[start..self.at];
        self.at += 1;
        Some(self.preprocessor.spell(inner))
    }

    /// Standard attributes with their dates, and GNU's, which every host compiler knows.
    fn has_attribute(&mut self) -> Value {
        let Some(text) = self.operand_text() else { return self.fail("this needs parentheses") };
        let bits = match text.trim_matches('_') {
            "likely" | "unlikely" | "no_unique_address" => 201_803,
            "fallthrough" | "nodiscard" | "maybe_unused" => 201_603,
            "deprecated" => 201_309,
            "noreturn" | "carries_dependency" => 200_809,
            "always_inline" | "noinline" | "unused" | "used" | "aligned" | "packed" | "const" | "pure" | "cold"
            | "hot" | "format" | "visibility" | "weak" | "constructor" | "destructor" | "may_alias" | "optimize"
            | "flatten" => 1,
            other => u64::from(other.starts_with("gnu::")),
        };
        Value { bits, unsigned: false }
    }

    fn has_include(&mut self) -> Value {
        let Some(text) = self.operand_text() else { return self.fail("`__has_include` needs parentheses") };
        let found = match text.strip_prefix('<').and_then(|t| t.strip_suffix('>')) {
            Some(name) => self.preprocessor.has_include(self.state, name.trim(), true),
            None => self.preprocessor.has_include(self.state, text.trim_matches('"'), false),
        };
        Value::truth(found)
    }

    /// The arguments of a macro that nobody defined.
    fn skip_arguments(&mut self) {
        if self.word() != "(" {
            return;
        }
        let mut nesting = 0usize;
        while self.at < self.list.len() {
            match self.word() {
                "(" => nesting += 1,
                ")" => nesting -= 1,
                _ => {}
            }
            self.at += 1;
            if nesting == 0 {
                return;
            }
        }
    }
}

fn shift(left: Value, right: Value, to_left: bool) -> Value {
    let negative = !right.unsigned && (right.bits as i64) < 0;
    let distance = if negative { right.bits.wrapping_neg() } else { right.bits };
    let bits = match (to_left != negative, left.unsigned) {
        (true, _) => {
            if distance > 63 {
                0
            } else {
                left.bits << distance
            }
        }
        (false, true) => {
            if distance > 63 {
                0
            } else {
                left.bits >> distance
            }
        }
        (false, false) => ((left.bits as i64) >> distance.min(63)) as u64,
    };
    Value { bits, ..left }
}

/// An integer literal's value.
fn number(text: &str) -> Option<Value> {
    let clean: String = text.chars().filter(|&c| c != '\'').collect::<String>().to_ascii_lowercase();
    let (digits, radix) = match clean.as_bytes() {
        [b'0', b'x', ..] => (&clean[2..], 16),
        [b'0', b'b', ..] => (&clean[2..], 2),
        [b'0', ..] => (clean.as_str(), 8),
        _ => (clean.as_str(), 10),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let (digits, suffix) = digits.split_at(end);
    if digits.is_empty() || !matches!(suffix, "" | "u" | "l" | "ll" | "ul" | "lu" | "ull" | "llu" | "z" | "uz" | "zu") {
        return None;
    }
    let mut bits = 0u64;
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        bits = bits.wrapping_mul(u64::from(radix)).wrapping_add(u64::from(digit));
    }
    Some(Value { bits, unsigned: suffix.contains('u') || bits > i64::MAX as u64 })
}

/// A character literal's value; several characters pack as GCC packs them.
fn character(text: &str) -> Value {
    let open = text.find('\'').map_or(0, |at| at + 1);
    let (prefix, inner) = (&text[..open], text.get(open..text.len().saturating_sub(1)).unwrap_or(""));
    let narrow = matches!(prefix, "'" | "u8'");
    let mut values = Vec::new();
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' {
            values.push(escape(&mut chars));
        } else if narrow {
            values.extend(c.encode_utf8(&mut [0; 4]).bytes().map(u64::from));
        } else {
            values.push(u64::from(c as u32));
        }
    }
    let bits = match (values.as_slice(), narrow) {
        ([one], true) => i64::from(*one as u8 as i8) as u64,
        (several, true) => several.iter().fold(0u32, |all, &v| all << 8 | (v as u32 & 0xff)) as i32 as i64 as u64,
        (several, false) => several.last().copied().unwrap_or(0),
    };
    Value { bits, unsigned: !narrow && prefix != "L'" }
}

/// The value of the escape behind a backslash.
fn escape(chars: &mut std::iter::Peekable<std::str::Chars>) -> u64 {
    let first = chars.next().unwrap_or('\\');
    let mut digits = |mut value: u64, radix: u32, most: usize| {
        for _ in 0..most {
            let Some(digit) = chars.peek().and_then(|c| c.to_digit(radix)) else { break };
            value = value.wrapping_mul(u64::from(radix)).wrapping_add(u64::from(digit));
            chars.next();
        }
        value
    };
    match first {
        'n' => 10,
        't' => 9,
        'r' => 13,
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'v' => 11,
        'e' => 27,
        'x' => digits(0, 16, 16),
        'u' => digits(0, 16, 4),
        'U' => digits(0, 16, 8),
        '0'..='7' => digits(u64::from(first as u32 - '0' as u32), 8, 2),
        other => u64::from(other as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integer_literals() {
        let signed = |bits| Some(Value { bits, unsigned: false });
        assert_eq!(number("1'000"), signed(1000));
        assert_eq!(number("0x1Fl"), signed(31));
        assert_eq!(number("0b101"), signed(5));
        assert_eq!(number("017"), signed(15));
        assert_eq!(number("0"), signed(0));
        assert_eq!(number("5u"), Some(Value { bits: 5, unsigned: true }));
        assert_eq!(number("0xffffffffffffffff"), Some(Value { bits: u64::MAX, unsigned: true }));
        assert_eq!(number("1.5"), None);
        assert_eq!(number("0x"), None);
    }

    #[test]
    fn character_literals() {
        let bits = |text| character(text).bits as i64;
        assert_eq!(bits("'a'"), 97);
        assert_eq!(bits(r"'\n'"), 10);
        assert_eq!(bits(r"'\x41'"), 65);
        assert_eq!(bits(r"'\377'"), -1);
        assert_eq!(bits("'ab'"), 24930);
        assert_eq!(bits("L'é'"), 233);
    }
}
