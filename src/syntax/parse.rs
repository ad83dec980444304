//! Parsing with tree-sitter-cuda, which never fails: broken places become [`Kind::Error`] nodes.
//!
//! In: expanded text. Out: a [`Tree`] over text of the same width in which the grammar's known gaps are blanked.

use super::kind::{Field, Kind};
use super::tree::{NodeData, Tree};
use std::ops::Range;
use std::sync::OnceLock;

/// What parsing yields.
#[derive(Debug)]
pub struct Parsed {
    /// The tree; empty text gives a lone translation unit.
    pub tree: Tree,
    /// The outermost places that could not be parsed, in order.
    pub broken: Vec<Range<u32>>,
    /// Places that nest deeper than [`MAX_DEPTH`], whose insides were left out.
    pub too_deep: Vec<Range<u32>>,
}

/// Nodes that nest deeper than this are not looked into. Real code stays under 100; what is made by machines to
/// be hostile does not, and every recursive walk over the tree relies on this bound.
pub const MAX_DEPTH: usize = 400;

struct Names {
    language: tree_sitter::Language,
    kinds: Vec<Kind>,
    fields: Vec<Field>,
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let language: tree_sitter::Language = tree_sitter_cuda::LANGUAGE.into();
        let kinds = (0..language.node_kind_count() as u16)
            .map(|id| match language.node_kind_is_named(id) {
                true => language.node_kind_for_id(id).and_then(Kind::from_name).unwrap_or(Kind::Token),
                false => Kind::Token,
            })
            .collect();
        let fields = (0..=language.field_count() as u16)
            .map(|id| language.field_name_for_id(id).map_or(Field::None, Field::from_name))
            .collect();
        Names { language, kinds, fields }
    })
}

/// Parses `text`, whose grammar gaps the caller has blanked.
pub fn parse(text: String) -> Parsed {
    let names = names();
    let mut parser = tree_sitter::Parser::new();
    let parsed = match parser.set_language(&names.language) {
        Ok(()) => parser.parse(&text, None),
        Err(_) => None,
    };
    match parsed {
        Some(parsed) => copy(text, &parsed, names),
        None => {
            let end = text.len() as u32;
            let root =
                NodeData { kind: Kind::TranslationUnit, field: Field::None, start: 0, end, parent: u32::MAX, last: 1 };
            Parsed {
                tree: Tree::new(text, vec![root]),
                broken: std::iter::once(0..end).collect(),
                too_deep: Vec::new(),
            }
        }
    }
}

fn copy(text: String, parsed: &tree_sitter::Tree, names: &Names) -> Parsed {
    let mut cursor = parsed.walk();
    let mut nodes: Vec<NodeData> = Vec::with_capacity(text.len() / 3);
    let mut open: Vec<u32> = Vec::new();
    let (mut broken, mut too_deep) = (Vec::<Range<u32>>::new(), Vec::new());
    'walk: loop {
        let node = cursor.node();
        let (start, end) = (node.start_byte() as u32, node.end_byte() as u32);
        let kind = match node.is_error() {
            true => Kind::Error,
            false => names.kinds.get(node.kind_id() as usize).copied().unwrap_or(Kind::Token),
        };
        let field = cursor.field_id().and_then(|id| names.fields.get(id.get() as usize).copied());
        let index = nodes.len() as u32;
        let parent = open.last().copied().unwrap_or(u32::MAX);
        nodes.push(NodeData { kind, field: field.unwrap_or(Field::None), start, end, parent, last: index + 1 });
        if (node.is_error() || node.is_missing()) && broken.last().is_none_or(|b| b.end <= start) {
            broken.push(start..end.max(start));
        }
        if open.len() < MAX_DEPTH {
            if cursor.goto_first_child() {
                open.push(index);
                continue;
            }
        } else if node.child_count() > 0 {
            too_deep.push(start..end);
        }
        while !cursor.goto_next_sibling() {
            let length = nodes.len() as u32;
            match open.pop() {
                Some(closed) if cursor.goto_parent() => nodes[closed as usize].last = length,
                Some(_) | None => break 'walk,
            }
        }
    }
    Parsed { tree: Tree::new(text, nodes), broken, too_deep }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_know_parents_children_and_roles() {
        let parsed = parse("int f(int a) { return g(a, 2); }".to_string());
        assert!(parsed.broken.is_empty());
        let root = parsed.tree.root();
        let call = root.descendants().find(|n| n.kind() == Kind::CallExpression).unwrap();
        assert_eq!(call.text(), "g(a, 2)");
        assert_eq!(call.child(Field::Function).unwrap().text(), "g");
        assert_eq!(call.parent().unwrap().kind(), Kind::ReturnStatement);
        assert_eq!(parsed.tree.leaf_at(call.start()).unwrap().kind(), Kind::Identifier);
        let arguments = call.child(Field::Arguments).unwrap();
        assert_eq!(arguments.named_children().map(|n| n.text()).collect::<Vec<_>>(), ["a", "2"]);
        assert_eq!(parsed.tree.covering(root.id(), 24..28).text(), "(a, 2)");
    }

    #[test]
    fn broken_text_still_gives_a_tree() {
        let parsed = parse("int f( { ]] ) int g() { return 1; }".to_string());
        assert!(!parsed.broken.is_empty());
        assert_eq!(parsed.tree.root().start(), 0);
    }

    #[test]
    fn deep_nesting_is_cut_not_followed() {
        let parsed = parse(format!("int x = {}1{};", "(".repeat(5000), ")".repeat(5000)));
        assert_eq!(parsed.too_deep.len(), 1);
    }
}
