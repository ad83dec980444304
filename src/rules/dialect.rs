//! C++ made C of the same width, so that a C parser can read prototypes, guards and examples.
//!
//! In: a declaration as the rules spell it. Out: text of the same length in which qualified names, template
//! arguments and operators are plain identifiers, references are pointers, execution-space words and default
//! arguments are blanks; and what was taken out. Offsets into the one are offsets into the other.

use super::types::{KEYWORDS, matching_angle};
use std::collections::BTreeMap;
use std::ops::Range;

/// Text that C can read, and what it lacks.
#[derive(Debug, Default)]
pub struct Mended {
    /// As long as the original.
    pub text: String,
    /// What each identifier that was made up stands for.
    pub names: BTreeMap<String, String>,
    /// Where references stood.
    pub references: Vec<usize>,
    /// Default arguments by parameter.
    pub defaults: BTreeMap<String, String>,
}

impl Mended {
    /// The name that identifier `name` of the text stands for.
    pub fn original<'a>(&'a self, name: &'a str) -> &'a str {
        self.names.get(name).map_or(name, String::as_str)
    }
}

/// A token: words (qualified, with template arguments), numbers, strings, punctuation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub range: Range<usize>,
    /// It is a name or keyword.
    pub is_word: bool,
}

/// Words of declarations that say nothing to C.
const BLANKED: &[&str] = &[
    "__device__",
    "__host__",
    "__global__",
    "__shared__",
    "__constant__",
    "__managed__",
    "__global_ptr__",
    "__forceinline__",
    "__noinline__",
    "__restrict__",
    "inline",
    "constexpr",
    "noexcept",
    "static",
    "typename",
    "class",
    "explicit",
];

/// The tokens of `text`. With `templates`, a `<` after a name opens template arguments.
pub fn tokens(text: &str, templates: bool) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let byte = bytes[at];
        let mut is_word = false;
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        } else if byte.is_ascii_alphabetic() || byte == b'_' {
            is_word = true;
            at = word_end(bytes, at, templates);
        } else if byte.is_ascii_digit() {
            while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'.') {
                at += 1;
            }
        } else if byte == b'"' || byte == b'\'' {
            at = quoted_end(bytes, at);
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            let two = bytes.get(start..start + 2);
            if two.is_some_and(|t| matches!(t, b"&&" | b"||" | b"==" | b"!=" | b"<=" | b">=" | b"<<" | b">>" | b"->")) {
                at = start + 2;
            }
        }
        found.push(Token { range: start..at, is_word });
    }
    found
}

fn quoted_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != bytes[start] {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// End of the name that starts at `at`: identifiers joined by `::`, template arguments, an operator's sign.
fn word_end(bytes: &[u8], mut at: usize, templates: bool) -> usize {
    loop {
        let start = at;
        while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
            at += 1;
        }
        if &bytes[start..at] == b"operator" {
            while at < bytes.len() && bytes[at] != b'(' && !bytes[at].is_ascii_alphanumeric() {
                at += 1;
            }
            return at;
        }
        if templates && bytes.get(at) == Some(&b'<') {
            at += matching_angle(&bytes[at..]).unwrap_or(0);
        }
        let joined = bytes.get(at..at + 2) == Some(b"::") && bytes.get(at + 2).is_some_and(|b| !b.is_ascii_digit());
        if !joined {
            return at;
        }
        at += 2;
    }
}

/// A declaration made C.
pub fn mend_declaration(text: &str) -> Mended {
    let found = tokens(text, true);
    let mut mended = Mended { text: text.to_owned(), ..Mended::default() };
    blank_defaults(text, &found, &mut mended);
    let last_parenthesis = text.rfind(')').unwrap_or(text.len());
    for token in &found {
        let word = &text[token.range.clone()];
        let trailing = word == "const" && token.range.start > last_parenthesis;
        if BLANKED.contains(&word) || trailing {
            put(&mut mended.text, token.range.clone(), &" ".repeat(word.len()));
        } else if token.is_word {
            make_identifier(&mut mended, token.range.clone(), word, false);
        } else if word == "&" || word == "&&" {
            mended.references.push(token.range.start);
            let width = word.len();
            put(&mut mended.text, token.range.clone(), &"* "[..width]);
        }
    }
    mended
}

