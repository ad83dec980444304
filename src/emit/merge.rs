//! The way back: edits of expanded texts become edits of the files as written.
//!
//! In: the edits of every unit and configuration of a project part. Out: one list of edits for each file. An edit
//! lands where its tokens were spelled: in the file, in a macro's argument, or in a macro's definition when all uses
//! of the definition agree; when they do not, the use is expanded in place. Edits of several units for one header
//! must agree.

use super::edit::{self, Edit, FileEdit};
use super::written;
use crate::diag::{Code, Diagnostic};
use crate::preprocess::Unit;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The edits of one analysed unit.
pub struct UnitEdits<'a> {
    /// The unit they speak of.
    pub unit: &'a Unit,
    /// The edits, sorted by range and apart.
    pub edits: Vec<Edit>,
}

/// What merging yields.
#[derive(Debug, Default)]
pub struct Merged {
    /// Edits for each file, sorted and apart.
    pub files: BTreeMap<PathBuf, Vec<FileEdit>>,
    /// Disagreements: index of the unit and the diagnostic.
    pub diagnostics: Vec<(usize, Diagnostic)>,
}

enum Placement {
    /// In text as written, and whether a macro's expansion was involved.
    Spelled { span: Span, in_macro: bool },
    /// Only by expanding these outermost macro uses.
    Expand,
    /// Nowhere.
    Lost,
}

/// Brings all `units`' edits back to their files.
pub fn merge(units: &[UnitEdits<'_>]) -> Merged {
    let mut merged = Merged::default();
    let mut merger =
        Merger { found: BTreeMap::new(), expand: vec![BTreeMap::new(); units.len()], expanded: BTreeMap::new() };
    let mut in_macros: BTreeMap<(PathBuf, u32, u32), Vec<(usize, usize)>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        for (index, edit) in unit.edits.iter().enumerate() {
            match place(unit.unit, edit) {
                Placement::Spelled { span, in_macro: false } => merger.add(unit.unit, span, edit),
                Placement::Spelled { span, in_macro: true } => {
                    let path = unit.unit.sources.path(span.file).to_path_buf();
                    in_macros.entry((path, span.start, span.end)).or_default().push((at, index));
                }
                Placement::Expand => merger.expand_use(at, unit.unit, edit),
                Placement::Lost => merged.diagnostics.push((at, lost(unit.unit, edit))),
            }
        }
    }
    merger.macros(units, in_macros);
    merger.expansions(units);
    merger.finish(units, &mut merged);
    merged
}

fn lost(unit: &Unit, edit: &Edit) -> Diagnostic {
    let span = written::place_of(unit, edit.range.clone()).unwrap_or(Span::new(unit.main, 0, 0));
    Diagnostic::new(
        Code::EditLost,
        span,
        format!("the change that `{}` asks for cannot be placed in the source as written", edit.rule),
    )
}

fn place(unit: &Unit, edit: &Edit) -> Placement {
    let Some(tokens) = tokens_of(unit, edit) else { return Placement::Lost };
    let range = unit.tokens[tokens.start].start..unit.tokens[tokens.end - 1].end;
    let tokens = &unit.tokens[tokens];
    let in_macro = tokens.iter().any(|t| t.expansion.is_some());
    let all_in_macro = tokens.iter().all(|t| t.expansion.is_some());
    let inside = all_in_macro.then(|| unit.spelled(range.clone())).flatten();
    // What starts and ends outside macros, or takes in whole macro uses, has a place in the file itself.
    let outside = if inside.is_none() { unit.written(range) } else { None };
    let (span, in_macro) = match (inside, outside) {
        (Some(span), _) => (span, true),
        (None, Some(span)) if !(edit.range.is_empty() && in_macro) => (span, false),
        (None, _) if in_macro => return Placement::Expand,
        (None, _) => return Placement::Lost,
    };
    let span = match (edit.range.is_empty(), edit.after) {
        (false, _) => span,
        (true, false) => Span::new(span.file, span.start, span.start),
        (true, true) => Span::new(span.file, span.end, span.end),
    };
    Placement::Spelled { span, in_macro }
}

fn tokens_of(unit: &Unit, edit: &Edit) -> Option<std::ops::Range<usize>> {
    if edit.range.is_empty() {
        let at = edit.range.start;
        let index = written::token_index(unit, at);
        let starts = unit.tokens.get(index).is_some_and(|t| t.start == at);
        let ends = index > 0 && unit.tokens[index - 1].end == at;
        return match (edit.after, starts, ends) {
            (true, _, true) => Some(index - 1..index),
            (false, true, _) => Some(index..index + 1),
            (true, true, false) | (false, false, _) | (true, false, false) => None,
        };
    }
    let first = written::token_index(unit, edit.range.start);
    let last = written::token_index(unit, edit.range.end);
    (first < last).then_some(first..last)
}

