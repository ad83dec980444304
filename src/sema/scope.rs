//! Local declarations of a function, and which of them a name means at a place.
//!
//! In: a function. Out: [`Locals`]. Lambdas inside a function belong to it: their parameters are locals whose
//! scope is the lambda.

use super::Analysis;
use super::symbols::{Function, FunctionId, Symbols};
use super::types::{self, Type};
use crate::syntax::{Field, Kind, Node, NodeId, Tree};
use std::collections::HashMap;
use std::ops::Range;

/// One local name.
#[derive(Clone, Debug)]
pub struct Local {
    /// The name.
    pub name: String,
    /// Its type; `None` for `auto` that was not resolved.
    pub ty: Option<Type>,
    /// Where the name becomes visible.
    pub declared: u32,
    /// Where it is visible at most.
    pub scope: Range<u32>,
    /// The declaration, parameter or loop.
    pub node: NodeId,
    /// Its initialiser.
    pub initialiser: Option<NodeId>,
    /// How it came to be.
    pub kind: LocalKind,
}

/// What declares a local name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum LocalKind {
    /// A parameter of the function or of a lambda in it.
    Parameter,
    /// An ordinary variable.
    Variable,
    /// A variable with static storage.
    Static,
    /// A shared variable.
    Shared,
    /// A structured binding.
    Binding,
}

/// The local names of one function.
#[derive(Clone, Debug, Default)]
pub struct Locals {
    all: Vec<Local>,
    by_name: HashMap<String, Vec<u32>>,
}

impl Locals {
    /// The locals of `function`; none for a lambda inside another function, whose names belong to that one.
    pub fn of(tree: &Tree, symbols: &Symbols, function: &Function) -> Locals {
        let mut locals = Locals::default();
        if function.outer.is_some() {
            return locals;
        }
        let node = tree.node(function.node);
        if function.body.is_none() {
            return locals;
        }
        let inside = node.descendants().filter(|n| n.start() >= function.name_range.end || n.start() > node.start());
        for child in inside {
            match child.kind() {
                Kind::Declaration => locals.declaration(child),
                Kind::ParameterDeclaration
                | Kind::OptionalParameterDeclaration
                | Kind::VariadicParameterDeclaration => {
                    locals.parameter(child, node);
                }
                Kind::ForRangeLoop => {
                    locals.declared(child, child.child(Field::Declarator), child.range(), LocalKind::Variable)
                }
                _ => {}
            }
        }
        for (at, local) in locals.all.iter_mut().enumerate() {
            if let Some(ty) = local.ty.take() {
                local.ty = Some(symbols.resolved(ty)).filter(|t| t.base != "auto");
            }
            locals.by_name.entry(local.name.clone()).or_default().push(at as u32);
        }
        locals
    }

    /// What `name` means at `offset`.
    pub fn find(&self, name: &str, offset: u32) -> Option<&Local> {
        let found = self.by_name.get(name)?;
        let visible = |at: &&u32| {
            let local = &self.all[**at as usize];
            local.declared <= offset && local.scope.contains(&offset)
        };
        found.iter().rev().find(visible).map(|&at| &self.all[at as usize])
    }

    /// All locals, in order of declaration.
    pub fn iter(&self) -> impl Iterator<Item = &Local> {
        self.all.iter()
    }

    /// True where any local anywhere in the function has this name.
    pub fn has_name(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    fn declaration(&mut self, node: Node<'_>) {
        let word = |text: &str| node.children().any(|c| c.text() == text && !matches!(c.kind(), Kind::Identifier));
        let kind = match (word("__shared__"), word("static") || word("extern")) {
            (true, _) => LocalKind::Shared,
            (false, true) => LocalKind::Static,
            (false, false) => LocalKind::Variable,
        };
        let scope = scope_of(node);
        let declarators: Vec<_> = node.children_in(Field::Declarator).collect();
        for declarator in declarators {
            self.declared(node, Some(declarator), scope.clone(), kind);
        }
    }

    fn declared(&mut self, node: Node<'_>, declarator: Option<Node<'_>>, scope: Range<u32>, kind: LocalKind) {
        let (Some(declarator), Some(base)) = (declarator, types::specifier(node)) else { return };
        let initialiser = declarator.child(Field::Value).or_else(|| node.child(Field::Value)).map(|v| v.id());
        if let Some(bindings) = declarator.descendants().find(|n| n.kind() == Kind::StructuredBindingDeclarator) {
            for name in bindings.named_children().filter(|n| n.kind() == Kind::Identifier) {
                self.push(name, None, scope.clone(), node, None, LocalKind::Binding);
            }
            return;
        }
        let (name, ty) = types::declared(&base, declarator);
        if let Some(name) = name {
            self.push(name, Some(ty), scope, node, initialiser, kind);
        }
    }

    fn parameter(&mut self, node: Node<'_>, function: Node<'_>) {
        let Some(base) = types::specifier(node) else { return };
        let Some(declarator) = node.child(Field::Declarator) else { return };
        let holder = node.ancestors().find(|n| matches!(n.kind(), Kind::LambdaExpression | Kind::FunctionDefinition));
        let scope = holder.map_or(function.range(), |h| h.range());
        let (name, ty) = types::declared(&base, declarator);
        if let Some(name) = name {
            self.push(name, Some(ty.clone()), scope, node, None, LocalKind::Parameter);
        }
    }

    fn push(
        &mut self,
        name: Node<'_>,
        ty: Option<Type>,
        scope: Range<u32>,
        node: Node<'_>,
        initialiser: Option<NodeId>,
        kind: LocalKind,
    ) {
        let (declared, name) = (name.start(), name.text().to_string());
        self.all.push(Local { name, ty, declared, scope, node: node.id(), initialiser, kind });
    }
}

fn scope_of(node: Node<'_>) -> Range<u32> {
    let holds = |n: &Node<'_>| {
        matches!(
            n.kind(),
            Kind::CompoundStatement
                | Kind::ForStatement
                | Kind::IfStatement
                | Kind::WhileStatement
                | Kind::SwitchStatement
                | Kind::ForRangeLoop
                | Kind::LambdaExpression
                | Kind::FunctionDefinition
        )
    };
    node.ancestors().skip(1).find(holds).map_or(node.range(), |n| n.range())
}

impl Analysis {
    /// What `name` means as a local of `function` at `offset`.
    pub fn local(&self, function: Option<FunctionId>, name: &str, offset: u32) -> Option<&Local> {
        let mut id = function?;
        while let Some(outer) = self.symbols.function(id).outer {
            id = outer;
        }
        self.locals_of(id).find(name, offset)
    }

    /// The initialiser of the constant that identifier `node` names, local or at namespace scope.
    pub fn constant_initialiser(&self, function: Option<FunctionId>, node: Node<'_>) -> Option<Node<'_>> {
        if let Some(local) = self.local(function, node.text(), node.start()) {
            let constant = local.ty.as_ref().is_some_and(|t| t.is_const && t.is_plain());
            return local.initialiser.filter(|_| constant).map(|id| self.tree.node(id));
        }
        let templates = function.map_or(&[][..], |f| &self.symbols.function(f).templates[..]);
        if templates.iter().any(|t| t.name == node.text()) {
            return None;
        }
        self.symbols.constants.get(node.text())?.value.map(|id| self.tree.node(id))
    }
}
