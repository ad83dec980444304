//! The syntax tree of an expanded translation unit.
//!
//! In: expanded text. Out: a [`Tree`], always, with the places that could not be parsed. Knows the grammar of
//! C++ with CUDA's notation, and no CUDA name.

pub mod gaps;
pub mod kind;
pub mod parse;
pub mod tree;

pub use kind::{Field, Kind};
pub use parse::parse;
pub use tree::{Node, NodeId, Tree};