struct Merger {
    found: BTreeMap<PathBuf, Vec<FileEdit>>,
    /// Outermost macro uses to expand, by unit: first token of the run, and one past its last.
    expand: Vec<BTreeMap<usize, usize>>,
    /// The expanded uses and includes.
    expanded: BTreeMap<PathBuf, Vec<FileEdit>>,
}

impl Merger {
    fn add(&mut self, unit: &Unit, span: Span, edit: &Edit) {
        let text = unit.sources.text(span.file);
        let (start, end) = edit::swallowed(text, span.start, span.end, edit.swallow);
        let path = unit.sources.path(span.file).to_path_buf();
        let rules = vec![edit.rule.clone()];
        self.found.entry(path).or_default().push(FileEdit { start, end, text: edit.text.clone(), rules });
    }

    fn expand_use(&mut self, at: usize, unit: &Unit, edit: &Edit) {
        let Some(tokens) = tokens_of(unit, edit) else { return };
        let mut next = tokens.start;
        while next < tokens.end {
            next = self.run_at(at, unit, next).map_or(next + 1, |run| run.end);
        }
    }

    /// Edits inside macro text: into the text when every token spelled there asks for the same, else expand.
    fn macros(&mut self, units: &[UnitEdits<'_>], edits: BTreeMap<(PathBuf, u32, u32), Vec<(usize, usize)>>) {
        if edits.is_empty() {
            return;
        }
        let wanted: BTreeSet<(&Path, u32)> = edits.keys().map(|(path, start, _)| (path.as_path(), *start)).collect();
        let ends: BTreeSet<(&Path, u32)> = edits.keys().map(|(path, _, end)| (path.as_path(), *end)).collect();
        let mut instances: HashMap<(&Path, u32, bool), usize> = HashMap::new();
        for unit in units {
            for token in unit.unit.tokens.iter().filter(|t| t.expansion.is_some()) {
                let path = unit.unit.sources.path(token.spelled.file);
                if let Some(&key) = wanted.get(&(path, token.spelled.start)) {
                    *instances.entry((key.0, key.1, true)).or_default() += 1;
                }
                if let Some(&key) = ends.get(&(path, token.spelled.end)) {
                    *instances.entry((key.0, key.1, false)).or_default() += 1;
                }
            }
        }
        for ((path, start, end), found) in &edits {
            let (at, index) = found[0];
            let first = &units[at].edits[index];
            let by_start = !(first.range.is_empty() && first.after);
            let place = if by_start { *start } else { *end };
            let count = instances.get(&(path.as_path(), place, by_start)).copied().unwrap_or(0);
            let agree = found.iter().all(|&(u, i)| units[u].edits[i].text == first.text);
            let distinct: BTreeSet<_> = found.iter().map(|&(u, i)| (u, units[u].edits[i].range.start)).collect();
            if agree && distinct.len() == count {
                let unit = units[at].unit;
                if let Some(file) = unit.sources.iter().find(|(_, f)| f.path == *path).map(|(id, _)| id) {
                    self.add(unit, Span::new(file, *start, *end), first);
                }
            } else {
                for &(u, i) in found {
                    self.expand_use(u, units[u].unit, &units[u].edits[i]);
                }
            }
        }
    }

    fn expansions(&mut self, units: &[UnitEdits<'_>]) {
        for (at, unit) in units.iter().enumerate() {
            let mut included = BTreeSet::new();
            for (first, last) in std::mem::take(&mut self.expand[at]) {
                let Some(root) = written::root_expansion(unit.unit, first) else { continue };
                let site = unit.unit.expansion(root).use_site;
                if let Some(include) = repeated_include(unit.unit, site.file, unit.unit.tokens[first].start) {
                    included.insert(include);
                    continue;
                }
                let range = unit.unit.tokens[first].start..unit.unit.tokens[last - 1].end;
                self.expand_at(unit, site, range, "");
            }
            for include in included {
                let directive = unit.unit.includes[include].directive;
                if let Some(range) = included_range(unit.unit, include) {
                    self.expand_at(unit, directive, range, "\n");
                }
            }
        }
    }

    /// Puts the expanded text of `range`, edits applied, in place of `site`.
    fn expand_at(&mut self, unit: &UnitEdits<'_>, site: Span, range: std::ops::Range<u32>, end: &str) {
        let from = unit.edits.partition_point(|e| e.range.start < range.start);
        let starting = unit.edits[from..].iter().take_while(|e| e.range.start <= range.end);
        let inside: Vec<_> = starting.filter(|e| e.range.end <= range.end).cloned().collect();
        let text = expanded(unit.unit, range.clone(), &inside) + end;
        let mut rules: Vec<_> = inside.iter().map(|e| e.rule.clone()).collect();
        rules.sort();
        rules.dedup();
        let path = unit.unit.sources.path(site.file).to_path_buf();
        let edit = FileEdit { start: site.start, end: site.end, text, rules };
        self.expanded.entry(path).or_default().push(edit);
    }

    /// The tokens of the outermost macro use around token `token` of unit `at`, which is to be expanded.
    fn run_at(&mut self, at: usize, unit: &Unit, token: usize) -> Option<std::ops::Range<usize>> {
        let known = self.expand[at].range(..=token).next_back().map(|(first, last)| *first..*last);
        if let Some(run) = known.filter(|run| run.contains(&token)) {
            return Some(run);
        }
        let run = written::run_of(unit, token)?;
        self.expand[at].insert(run.start, run.end);
        Some(run)
    }

    fn finish(mut self, units: &[UnitEdits<'_>], merged: &mut Merged) {
        for (path, mut uses) in self.expanded {
            uses.sort();
            let edits = self.found.entry(path).or_default();
            // What was already placed inside a use (in its arguments) is part of the expanded text.
            edits.retain(|e| {
                let before = uses.partition_point(|u| u.start < e.end);
                before.checked_sub(1).is_none_or(|at| uses[at].end <= e.start)
            });
            edits.append(&mut uses);
        }
        for (path, mut edits) in self.found {
            // Of what starts at one place, insertions come first, then the widest.
            edits.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.cmp(b)));
            let mut out: Vec<FileEdit> = Vec::with_capacity(edits.len());
            for edit in edits {
                match out.last_mut() {
                    Some(last) if last.start == edit.start && last.end == edit.end && last.text == edit.text => {
                        last.rules.extend(edit.rules);
                        last.rules.sort();
                        last.rules.dedup();
                    }
                    Some(last) if edit.start < last.end && edit.end <= last.end && last.start <= edit.start => {
                        // Two units disagree about the same text: the wider edit stands.
                        last.rules.extend(edit.rules);
                    }
                    Some(last) if edit.start < last.end => merged.diagnostics.extend(overlapping(units, &path, &edit)),
                    Some(_) | None => out.push(edit),
                }
            }
            merged.files.insert(path, out);
        }
    }
}

/// The include that brought in the text at `offset`, where its file is included more than once: a list of macro
/// uses, whose text in the file means something else each time.
fn repeated_include(unit: &Unit, file: crate::source::FileId, offset: u32) -> Option<usize> {
    let all: Vec<_> = unit.includes.iter().enumerate().filter(|(_, i)| i.resolved == Some(file)).collect();
    if all.len() < 2 {
        return None;
    }
    all.iter().rev().find(|(_, i)| i.at <= offset).map(|(at, _)| *at)
}

/// The expanded text that an include brought in.
fn included_range(unit: &Unit, include: usize) -> Option<std::ops::Range<u32>> {
    let include = &unit.includes[include];
    let file = include.resolved?;
    let first = unit.tokens.partition_point(|t| t.start < include.at);
    let inside = unit.tokens[first..].iter().take_while(|t| unit.place(t).file == file).count();
    let last = unit.tokens[first..].get(inside.checked_sub(1)?)?;
    Some(include.at..last.end)
}

fn order(edit: &FileEdit) -> (u32, bool, std::cmp::Reverse<u32>) {
    (edit.start, edit.start < edit.end, std::cmp::Reverse(edit.end))
}

/// What there is to say where `edit` of file `path` begins inside another and ends outside: only one can be made.
fn overlapping(units: &[UnitEdits<'_>], path: &Path, edit: &FileEdit) -> Option<(usize, Diagnostic)> {
    units.iter().enumerate().find_map(|(at, unit)| {
        let file = unit.unit.sources.iter().find(|(_, f)| f.path == path).map(|(id, _)| id)?;
        let what = format!("the change that `{}` asks for overlaps another", edit.rules.join("`, `"));
        Some((at, Diagnostic::new(Code::EditLost, Span::new(file, edit.start, edit.end), what)))
    })
}

/// The expanded text of `range` on one line, with `edits` applied.
fn expanded(unit: &Unit, range: std::ops::Range<u32>, edits: &[Edit]) -> String {
    let text = &unit.text[range.start as usize..range.end as usize];
    let shifted: Vec<_> = edits
        .iter()
        .map(|e| FileEdit {
            start: e.range.start - range.start,
            end: e.range.end - range.start,
            text: e.text.clone(),
            rules: Vec::new(),
        })
        .collect();
    edit::apply(text, &shifted)
}
