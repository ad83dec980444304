//! Types in the terms of another function: template parameters replaced by a call's arguments, local constants by
//! their values.

use super::needs::LocalNeed;
use super::survey::Site;
use crate::emit::written;
use crate::sema::expression::mentions;
use crate::sema::uses::Use;
use crate::sema::{Analysis, Function, FunctionId, Type};
use crate::syntax::{Kind, Node};
use std::collections::BTreeMap;

/// `local`, a need of what `site` calls, in terms of the function that `site` stands in.
pub fn into_caller(analysis: &Analysis, site: &Site, candidates: &[FunctionId], local: LocalNeed) -> LocalNeed {
    let mut out = local;
    for &callee in candidates {
        let function = analysis.symbols.function(callee);
        let used_by = |t: &&crate::sema::symbols::TemplateParameter| {
            mentions(&out.base, &t.name) || mentions(&out.bounds, &t.name)
        };
        let wanted: Vec<String> = function.templates.iter().filter(used_by).map(|t| t.name.clone()).collect();
        if wanted.is_empty() {
            continue;
        }
        let arguments = template_arguments(analysis, Some(site.function), &site.used, function);
        for name in wanted {
            match arguments.get(&name) {
                Some(text) => {
                    out.base = replace_word(&out.base, &name, text);
                    out.bounds = replace_word(&out.bounds, &name, text);
                }
                None => out.unresolved = Some(name),
            }
        }
        break;
    }
    out
}

/// What each template parameter of `callee` stands for at the call `used`, as far as it is written or deducible.
pub fn template_arguments(
    analysis: &Analysis,
    from: Option<FunctionId>,
    used: &Use,
    callee: &Function,
) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let own = &callee.templates[callee.class_templates.min(callee.templates.len())..];
    if let Some(list) = &used.template_arguments {
        let node = analysis.tree.covering(analysis.tree.root().id(), list.start - 1..list.end + 1);
        let written = node.named_children().map(|n| written::render(&analysis.unit, n.range(), &[]));
        for (parameter, text) in own.iter().zip(written) {
            out.insert(parameter.name.clone(), text);
        }
    }
    class_arguments(analysis, from, used, callee, &mut out);
    let Some(call) = &used.call else { return out };
    for (parameter, argument) in callee.parameters.iter().zip(&call.arguments) {
        let Some(pattern) = &parameter.ty else { continue };
        let Some(ty) = argument_type(analysis, from, argument.clone()) else { continue };
        deduce(callee, pattern, &ty, &mut out);
    }
    defaults(analysis, callee, &mut out);
    out
}

/// Defaults of template parameters that are neither given nor deduced; a default may name parameters before it.
fn defaults(analysis: &Analysis, callee: &Function, out: &mut BTreeMap<String, String>) {
    for parameter in &callee.templates {
        let Some(default) = parameter.default.filter(|_| !out.contains_key(&parameter.name)) else { continue };
        let mut text = written::render(&analysis.unit, analysis.node(default).range(), &[]);
        for other in callee.templates.iter().filter(|t| mentions(&text, &t.name)).collect::<Vec<_>>() {
            let Some(value) = out.get(&other.name) else { continue };
            text = replace_word(&text, &other.name, value);
        }
        out.insert(parameter.name.clone(), text);
    }
}

/// The type of an argument, template parameters of the surrounding function included.
fn argument_type(analysis: &Analysis, from: Option<FunctionId>, range: std::ops::Range<u32>) -> Option<Type> {
    if let Some(ty) = analysis.type_of_range(from, range.clone()) {
        return Some(ty);
    }
    let node = analysis.expression_at(from, range)?;
    let local = (node.kind() == Kind::Identifier).then(|| analysis.local(from, node.text(), node.start())).flatten()?;
    local.ty.clone().map(|t| Type { reference: false, ..t })
}

fn deduce(callee: &Function, pattern: &Type, ty: &Type, out: &mut BTreeMap<String, String>) {
    let is_parameter = callee.templates.iter().any(|t| t.name == pattern.base && t.is_type);
    if is_parameter && !out.contains_key(&pattern.base) {
        let (wanted, ty) = match pattern.reference {
            true => (pattern.clone(), ty.clone()),
            false => (pattern.clone().decayed(), ty.clone().decayed()),
        };
        let stars = ty.pointers.checked_sub(wanted.pointers);
        if let Some(stars) = stars.filter(|_| ty.bounds.len() == wanted.bounds.len()) {
            out.insert(pattern.base.clone(), format!("{}{}", ty.base, "*".repeat(stars as usize)));
        }
    }
    if pattern.reference {
        // `T (&x)[N]` against an array with a written bound.
        for (wanted, bound) in pattern.bounds.iter().zip(&ty.bounds) {
            if callee.templates.iter().any(|t| t.name == *wanted && !t.is_type) {
                out.entry(wanted.clone()).or_insert_with(|| bound.clone());
            }
        }
    }
}

