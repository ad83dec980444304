//! Text of expanded ranges as the user wrote it: macro uses keep their names where they are whole and untouched.
//!
//! In: a range of the expanded text and edits inside it. Out: text to put elsewhere.

use super::edit::Edit;
use crate::preprocess::{ExpansionId, Unit};
use crate::source::Span;
use std::ops::Range;

/// The index of the first token that starts at or after `offset`.
pub fn token_index(unit: &Unit, offset: u32) -> usize {
    unit.tokens.partition_point(|t| t.start < offset)
}

/// Where the tokens of `range` appear in a file, whole macro uses included.
pub fn place_of(unit: &Unit, range: Range<u32>) -> Option<Span> {
    let tokens = unit.tokens_in(range.start..range.end.max(range.start + 1));
    let (first, last) = (unit.place(tokens.first()?), unit.place(tokens.last()?));
    match first.file == last.file && first.start <= last.end {
        true => Some(Span::new(first.file, first.start, last.end)),
        false => Some(first),
    }
}

/// The outermost expansion that token `at` of `unit` came through.
pub fn root_expansion(unit: &Unit, at: usize) -> Option<ExpansionId> {
    let mut id = unit.tokens[at].expansion?;
    while let Some(parent) = unit.expansion(id).parent {
        id = parent;
    }
    Some(id)
}

/// The tokens of the outermost expansion around token `at`, as a range of indices.
pub fn run_of(unit: &Unit, at: usize) -> Option<Range<usize>> {
    let root = root_expansion(unit, at)?;
    let same = |i: usize| root_expansion(unit, i) == Some(root);
    let mut first = at;
    while first > 0 && same(first - 1) {
        first -= 1;
    }
    let mut last = at + 1;
    while last < unit.tokens.len() && same(last) {
        last += 1;
    }
    Some(first..last)
}

/// The text of `range` as written, with `edits` (sorted, within the range) applied.
pub fn render(unit: &Unit, range: Range<u32>, edits: &[Edit]) -> String {
    let mut out = String::new();
    let mut at = range.start;
    let mut tokens = token_index(unit, range.start);
    let mut pending = edits.iter().peekable();
    while at < range.end {
        if let Some(edit) = pending.next_if(|e| e.range.start <= at) {
            out.push_str(&edit.text);
            at = at.max(edit.range.end);
            if edit.range.is_empty() {
                // An insertion: the token here still has to be written.
                while let Some(more) = pending.next_if(|e| e.range.is_empty() && e.range.start <= at) {
                    out.push_str(&more.text);
                }
            } else {
                continue;
            }
        }
        while tokens < unit.tokens.len() && unit.tokens[tokens].end <= at {
            tokens += 1;
        }
        let Some(token) = unit.tokens.get(tokens).filter(|t| t.start < range.end) else { break };
        if token.start > at {
            let gap = pending.peek().map_or(token.start, |e| e.range.start.min(token.start)).max(at);
            out.push_str(&unit.text[at as usize..gap as usize]);
            at = gap;
            if gap < token.start {
                continue;
            }
        }
        if pending.peek().is_some_and(|e| e.range.start <= at) {
            continue;
        }
        let next_edit = pending.peek().map_or(u32::MAX, |e| e.range.start);
        at = whole_macro(unit, tokens, &range, next_edit, &mut out).unwrap_or_else(|| {
            out.push_str(&unit.text[token.start as usize..token.end as usize]);
            token.end
        });
    }
    for edit in pending.filter(|e| e.range.start <= range.end) {
        out.push_str(&edit.text);
    }
    out
}

/// Writes the use of a macro whose whole expansion starts at token `at`, lies in `range` and ends before `next_edit`.
fn whole_macro(unit: &Unit, at: usize, range: &Range<u32>, next_edit: u32, out: &mut String) -> Option<u32> {
    let root = root_expansion(unit, at)?;
    let same = |i: usize| root_expansion(unit, i) == Some(root);
    if at > 0 && same(at - 1) {
        return None;
    }
    let bound = range.end.min(next_edit);
    let mut last = at;
    while unit.tokens[last].end <= bound && last + 1 < unit.tokens.len() && same(last + 1) {
        last += 1;
    }
    let end = unit.tokens[last].end;
    if end > bound {
        return None;
    }
    out.push_str(unit.sources.slice(unit.expansion(root).use_site));
    Some(end)
}