/// An expression made C: qualified names and template arguments only.
pub fn mend_names(text: &str) -> Mended {
    let mut mended = Mended { text: text.to_owned(), ..Mended::default() };
    for token in tokens(text, true).into_iter().filter(|t| t.is_word) {
        make_identifier(&mut mended, token.range.clone(), &text[token.range], false);
    }
    mended
}

/// A guard made C: qualified names, and the types that only a declaration may hold.
pub fn mend_guard(text: &str) -> Mended {
    let found = tokens(text, false);
    let mut mended = Mended { text: text.to_owned(), ..Mended::default() };
    let mut at = 0;
    while at < found.len() {
        let range = found[at].range.clone();
        if found[at].is_word {
            let (end, next) = type_end(text, &found, at);
            make_identifier(&mut mended, range.start..end, &text[range.start..end], true);
            at = next;
            continue;
        }
        at += 1;
    }
    mended
}

/// End of the type or name at token `at`, and the token after it. `unsigned long long *` is one; after any other
/// name a `*` belongs to it only where nothing could be multiplied.
fn type_end(text: &str, found: &[Token], at: usize) -> (usize, usize) {
    let word = |index: usize| found.get(index).map_or("", |t: &Token| &text[t.range.clone()]);
    let mut next = at + 1;
    let keyword = KEYWORDS.contains(&word(at));
    while keyword && KEYWORDS.contains(&word(next)) {
        next += 1;
    }
    let mut stars = next;
    while word(stars) == "*" {
        stars += 1;
    }
    if stars > next && (keyword || matches!(word(stars), "" | ")" | "&&" | "||" | ",")) {
        next = stars;
    }
    (found[next - 1].range.end, next)
}

/// Makes the text at `range`, which spells `name`, an identifier of the same width.
fn make_identifier(mended: &mut Mended, range: Range<usize>, name: &str, types_are_names: bool) {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let keyword = types_are_names && KEYWORDS.contains(&name);
    if name.chars().all(plain) && !keyword {
        return;
    }
    let mut identifier: String = name.bytes().map(|b| if plain(b as char) { b as char } else { '_' }).collect();
    if keyword {
        identifier = identifier.to_ascii_uppercase();
    }
    put(&mut mended.text, range, &identifier);
    mended.names.insert(identifier, name.trim_end().to_owned());
}