/// Arguments of class templates around `callee`, from the object's type or the qualifier.
fn class_arguments(
    analysis: &Analysis,
    from: Option<FunctionId>,
    used: &Use,
    callee: &Function,
    out: &mut BTreeMap<String, String>,
) {
    if callee.class_templates == 0 {
        return;
    }
    let spelled = match (&used.object, &used.qualifier) {
        (Some(object), _) => argument_type(analysis, from, object.clone()).map(|t| t.base),
        (None, Some(qualifier)) => Some(qualifier.clone()),
        (None, None) => None,
    };
    let spelled = spelled.map(|s| analysis.symbols.aliases.get(&s).map_or(s, |t| t.base.clone()));
    let Some(list) = spelled.as_deref().and_then(|s| s.split_once('<')).and_then(|(_, l)| l.rsplit_once('>')) else {
        return;
    };
    for (parameter, text) in callee.templates[..callee.class_templates].iter().zip(split_arguments(list.0)) {
        out.entry(parameter.name.clone()).or_insert(text);
    }
}

/// Splits at commas outside brackets.
pub fn split_arguments(list: &str) -> Vec<String> {
    let mut depth = 0i32;
    let mut out = vec![String::new()];
    for c in list.chars() {
        match c {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' | ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        match (c, out.last_mut()) {
            (',', _) if depth == 0 => out.push(String::new()),
            (_, Some(last)) => last.push(c),
            (_, None) => {}
        }
    }
    out.into_iter().map(|s| s.trim().to_string()).filter(|s| !s.is_empty()).collect()
}

/// `text` with every whole word `word` replaced by `by`, where no `::` makes it another scope's.
pub fn replace_word(text: &str, word: &str, by: &str) -> String {
    let mut out = String::new();
    let mut current = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_alphanumeric() || c == '_' {
            current.push(c);
            continue;
        }
        let own = current == word && !out.ends_with("::");
        out.push_str(if own { by } else { &current });
        current.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// `text` with names of local constants and local types of `function`, as seen at `offset`, replaced by what they are.
pub fn local_names(analysis: &Analysis, function: FunctionId, offset: u32, text: &str) -> String {
    let mut out = text.to_string();
    let mut done: Vec<String> = Vec::new();
    for _ in 0..8 {
        let words: Vec<String> = out
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|w| w.starts_with(|c: char| c.is_alphabetic() || c == '_'))
            .map(str::to_string)
            .filter(|w| !done.contains(w))
            .collect();
        let found = words.into_iter().find_map(|word| Some((local_meaning(analysis, function, offset, &word)?, word)));
        let Some((meaning, word)) = found else { break };
        out = replace_word(&out, &word, &meaning);
        done.push(word);
    }
    out
}

fn local_meaning(analysis: &Analysis, function: FunctionId, offset: u32, word: &str) -> Option<String> {
    if let Some(local) = analysis.local(Some(function), word, offset) {
        let initialiser = analysis.node(local.initialiser?);
        let text = written::render(&analysis.unit, initialiser.range(), &[]);
        let simple = matches!(initialiser.kind(), Kind::NumberLiteral | Kind::Identifier);
        return (text != word).then(|| if simple { text } else { format!("({text})") });
    }
    let alias = local_alias(analysis, analysis.node(analysis.symbols.function(function).node), word)?;
    (alias != word).then_some(alias)
}

fn local_alias(analysis: &Analysis, function: Node<'_>, word: &str) -> Option<String> {
    use crate::syntax::Field;
    let found = function.descendants().find_map(|n| match n.kind() {
        Kind::AliasDeclaration if n.child(Field::Name)?.text() == word => n.child(Field::Type),
        Kind::TypeDefinition if n.child(Field::Declarator)?.text() == word => n.child(Field::Type),
        _ => None,
    })?;
    Some(written::render(&analysis.unit, found.range(), &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_replaced_whole() {
        assert_eq!(replace_word("[N][N + NN]", "N", "16"), "[16][16 + NN]");
        assert_eq!(replace_word("Scan::T", "Scan", "lib::Scan<int>"), "lib::Scan<int>::T");
        assert_eq!(replace_word("lib::Scan<T>", "Scan", "lib::Scan<int>"), "lib::Scan<T>");
    }

    #[test]
    fn arguments_split_outside_brackets() {
        assert_eq!(split_arguments("a<b, c>, (d, e), 3"), ["a<b, c>", "(d, e)", "3"]);
    }
}
