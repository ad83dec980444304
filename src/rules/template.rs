//! Replacement texts with `{{placeholders}}`, read by handlebars.
//!
//! In: the `expr` or `stmt` of a `[[map]]`. Out: text and holes in order. Rules choose by alternatives, so a
//! replacement has no blocks, helpers or partials: a placeholder is a name or a position, nothing else.
//! Nothing is escaped. Placeholders:
//!
//! - a parameter's name, or its position from 0: the argument's translated text, in parentheses where the
//!   argument is not a primary expression and stands next to an operator;
//! - `{{args}}` all arguments, `{{rest}}` those after the named ones, with commas;
//! - a type variable or template parameter, `{{return_type}}`: a type, spelled;
//! - `{{this}}`: the object of a member call;
//! - `{{name}}` the entity's name, `{{to}}` its word in the `names` table, `{{axis}}` that of the member used;
//! - the keys of the target's `[context]`: `{{item}}`, `{{group}}`, ...

use handlebars::template::{Parameter, TemplateElement};

/// A part of a replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text as it is.
    Text(String),
    /// A placeholder.
    Hole {
        /// Its name.
        name: String,
        /// What stands around it delimits it, so that no argument needs parentheses.
        alone: bool,
    },
}

/// Reads a replacement; the message says what it has that it can't have.
pub fn parse(text: &str) -> Result<Vec<Part>, String> {
    let compiled = handlebars::Template::compile(text).map_err(|e| e.reason().to_string())?;
    let mut parts = Vec::new();
    for element in compiled.elements {
        match element {
            TemplateElement::RawString(text) => match parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(&text),
                _ => parts.push(Part::Text(text)),
            },
            TemplateElement::Expression(hole) if hole.params.is_empty() && hole.hash.is_empty() && !hole.block => {
                let name = hole_name(&hole.name).ok_or("a placeholder is a name or a number")?;
                parts.push(Part::Hole { name, alone: false });
            }
            TemplateElement::HtmlExpression(_) => {
                return Err("`{{{` is not used here: write `{ {{name}}` with a blank".into());
            }
            _ => return Err("a replacement has placeholders only, no blocks or helpers".into()),
        }
    }
    mark_alone(&mut parts);
    Ok(parts)
}

fn hole_name(name: &Parameter) -> Option<String> {
    match name {
        Parameter::Literal(value) => Some(value.to_string()),
        _ => name.as_name().map(str::to_owned),
    }
}

fn mark_alone(parts: &mut [Part]) {
    let whole = parts.len() == 1;
    for at in 0..parts.len() {
        let before = at.checked_sub(1).and_then(|b| last_sign(&parts[b]));
        let after = parts.get(at + 1).and_then(first_sign);
        let opened = matches!(before, Some('(' | ',' | '[' | '{' | ';'));
        let closed = matches!(after, Some(')' | ',' | ']' | '}' | ';'));
        if let Part::Hole { alone, .. } = &mut parts[at] {
            *alone = whole || opened && closed;
        }
    }
}

fn last_sign(part: &Part) -> Option<char> {
    match part {
        Part::Text(text) => text.trim_end().chars().next_back(),
        Part::Hole { .. } => None,
    }
}

fn first_sign(part: &Part) -> Option<char> {
    match part {
        Part::Text(text) => text.trim_start().chars().next(),
        Part::Hole { .. } => None,
    }
}

/// Whether `text` is a primary or postfix expression, so that an operator may stand next to it as it is.
pub fn is_primary(text: &str) -> bool {
    let text = text.trim();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut operand = false;
    while at < bytes.len() {
        match bytes[at] {
            b'(' | b'[' | b'{' => {
                // `(float)x` is a cast: an operand right behind a parenthesis that opened the expression.
                let opening = !operand;
                let Some(end) = closing(bytes, at) else { return false };
                at = end;
                operand = true;
                if opening && bytes.get(at).is_some_and(|b| starts_operand(*b)) {
                    return false;
                }
                continue;
            }
            b'"' | b'\'' => {
                let Some(end) = quoted(bytes, at) else { return false };
                at = end;
                operand = true;
                continue;
            }
            b'-' if operand && bytes.get(at + 1) == Some(&b'>') => at += 1,
            b':' if bytes.get(at + 1) == Some(&b':') => at += 1,
            b'<' if operand && is_template(text, at) => {
                at += super::types::matching_angle(&bytes[at..]).unwrap_or(1);
                continue;
            }
            b'.' => {}
            c if c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80 => operand = true,
            _ => return false,
        }
        at += 1;
    }
    operand
}

fn starts_operand(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'(' | b'"' | b'\'')
}

/// Whether the `<` at `at` opens template arguments: a closing `>` is directly followed by `(`, `::` or `{`.
fn is_template(text: &str, at: usize) -> bool {
    let Some(length) = super::types::matching_angle(&text.as_bytes()[at..]) else { return false };
    let rest = &text[at + length..];
    rest.starts_with('(') || rest.starts_with("::") || rest.starts_with('{')
}

fn closing(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' | b'\'' => {
                at = quoted(bytes, at)?;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn quoted(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 1;
        } else if bytes[at] == bytes[start] {
            return Some(at + 1);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let parts = parse(text).unwrap();
        let shown = parts.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Hole { name, alone: true } => format!("<{name}>"),
            Part::Hole { name, alone: false } => format!("<{name}!>"),
        });
        shown.collect()
    }

    #[test]
    fn holes_know_whether_they_stand_alone() {
        assert_eq!(shown("f(*{{a}}, {{b}})[{{ c }}] + {{0}}"), "f(*<a!>, <b>)[<c>] + <0!>");
        assert_eq!(shown("{{x}}"), "<x>");
        assert_eq!(shown("[&] { {{q}}.wait(); }"), "[&] { <q!>.wait(); }");
        assert_eq!(shown("a < b && \"c\""), "a < b && \"c\"");
    }

    #[test]
    fn only_placeholders() {
        assert!(parse("{{#if a}}b{{/if}}").is_err());
        assert!(parse("{{{a}}}").unwrap_err().contains("blank"));
        assert!(parse("{{f a}}").is_err());
        assert!(parse("{{a").is_err());
    }

    #[test]
    fn primary_expressions() {
        for text in ["x", "a.b->c", "f(x + 1)", "(a + b)", "1.5f", "x[i + 1]", "a::b<int>(c)", "T{1, 2}", "\"a b\""] {
            assert!(is_primary(text), "{text}");
        }
        for text in ["-x", "a + b", "&x", "(float)x", "(float)(x)", "a < b", "x++", "a ? b : c", "", "a->b * c"] {
            assert!(!is_primary(text), "{text}");
        }
    }
}
