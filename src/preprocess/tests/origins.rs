//! Where tokens come from.

use super::*;

/// Each token with its spelling's place, as `text<slice:offset`.
fn describe(unit: &Unit) -> Vec<(String, &str, bool, bool)> {
    let each = |t: &Token| (unit.token_text(t).to_string(), unit.sources.slice(t.spelled), unit.from_body(t), t.pasted);
    unit.tokens.iter().map(each).collect()
}

fn range_of(unit: &Unit, part: &str) -> std::ops::Range<u32> {
    let at = unit.text.find(part).unwrap_or_else(|| panic!("{part} is not in {}", unit.text)) as u32;
    at..at + part.len() as u32
}

#[test]
fn body_and_argument_tokens_are_told_apart() {
    let unit = unit("#define F(x) (x+one)\nF(y);");
    let found = describe(&unit);
    let bodies: Vec<_> = found.iter().map(|f| (f.0.as_str(), f.2)).collect();
    assert_eq!(bodies, [("(", true), ("y", false), ("+", true), ("one", true), (")", true), (";", false)]);
    let expansion = &unit.expansions[0];
    assert_eq!(unit.sources.slice(expansion.definition.unwrap()), "(x+one)");
    assert_eq!(unit.sources.slice(expansion.use_site), "F(y)");
    assert_eq!(expansion.parent, None);
}

#[test]
fn nested_expansions_know_their_parents() {
    let unit = unit("#define IN(a) [a]\n#define OUT(b) IN(b) c\nOUT(IN(7));");
    let names: Vec<_> = unit.expansions.iter().map(|e| (&*e.macro_name, unit.sources.slice(e.invocation))).collect();
    assert_eq!(names, [("OUT", "OUT(IN(7))"), ("IN", "IN(7)"), ("IN", "IN(b)")]);
    assert!(unit.expansions.iter().all(|e| unit.sources.slice(e.use_site) == "OUT(IN(7))"));
    assert_eq!(unit.expansions[1].parent.map(ExpansionId::index), Some(0));
    assert_eq!(unit.expansions[2].parent.map(ExpansionId::index), Some(0));
    let seven = &unit.tokens[unit.token_at(range_of(&unit, "7").start).unwrap()];
    assert!(!unit.from_body(seven));
    assert_eq!(unit.sources.slice(seven.spelled), "7");
    assert_eq!(seven.expansion.map(ExpansionId::index), Some(1));
}

#[test]
fn pasted_tokens_name_their_operands() {
    let unit = unit("#define F(a) k_ ## a ## _t(#a)\nF(x)");
    let found = describe(&unit);
    assert_eq!((found[0].0.as_str(), found[0].1, found[0].3), ("k_x_t", "k_ ## a ## _t", true));
    assert_eq!((found[2].0.as_str(), found[2].1, found[2].3), ("\"x\"", "#a", true));
}

#[test]
fn spelled_finds_one_span_or_none() {
    let text = "#define F(x, y) x + y + (p q)\n#define E\nint a /*c*/ = F(g(1, 2), h) ; b E c\n#pragma z\nd;";
    let unit = unit(text);
    let slice = |part: &str| unit.spelled(range_of(&unit, part)).map(|s| unit.sources.slice(s));
    assert_eq!(slice("int a       ="), Some("int a /*c*/ ="));
    assert_eq!(slice("g(1, 2)"), Some("g(1, 2)"));
    assert_eq!(slice("(p q)"), Some("(p q)"));
    assert_eq!(slice("g(1, 2) + h"), None);
    assert_eq!(slice("= g"), None);
    assert_eq!(slice("b  c"), None);
    assert_eq!(unit.spelled(0..0), None);
}

#[test]
fn written_takes_whole_invocations() {
    let text = "#define M(a) a * two\nx = 1 + M(y) + 3;";
    let unit = unit(text);
    let slice = |part: &str| unit.written(range_of(&unit, part)).map(|s| unit.sources.slice(s));
    assert_eq!(slice("1 + y * two + 3"), Some("1 + M(y) + 3"));
    assert_eq!(slice("y * two"), Some("M(y)"));
    assert_eq!(slice("1 + y"), None);
    assert_eq!(slice("two + 3"), None);
}

#[test]
fn tokens_are_found_by_offset() {
    let unit = unit("ab cd");
    assert_eq!([0, 1, 2, 3, 4, 5].map(|at| unit.token_at(at)), [Some(0), Some(0), None, Some(1), Some(1), None]);
    assert_eq!(unit.tokens_in(1..4).len(), 2);
    assert_eq!(unit.tokens_in(2..3).len(), 0);
}
