//! What the code means: symbols, scopes, types, constants and the call graph over host and device.
//!
//! In: an expanded unit and its tree. Out: an [`Analysis`]. Facts are three-valued: what is not known is `None`,
//! never a guess.

pub mod collect;
pub mod constant;
pub mod expression;
pub mod scope;
pub mod symbols;
pub mod types;
pub mod uses;

use crate::preprocess::Unit;
use crate::syntax::gaps::Blanked;
use crate::syntax::{NodeId, Tree};
use std::ops::Range;
use std::sync::Arc;

pub use expression::{Builtins, NoBuiltins};
pub use symbols::{Class, Function, FunctionId, FunctionKind, Parameter, Symbols, Variable, VariableId, VariableSpace};
pub use types::Type;

/// One translation unit under one configuration, understood.
#[derive(Debug)]
pub struct Analysis {
    /// The expanded unit, with the origin of every token.
    pub unit: Unit,
    /// Its tree.
    pub tree: Tree,
    /// Outermost places that could not be parsed.
    pub broken: Vec<Range<u32>>,
    /// Places nested too deep to follow.
    pub too_deep: Vec<Range<u32>>,
    /// What was blanked before parsing.
    pub blanked: Vec<Blanked>,
    /// Functions, variables, classes and aliases.
    pub symbols: Symbols,
    /// Local declarations of every function with a body, by function.
    pub locals: Vec<scope::Locals>,
    /// What is known of names that no source declares.
    pub builtins: Arc<dyn Builtins>,
}

impl Analysis {
    /// Parses and understands `unit`.
    pub fn new(unit: Unit, builtins: Arc<dyn Builtins>) -> Self {
        let ranges: Vec<_> = unit.tokens.iter().map(|t| t.start..t.end).collect();
        let (text, blanked) = crate::syntax::gaps::blank(&unit.text, &ranges);
        let parsed = crate::syntax::parse(text);
        let symbols = collect::collect(&parsed.tree, &blanked);
        let locals = symbols.functions.iter().map(|f| scope::Locals::of(&parsed.tree, &symbols, f)).collect();
        let (tree, broken, too_deep) = (parsed.tree, parsed.broken, parsed.too_deep);
        Analysis { unit, tree, broken, too_deep, blanked, symbols, locals, builtins }
    }

    /// The text of `range` in the expanded unit.
    pub fn text(&self, range: Range<u32>) -> &str {
        self.unit.text.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    /// The function with a body that most closely holds `offset`.
    pub fn function_at(&self, offset: u32) -> Option<FunctionId> {
        self.symbols.function_holding(&self.tree, offset)
    }

    /// The locals of function `id`.
    pub fn locals_of(&self, id: FunctionId) -> &scope::Locals {
        &self.locals[id.0 as usize]
    }

    /// The node of `id`.
    pub fn node(&self, id: NodeId) -> crate::syntax::Node<'_> {
        self.tree.node(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preprocess::{Options, preprocess};
    use crate::source::load::Loader;

    #[test]
    fn every_mended_gap_of_the_grammar_parses() {
        let lines = include_str!("../../grammar/mended.txt").lines();
        let mut count = 0;
        for line in lines.filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let loader = Loader::in_memory();
            let file = loader.insert("a.cu", line);
            let unit = preprocess(&loader, file, &Options::default());
            let analysis = Analysis::new(unit, Arc::new(NoBuiltins));
            assert!(analysis.broken.is_empty(), "{line}: {:?}", analysis.broken);
            count += 1;
        }
        assert!(count > 10);
    }
}
