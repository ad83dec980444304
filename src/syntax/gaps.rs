//! Places where tree-sitter-cuda's grammar has gaps, blanked at the same width before parsing.
//!
//! In: the text and its tokens as byte ranges. Out: the text to parse, and what was blanked, because some of it
//! carries meaning (an execution qualifier on a lambda). Each gap was confirmed with a one-line file.

use std::ops::Range;

/// What stood where the parser now sees blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blanked {
    /// The bytes blanked.
    pub range: Range<u32>,
    /// What they were.
    pub what: Gap,
}

/// A kind of gap.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// An attribute with arguments: launch bounds, alignment, cluster size.
    Attribute,
    /// An execution qualifier between a lambda's captures and its parameters.
    LambdaQualifier,
    /// A spelling the grammar lacks and that changes nothing for the structure.
    Spelling,
    /// `template class X<int>;`
    ClassInstantiation,
}

const ATTRIBUTES: &[&str] = &[
    "__align__",
    "__attribute__",
    "__cluster_dims__",
    "__launch_bounds__",
    "__maxnreg__",
    "__block_size__",
    "__declspec",
    "__builtin_align__",
];
const SPELLINGS: &[&str] = &["__restrict", "__extension__", "__volatile", "__const"];
const LAMBDA_QUALIFIERS: &[&str] = &["__device__", "__host__", "__forceinline__", "__noinline__"];

/// Blanks the known gaps of `text`, whose tokens are `tokens` in order.
pub fn blank(text: &str, tokens: &[Range<u32>]) -> (String, Vec<Blanked>) {
    let mut scan = Scan { text, tokens, out: text.as_bytes().to_vec(), found: Vec::new() };
    let mut at = 0;
    while at < tokens.len() {
        at = scan.step(at);
    }
    let text = String::from_utf8(scan.out).unwrap_or_else(|_| text.to_string());
    (text, scan.found)
}

struct Scan<'a> {
    text: &'a str,
    tokens: &'a [Range<u32>],
    out: Vec<u8>,
    found: Vec<Blanked>,
}

impl Scan<'_> {
    fn token(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.text[t.start as usize..t.end as usize])
    }

    /// Looks at token `at`; returns the next one to look at.
    fn step(&mut self, at: usize) -> usize {
        let token = self.token(at);
        let first = token.as_bytes().first().copied().unwrap_or(0);
        match first {
            b'_' if ATTRIBUTES.contains(&token) => {
                let close = self.close_of(at + 1).unwrap_or(at);
                self.blank(at, close, Gap::Attribute);
                return close + 1;
            }
            b'_' if SPELLINGS.contains(&token) => self.blank(at, at, Gap::Spelling),
            b']' => {
                let mut next = at + 1;
                while LAMBDA_QUALIFIERS.contains(&self.token(next)) {
                    self.blank(next, next, Gap::LambdaQualifier);
                    next += 1;
                }
            }
            b'"' => self.between_strings(at),
            b'<' if token == "<<<" => self.launch_braces(at),
            b't' if token == "template" && matches!(self.token(at + 1), "class" | "struct") => {
                let mut end = at;
                while end < self.tokens.len() && !matches!(self.token(end), ";" | "{" | "}") {
                    end += 1;
                }
                if self.token(end) == ";" {
                    self.blank(at, end - 1, Gap::ClassInstantiation);
                    return end;
                }
            }
            b't' | b'v' if matches!(token, "typeid" | "va_arg") && self.token(at + 1) == "(" => self.type_argument(at),
            _ => {}
        }
        at + 1
    }

    /// A macro of a system header between string literals, as in `"%" PRIu64 "\n"`.
    fn between_strings(&mut self, at: usize) {
        let next = self.token(at + 1);
        let is_name = next.starts_with(|c: char| c.is_ascii_uppercase());
        if is_name && (self.token(at + 2).starts_with('"') || matches!(self.token(at + 2), "," | ")" | ";")) {
            self.blank(at + 1, at + 1, Gap::Spelling);
        }
    }

    /// `<<<{1, 2}, {3}>>>`: braces as parentheses, so that each entry stays one expression.
    fn launch_braces(&mut self, at: usize) {
        for next in at + 1..self.tokens.len().min(at + 200) {
            match self.token(next) {
                ">>>" | ";" => break,
                "{" => self.out[self.tokens[next].start as usize] = b'(',
                "}" => self.out[self.tokens[next].start as usize] = b')',
                _ => {}
            }
        }
    }

    /// `typeid(int)`, `va_arg(list, int)`: the last argument is a type, which the grammar takes for an expression.
    fn type_argument(&mut self, at: usize) {
        let Some(close) = self.close_of(at + 1) else { return };
        let from = (at + 2..close).rev().find(|&i| self.token(i) == ",").map_or(at + 2, |comma| comma + 1);
        if from < close {
            self.blank(from, close - 1, Gap::Spelling);
            self.out[self.tokens[from].start as usize] = b'0';
        }
    }

    /// The `)` that closes the `(` at token `open`.
    fn close_of(&self, open: usize) -> Option<usize> {
        let mut depth = 0usize;
        for at in open..self.tokens.len() {
            match self.token(at) {
                "(" => depth += 1,
                ")" if depth <= 1 => return (depth == 1).then_some(at),
                ")" => depth -= 1,
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    fn blank(&mut self, from: usize, to: usize, what: Gap) {
        let range = self.tokens[from].start..self.tokens[to].end;
        for byte in &mut self.out[range.start as usize..range.end as usize] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        self.found.push(Blanked { range, what });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let mut tokens = Vec::new();
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let word = c.is_alphanumeric() || c == '_';
            if let Some(s) = start.filter(|_| !word) {
                tokens.push(s as u32..at as u32);
                start = None;
            }
            match (word, c) {
                (true, _) => start = start.or(Some(at)),
                (false, ' ') => {}
                (false, _) => tokens.push(at as u32..at as u32 + c.len_utf8() as u32),
            }
        }
        let (text, found) = blank(text, &tokens);
        expected.assert_eq(&format!("{text}|{}", found.len()));
    }

    #[test]
    fn attributes_and_spellings_vanish() {
        check(
            "struct __align__(8) S { int * __restrict p; };",
            expect!["struct              S { int *            p; };|2"],
        );
    }

    #[test]
    fn lambda_qualifiers_vanish() {
        check("f([=] __device__ (int i) { });", expect!["f([=]            (int i) { });|1"]);
    }

    #[test]
    fn class_instantiations_and_type_arguments() {
        check("template class V<int>; typeid(int);", expect!["                     ; typeid(0  );|2"]);
    }
}
