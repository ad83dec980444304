//! Idioms: sums and products of built-in values that the target spells in one word, and casts that say nothing.
//!
//! In: the sites of device code. Out: one edit for each idiom, and which conversions the context makes anyway.

use super::device::Device;
use super::survey::{Site, SiteKind};
use crate::emit::Edit;
use crate::rules::{Idiom, Selection};
use crate::sema::FunctionId;
use crate::sema::symbols::FunctionKind;
use crate::sema::types::canonical;
use crate::syntax::{Field, Kind, Node};
use std::ops::Range;

impl Device<'_> {
    /// Replaces what the target's idioms describe; gives the ranges replaced, in source order.
    pub fn idioms(&mut self) -> Vec<Range<u32>> {
        let mut done: Vec<Range<u32>> = Vec::new();
        if self.rules.target().idiom.is_empty() {
            return done;
        }
        let survey = self.survey;
        for (first, site) in survey.sites.iter().enumerate() {
            let start = site.used.start;
            if !is_value(site) || done.last().is_some_and(|d| start < d.end) {
                continue;
            }
            let Some((range, text)) = self.idiom_at(site, &survey.sites[first..]) else { continue };
            self.edits.push(Edit::replace(range.clone(), text, "idiom"));
            done.push(range);
        }
        done
    }

    /// The widest idiom that starts with the use of `site`.
    fn idiom_at(&mut self, site: &Site, following: &[Site]) -> Option<(Range<u32>, String)> {
        let analysis = self.analysis;
        let leaf = analysis.tree.leaf_at(site.used.start)?;
        let mut nodes: Vec<_> = leaf
            .ancestors()
            .skip_while(|n| n.kind() != Kind::BinaryExpression)
            .take_while(|n| matches!(n.kind(), Kind::BinaryExpression | Kind::ParenthesizedExpression))
            .filter(|n| n.kind() == Kind::BinaryExpression)
            .take(3)
            .collect();
        nodes.reverse();
        for node in nodes {
            let range = node.range();
            let leaves = following.iter().take_while(|s| s.used.start < range.end).filter(|s| is_value(s)).count();
            let found = self.rules.target().idiom.iter().find_map(|i| Some((i, axis_of(i, node, leaves)?)));
            let Some((idiom, axis)) = found else { continue };
            analysis.unit.spelled(range.clone())?;
            let item = self.leading(site.function).item.unwrap_or_default();
            let text = idiom.expr.replace("{{axis}}", &axis).replace("{{item}}", &item);
            let text = self.without_cast(site.function, range.clone(), &text, false);
            return Some((range, text));
        }
        None
    }

    /// `text`, which replaces `range`, without a cast to `unsigned` where the context makes it say nothing. What is
    /// `small` fits 32 bits anyway.
    pub fn without_cast(&self, function: FunctionId, range: Range<u32>, text: &str, small: bool) -> String {
        let inner = text.strip_prefix("static_cast<unsigned>(").and_then(|t| t.strip_suffix(')'));
        match inner.filter(|inner| balanced(inner) && self.is_converted(function, range, small)) {
            Some(inner) => inner.to_string(),
            None => text.to_string(),
        }
    }

    /// True where the expression in `range` is all that initialises or is assigned to a 32-bit integer; for a `small`
    /// one, also where it is compared to a literal or indexes memory.
    fn is_converted(&self, function: FunctionId, range: Range<u32>, small: bool) -> bool {
        let analysis = self.analysis;
        // The body of a macro serves uses in other contexts too.
        if analysis.unit.tokens_in(range.clone()).iter().any(|t| t.expansion.is_some()) {
            return false;
        }
        let node = analysis.tree.covering(analysis.tree.root().id(), range.clone());
        let Some(mut node) = node.ancestors().take_while(|n| n.range() == range).last() else { return false };
        while let Some(outer) = node.parent().filter(|p| p.kind() == Kind::ParenthesizedExpression) {
            node = outer;
        }
        let is_word = |ty: &str| matches!(ty, "int" | "unsigned");
        let Some(parent) = node.parent() else { return false };
        match parent.kind() {
            Kind::InitDeclarator => {
                let named = parent.child(Field::Declarator).is_some_and(|d| d.kind() == Kind::Identifier);
                let ty = parent.parent().and_then(|d| d.child(Field::Type));
                named && ty.is_some_and(|t| is_word(&canonical(t.text())))
            }
            Kind::AssignmentExpression => {
                // Sums and products are the same modulo what the variable holds.
                let operator = parent.child(Field::Operator);
                let plain = operator.is_some_and(|o| matches!(o.text(), "=" | "+=" | "-=" | "*="));
                let left = parent.child(Field::Left).filter(|l| l.kind() == Kind::Identifier && l.id() != node.id());
                let local = left.and_then(|l| analysis.local(Some(function), l.text(), l.start()));
                plain && local.and_then(|l| l.ty.as_ref()).is_some_and(|t| t.is_plain() && is_word(&t.base))
            }
            Kind::CastExpression => parent.child(Field::Type).is_some_and(|t| is_word(&canonical(t.text()))),
            Kind::ReturnStatement => {
                let returned = analysis.function_at(range.start).map(|f| analysis.symbols.function(f));
                let ty = returned.filter(|f| f.kind != FunctionKind::Lambda).and_then(|f| f.return_type.as_ref());
                ty.is_some_and(|t| t.is_plain() && !t.reference && is_word(&t.base))
            }
            Kind::BinaryExpression if small => {
                let compares = parent.child(Field::Operator).is_some_and(|o| matches!(o.text(), "==" | "!=" | "<" | "<=" | ">" | ">="));
                let literal = |n: Node<'_>| n.kind() == Kind::NumberLiteral && n.text().bytes().all(|b| b.is_ascii_digit());
                let [left, right] = [Field::Left, Field::Right].map(|f| parent.child(f).is_some_and(literal));
                compares && (left || right)
            }
            Kind::SubscriptArgumentList if small => {
                let indexed = parent.parent().and_then(|p| p.child(Field::Argument));
                let name = indexed.filter(|i| i.kind() == Kind::Identifier);
                let local = name.and_then(|n| analysis.local(Some(function), n.text(), n.start()));
                let declared = local.and_then(|l| l.ty.clone());
                let ty = declared.or_else(|| indexed.and_then(|i| analysis.type_of(Some(function), i)));
                parent.named_children().count() == 1 && ty.is_some_and(|t| !t.is_plain())
            }
            // Every other context may look at the type.
            _ => false,
        }
    }
}