fn blank_defaults(text: &str, found: &[Token], mended: &mut Mended) {
    let mut depth = 0usize;
    let mut at = 0;
    while at < found.len() {
        match &text[found[at].range.clone()] {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "=" if depth == 1 && at > 0 => {
                let start = found[at].range.start;
                let name = text[found[at - 1].range.clone()].to_owned();
                let end = default_end(text, &found[at + 1..]);
                mended.defaults.insert(name, text[start + 1..end].trim().to_owned());
                put(&mut mended.text, start..end, &" ".repeat(end - start));
                at = found.iter().position(|t| t.range.start >= end).unwrap_or(found.len());
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

fn default_end(text: &str, rest: &[Token]) -> usize {
    let mut depth = 0usize;
    for token in rest {
        match &text[token.range.clone()] {
            "(" | "{" => depth += 1,
            ")" | "," if depth == 0 => return token.range.start,
            ")" | "}" => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn put(text: &mut String, range: Range<usize>, with: &str) {
    debug_assert_eq!(range.len(), with.len());
    text.replace_range(range, with);
}

/// A declaration in its one spelling: blanked words gone, blanks only where two words meet.
pub fn squeeze(text: &str) -> String {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut out = String::with_capacity(text.len());
    for token in tokens(text, true) {
        let word = &text[token.range];
        if BLANKED.contains(&word) {
            continue;
        }
        let last = out.bytes().next_back().unwrap_or(b' ');
        if word.bytes().next().is_some_and(is_word) && (is_word(last) || last == b'>') {
            out.push(' ');
        }
        if word.contains(char::is_whitespace) {
            out.extend(word.chars().filter(|c| !c.is_whitespace()));
        } else {
            out.push_str(word);
        }
    }
    out
}

/// The name that a declaration declares, without template arguments, and these.
pub fn declared_name(text: &str) -> Option<(String, Vec<String>)> {
    let found = tokens(text, true);
    let call = found.iter().position(|t| &text[t.range.clone()] == "(");
    let before = &found[..call.unwrap_or(found.len())];
    let word = &text[before.iter().rev().find(|t| t.is_word)?.range.clone()];
    Some(without_template_arguments(word))
}

/// A qualified name without its template arguments, and these.
pub fn without_template_arguments(name: &str) -> (String, Vec<String>) {
    let mut plain = String::new();
    let mut arguments = Vec::new();
    let mut rest = name;
    while let Some(open) = rest.find('<').filter(|_| !name.contains("operator")) {
        let Some(length) = matching_angle(&rest.as_bytes()[open..]) else { break };
        plain.push_str(&rest[..open]);
        arguments.extend(split_arguments(&rest[open + 1..open + length - 1]));
        rest = &rest[open + length..];
    }
    plain.push_str(rest);
    plain.retain(|c| !c.is_whitespace());
    (plain, arguments)
}

/// `text` cut at the commas outside all brackets and quotes.
pub fn split_arguments(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for token in tokens(text, true) {
        match &text[token.range.clone()] {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                parts.push(text[start..token.range.start].trim().to_owned());
                start = token.range.end;
            }
            _ => {}
        }
    }
    let last = text[start..].trim();
    if !last.is_empty() || !parts.is_empty() {
        parts.push(last.to_owned());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_keep_their_width() {
        let text = "__device__ cg::tile<32> ns::f<Size>(const T &x, int width = g(1, 2), float *y) const";
        let mended = mend_declaration(text);
        assert_eq!(mended.text.len(), text.len());
        let start = "           cg__tile_32_ ns__f_Size_(const T *x, int width          , float *y)      ";
        assert_eq!(mended.text, start);
        assert_eq!(mended.original("cg__tile_32_"), "cg::tile<32>");
        assert_eq!(mended.defaults["width"], "g(1, 2)");
        assert_eq!(mended.references, [text.find('&').unwrap()]);
    }

    #[test]
    fn types_in_expressions_are_names() {
        let mended = mend_guard("type(x) == unsigned long long * && type(y) == float2 *");
        assert_eq!(mended.text, "type(x) == unsigned_long_long__ && type(y) == float2__");
        assert_eq!(mended.original("unsigned_long_long__"), "unsigned long long *");
        assert_eq!(mend_guard("type(x) == float").text, "type(x) == FLOAT");
        assert_eq!(mend_guard("a * b").text, "a * b");
        assert_eq!(mend_guard("n::a < b").text, "n__a < b");
    }

    #[test]
    fn declared_names() {
        let name = |text| declared_name(text).unwrap();
        assert_eq!(name("__device__ const uint3 threadIdx").0, "threadIdx");
        assert_eq!(name("T f(T (*g)(int))").0, "f");
        assert_eq!(name("half operator+(half a, half b)").0, "operator+");
        let (tile, arguments) = name("cg::tile<Size, G> cg::partition<Size, G>(const G &g)");
        assert_eq!((tile.as_str(), arguments.join(";").as_str()), ("cg::partition", "Size;G"));
        let (method, arguments) = name("T cg::tile<Size>::get<I>()");
        assert_eq!((method.as_str(), arguments.join(";").as_str()), ("cg::tile::get", "Size;I"));
        assert_eq!(split_arguments("a, f(b, c), \"d,e\", {1, 2}"), ["a", "f(b, c)", "\"d,e\"", "{1, 2}"]);
    }

    #[test]
    fn squeezed_declarations_compare() {
        assert_eq!(
            squeeze("__device__  float  f( float * address , unsigned long x)"),
            squeeze("float f(float *address, unsigned long x)")
        );
    }
}
