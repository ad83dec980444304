//! The names that a stretch of code uses, with calls, qualifiers, template arguments and members.
//!
//! In: a range of the expanded text. Out: [`Use`]s in order. Found by tokens and only helped by the tree, because
//! the tree is silently wrong where only a symbol table knows better (`a < b && c > (d)`, `(T)(x)`).

use super::{Analysis, FunctionId};
use crate::syntax::{Field, Kind, Node};
use std::ops::Range;

/// One identifier in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The identifier.
    pub name: String,
    /// Its bytes.
    pub name_range: Range<u32>,
    /// What stands before it as `A::B`, empty for a leading `::` alone.
    pub qualifier: Option<String>,
    /// Where the qualified name starts.
    pub start: u32,
    /// What it is a member of: the bytes of `object` in `object.name`.
    pub object: Option<Range<u32>>,
    /// The bytes between `<` and `>` after the name.
    pub template_arguments: Option<Range<u32>>,
    /// The call, where one follows.
    pub call: Option<Call>,
    /// The member named directly after: `x` of `name.x`.
    pub member: Option<(String, Range<u32>)>,
}

/// The parentheses of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Offset of `(`.
    pub open: u32,
    /// Offset of `)`.
    pub close: u32,
    /// The arguments, without the blanks around them.
    pub arguments: Vec<Range<u32>>,
}

impl Use {
    /// Name with qualifier.
    pub fn qualified(&self) -> String {
        match self.qualifier.as_deref() {
            None | Some("") => self.name.clone(),
            Some(qualifier) => format!("{qualifier}::{}", self.name),
        }
    }

    /// From the qualifier to the name, or to the `)` of the call.
    pub fn range(&self) -> Range<u32> {
        let end = self.call.as_ref().map_or(self.name_range.end, |c| c.close + 1);
        self.start..end
    }
}

const KEYWORDS: &[&str] = &[
    "alignas",
    "alignof",
    "asm",
    "auto",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "const_cast",
    "constexpr",
    "continue",
    "decltype",
    "default",
    "delete",
    "do",
    "double",
    "dynamic_cast",
    "else",
    "enum",
    "explicit",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "nullptr",
    "operator",
    "private",
    "protected",
    "public",
    "register",
    "reinterpret_cast",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "static_cast",
    "struct",
    "switch",
    "template",
    "this",
    "throw",
    "true",
    "try",
    "typedef",
    "typename",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "while",
];

/// How many tokens a call may take that the parser did not see as one; bounds what nests without end.
const LONGEST_CALL: usize = 8192;

/// True for a C++ keyword.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok()
}

fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '$')
}

impl Analysis {
    /// The uses in `range`, names being declared there left out.
    pub fn uses(&self, range: Range<u32>, function: Option<FunctionId>) -> Vec<Use> {
        self.uses_where(range, function, &|_| true)
    }

    /// The uses in `range` of qualified names and of names for which `wanted` holds; for code outside functions of
    /// interest.
    pub fn uses_of(&self, range: Range<u32>, wanted: &dyn Fn(&str) -> bool) -> Vec<Use> {
        self.uses_where(range, None, wanted)
    }

    fn uses_where(&self, range: Range<u32>, function: Option<FunctionId>, wanted: &dyn Fn(&str) -> bool) -> Vec<Use> {
        let tokens = self.unit.tokens_in(range);
        let text = |at: usize| tokens.get(at).map_or("", |t| self.text(t.start..t.end));
        let mut out = Vec::new();
        for at in 0..tokens.len() {
            let name = text(at);
            if !is_identifier(name) || is_keyword(name) {
                continue;
            }
            let name_range = tokens[at].start..tokens[at].end;
            let qualified = at > 0 && text(at - 1) == "::";
            if !qualified && !wanted(name) {
                continue;
            }
            if matches!(text(at + 1), "::") || self.declares(name_range.start) {
                continue;
            }
            let (first, qualifier) = self.qualifier(tokens, at);
            let before = if first > 0 { text(first - 1) } else { "" };
            let object = matches!(before, "." | "->").then(|| self.object(tokens, first - 1));
            let mut next = at + 1;
            let template_arguments = self.template_arguments(name_range.start, function, name);
            if let Some(arguments) = &template_arguments {
                while next < tokens.len() && tokens[next].start < arguments.end {
                    next += 1;
                }
                next += 1;
            }
            let call = (text(next) == "(").then(|| self.call(tokens, next)).flatten();
            let member = (call.is_none() && text(at + 1) == "." && is_identifier(text(at + 2)))
                .then(|| (text(at + 2).to_string(), tokens[at + 2].start..tokens[at + 2].end));
            let start = tokens[first].start;
            out.push(Use {
                name: name.to_string(),
                name_range,
                qualifier,
                start,
                object,
                template_arguments,
                call,
                member,
            });
        }
        out
    }