/// A built-in value that a rule replaces: no call, no function.
fn is_value(site: &Site) -> bool {
    let SiteKind::Rule(selection) = &site.kind else { return false };
    site.used.call.is_none() && matches!(**selection, Selection::Replace { .. })
}

fn balanced(text: &str) -> bool {
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// What the axis of `idiom` becomes where `node`, which uses `leaves` built-in values, is an instance of it.
fn axis_of(idiom: &Idiom, node: Node<'_>, leaves: usize) -> Option<String> {
    let found = normal_form(node)?;
    if found.iter().map(Vec::len).sum::<usize>() != leaves {
        return None;
    }
    idiom.axis.iter().find_map(|(name, spelled)| {
        let pattern = idiom.cuda.replace("{axis}", name);
        let mut terms: Vec<Vec<String>> =
            pattern.split('+').map(|t| sorted(t.split('*').map(|f| f.trim().to_string()).collect())).collect();
        terms.sort();
        (terms == found).then(|| spelled.clone())
    })
}

/// The sum of products that `node` is, in an order of its own.
fn normal_form(node: Node<'_>) -> Option<Vec<Vec<String>>> {
    let node = bare(node);
    let mut terms = match operands(node, "+") {
        Some((left, right)) => vec![factors(left)?, factors(right)?],
        None => vec![factors(node)?],
    };
    terms.sort();
    Some(terms)
}

fn factors(node: Node<'_>) -> Option<Vec<String>> {
    let node = bare(node);
    let leaf = |n: Node<'_>| {
        let n = bare(n);
        let text: String = n.text().split_whitespace().collect();
        matches!(n.kind(), Kind::FieldExpression | Kind::Identifier).then_some(text)
    };
    match operands(node, "*") {
        Some((left, right)) => Some(sorted(vec![leaf(left)?, leaf(right)?])),
        None => Some(vec![leaf(node)?]),
    }
}

fn operands<'t>(node: Node<'t>, operator: &str) -> Option<(Node<'t>, Node<'t>)> {
    let matching = node.kind() == Kind::BinaryExpression && node.child(Field::Operator)?.text() == operator;
    matching.then_some((node.child(Field::Left)?, node.child(Field::Right)?))
}

fn bare(mut node: Node<'_>) -> Node<'_> {
    while node.kind() == Kind::ParenthesizedExpression {
        let Some(inner) = node.named_children().next() else { break };
        node = inner;
    }
    node
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}
