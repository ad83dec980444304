//! A compact copy of the parser's tree: nodes in one vector in preorder, with parents and siblings at hand.
//!
//! tree-sitter's own nodes find their parent by walking from the root; every later stage asks for parents
//! all the time, so the tree is copied once.

use super::kind::{Field, Kind};
use std::ops::Range;

/// Index of a node in its [`Tree`]; the root is 0.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

const NONE: u32 = u32::MAX;

#[derive(Copy, Clone, Debug)]
pub(super) struct NodeData {
    pub kind: Kind,
    pub field: Field,
    pub start: u32,
    pub end: u32,
    pub parent: u32,
    /// One past the last descendant, so that a node's subtree is a range of the vector.
    pub last: u32,
}

/// A parsed text.
#[derive(Debug)]
pub struct Tree {
    text: String,
    nodes: Vec<NodeData>,
}

/// A node together with its tree: a cheap view, copied freely.
#[derive(Copy, Clone)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl Tree {
    pub(super) fn new(text: String, nodes: Vec<NodeData>) -> Self {
        Tree { text, nodes }
    }

    /// The text that was parsed: the expanded text with grammar gaps blanked at the same width.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The translation unit.
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, id: NodeId(0) }
    }

    /// The node with identity `id`.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True for a tree without nodes, which [`super::parse`] never makes.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The leaf that starts exactly at `offset`.
    pub fn leaf_at(&self, offset: u32) -> Option<Node<'_>> {
        // Preorder starts ascend; the leaf is the last node of the run that starts here.
        let end = self.nodes.partition_point(|n| n.start <= offset);
        let index = self.nodes[..end].iter().rposition(|n| n.start < n.end || n.start < offset)?;
        let data = &self.nodes[index];
        (data.start == offset).then_some(Node { tree: self, id: NodeId(index as u32) })
    }

    /// The smallest node under `within` that covers `range`.
    pub fn covering(&self, within: NodeId, range: Range<u32>) -> Node<'_> {
        if !range.is_empty() {
            // Whatever covers the range holds the last node that starts at or before it.
            let last = self.nodes.partition_point(|n| n.start <= range.start).saturating_sub(1);
            let covers = |n: &Node<'_>| n.id() == within || (n.start() <= range.start && range.end <= n.end());
            return self.node(NodeId(last as u32)).ancestors().find(covers).unwrap_or(self.node(within));
        }
        let mut node = self.node(within);
        'down: loop {
            for child in node.children() {
                if child.start() <= range.start && child.end() >= range.end && child.start() < child.end() {
                    node = child;
                    continue 'down;
                }
                if child.start() > range.start {
                    break;
                }
            }
            return node;
        }
    }
}

impl<'t> Node<'t> {
    fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id.0 as usize]
    }

    fn at(self, index: u32) -> Node<'t> {
        Node { tree: self.tree, id: NodeId(index) }
    }

    /// Its identity.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// Its tree.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// Its kind.
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// The role it plays in its parent.
    pub fn field(self) -> Field {
        self.data().field
    }

    /// Offset of its first byte in the expanded text.
    pub fn start(self) -> u32 {
        self.data().start
    }

    /// Offset one past its last byte in the expanded text.
    pub fn end(self) -> u32 {
        self.data().end
    }

    /// Its bytes in the expanded text.
    pub fn range(self) -> Range<u32> {
        self.start()..self.end()
    }

    /// Its text.
    pub fn text(self) -> &'t str {
        self.tree.text.get(self.start() as usize..self.end() as usize).unwrap_or("")
    }

    /// The node that holds it.
    pub fn parent(self) -> Option<Node<'t>> {
        let parent = self.data().parent;
        (parent != NONE).then(|| self.at(parent))
    }

    /// It and the nodes that hold it, innermost first.
    pub fn ancestors(self) -> impl Iterator<Item = Node<'t>> {
        std::iter::successors(Some(self), |n| n.parent())
    }

    /// Its direct children, punctuation included.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        let end = self.data().last;
        let mut next = self.id.0 + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = self.at(next);
                next = child.data().last;
                child
            })
        })
    }

    /// Its direct children without punctuation, keywords and comments.
    pub fn named_children(self) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(|c| !matches!(c.kind(), Kind::Token | Kind::Comment))
    }

    /// The first child in role `field`.
    pub fn child(self, field: Field) -> Option<Node<'t>> {
        self.children().find(|c| c.field() == field)
    }

    /// All children in role `field`.
    pub fn children_in(self, field: Field) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |c| c.field() == field)
    }

    /// The first direct child of `kind`.
    pub fn first(self, kind: Kind) -> Option<Node<'t>> {
        self.children().find(|c| c.kind() == kind)
    }

    /// True where a direct child is the keyword or mark `text`.
    pub fn has_token(self, text: &str) -> bool {
        self.token(text).is_some()
    }

    /// The first direct child that is the keyword or mark `text`.
    pub fn token(self, text: &str) -> Option<Node<'t>> {
        self.children().find(|c| c.kind() == Kind::Token && c.text() == text)
    }

    /// It and all nodes below it, in preorder.
    pub fn descendants(self) -> impl Iterator<Item = Node<'t>> {
        (self.id.0..self.data().last).map(move |index| self.at(index))
    }

    /// True when it holds nothing.
    pub fn is_leaf(self) -> bool {
        self.data().last == self.id.0 + 1
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}@{}..{}", self.kind(), self.start(), self.end())
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.tree, other.tree)
    }
}