    /// True where the identifier at `offset` is being declared rather than used.
    fn declares(&self, offset: u32) -> bool {
        let Some(leaf) = self.tree.leaf_at(offset) else { return false };
        let mut node = leaf;
        while let Some(parent) = node.parent() {
            let is_declarator = node.field() == Field::Declarator
                || (parent.kind() == Kind::ReferenceDeclarator && node.kind() == Kind::Identifier);
            if !is_declarator {
                return false;
            }
            if !super::types::is_declarator(parent.kind()) {
                return matches!(
                    parent.kind(),
                    Kind::Declaration
                        | Kind::FieldDeclaration
                        | Kind::ParameterDeclaration
                        | Kind::OptionalParameterDeclaration
                        | Kind::FunctionDefinition
                        | Kind::ForRangeLoop
                        | Kind::TypeDefinition
                );
            }
            node = parent;
        }
        false
    }

    fn qualifier(&self, tokens: &[crate::preprocess::Token], at: usize) -> (usize, Option<String>) {
        let text = |at: usize| self.text(tokens[at].start..tokens[at].end);
        let mut first = at;
        while first >= 1 && text(first - 1) == "::" {
            first -= 1;
            if first >= 1 && text(first - 1) == ">" {
                // `A<B>::name`: back to the matching `<` and the name before it.
                let mut depth = 0;
                let mut back = first - 1;
                loop {
                    match text(back) {
                        ">" => depth += 1,
                        ">>" => depth += 2,
                        "<" => depth -= 1,
                        _ => {}
                    }
                    if depth <= 0 || back == 0 {
                        break;
                    }
                    back -= 1;
                }
                first = back.saturating_sub(1);
            } else if first >= 1 && is_identifier(text(first - 1)) && !is_keyword(text(first - 1)) {
                first -= 1;
            } else {
                break;
            }
        }
        if first == at {
            return (at, None);
        }
        let full = self.text(tokens[first].start..tokens[at].start);
        let clean: String = full.split_whitespace().collect();
        (first, Some(clean.trim_end_matches("::").trim_start_matches("::").to_string()))
    }

    /// The bytes of the object whose member is named after the `.` or `->` at token `dot`.
    fn object(&self, tokens: &[crate::preprocess::Token], dot: usize) -> Range<u32> {
        let end = tokens[dot].start;
        let leaf = self.tree.leaf_at(end);
        match leaf.and_then(|l| l.parent()).filter(|p| p.kind() == Kind::FieldExpression) {
            Some(field) => field.child(Field::Argument).map_or(end..end, |a| a.range()),
            None => dot.checked_sub(1).map_or(end..end, |i| tokens[i].start..tokens[i].end),
        }
    }

    fn template_arguments(&self, offset: u32, function: Option<FunctionId>, name: &str) -> Option<Range<u32>> {
        let mut node = self.tree.leaf_at(offset)?.parent()?;
        while node.kind() == Kind::QualifiedIdentifier {
            node = node.parent()?;
        }
        if !matches!(node.kind(), Kind::TemplateFunction | Kind::TemplateMethod | Kind::TemplateType) {
            return None;
        }
        // `a < b && c > (d)` parses as a template call; a variable has no template arguments.
        if self.local(function, name, offset).is_some() && node.kind() == Kind::TemplateFunction {
            return None;
        }
        let list = node.child(Field::Arguments)?;
        (list.start() > offset && node.child(Field::Name)?.start() == offset).then(|| list.start() + 1..list.end() - 1)
    }

    fn call(&self, tokens: &[crate::preprocess::Token], open: usize) -> Option<Call> {
        let start = tokens[open].start;
        let list = self.tree.leaf_at(start).and_then(|l| l.parent());
        if let Some(list) = list.filter(|l| l.kind() == Kind::ArgumentList && l.start() == start && !has_error(*l)) {
            let arguments = list.named_children().map(|n| n.range()).collect();
            return Some(Call { open: start, close: list.end() - 1, arguments });
        }
        self.split_call(tokens, open)
    }

    /// Arguments by commas at depth zero, where the tree has no argument list.
    fn split_call(&self, tokens: &[crate::preprocess::Token], open: usize) -> Option<Call> {
        let mut depth = 0usize;
        let mut arguments = Vec::new();
        let mut from = open + 1;
        for at in open..tokens.len().min(open + LONGEST_CALL) {
            match self.text(tokens[at].start..tokens[at].end) {
                "(" | "[" | "{" => depth += 1,
                "," if depth == 1 => {
                    if at > from {
                        arguments.push(tokens[from].start..tokens[at - 1].end);
                    }
                    from = at + 1;
                }
                ")" | "]" | "}" => {
                    depth -= 1;
                    if depth == 0 {
                        if at > from {
                            arguments.push(tokens[from].start..tokens[at - 1].end);
                        }
                        return Some(Call { open: tokens[open].start, close: tokens[at].start, arguments });
                    }
                }
                _ => {}
            }
        }
        None
    }
}

fn has_error(node: Node<'_>) -> bool {
    node.children().any(|c| c.kind() == Kind::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted_for_the_binary_search() {
        assert!(KEYWORDS.is_sorted());
        assert!(is_keyword("while") && !is_keyword("whilst"));
    }
}
