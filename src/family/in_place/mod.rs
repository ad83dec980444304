//! The in-place family: targets whose language is C++. The user's text stays; edits land where CUDA stood.
//!
//! In: the analysed units of a project part and the rules of a target. Out: edits of each unit's expanded text,
//! diagnostics, and the headers that the edits need. Three texts come from one analysis:
//! [`Mode::Source`] for a compiler of the target's language, [`Mode::Device`] for its run-time compiler, and
//! [`Mode::Host`] for a plain C++ compiler beside the latter.

pub mod checks;
pub mod device;
pub mod facts;
pub mod hoist;
pub mod host;
pub mod idiom;
pub mod lambda;
pub mod launch;
pub mod leading;
pub mod needs;
pub mod substitute;
pub mod survey;
pub mod variables;

use crate::diag::{Code, Diagnostic};
use crate::emit::{Edit, Swallow};
use crate::rules::{Piece, RuleBase, Selection, format::Kind as EntityKind};
use crate::sema::Analysis;
use crate::sema::uses::Use;
use device::Device;
use needs::{Graph, Surveyed};
use std::ops::Range;

/// Which of the three texts is wanted.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Host and device in one source.
    Source,
    /// Device code for run-time compilation, host bodies cut.
    Device,
    /// Host code beside it, kernels as stubs.
    Host,
}

/// How often something occurred.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Carried over with CUDA's meaning.
    pub exact: usize,
    /// Carried over with a declared loss.
    pub with_loss: usize,
    /// Refused.
    pub refused: usize,
}

/// What rewriting one unit yields.
#[derive(Debug, Default)]
pub struct Rewritten {
    /// Edits of the expanded text, sorted and apart.
    pub edits: Vec<Edit>,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
    /// Headers needed, with an offset of the expanded text that needs them.
    pub headers: Vec<(u32, String)>,
    /// Kernels defined, by place.
    pub kernels: Vec<needs::Key>,
    /// Launches, by place.
    pub launches: Vec<needs::Key>,
    /// Uses of CUDA's functions, by place, with what became of them.
    pub calls: Vec<(needs::Key, Outcome)>,
}

/// What became of one use of CUDA's.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Carried over with CUDA's meaning.
    Exact,
    /// Carried over with a declared loss.
    WithLoss,
    /// Refused.
    Refused,
}

/// Rewrites all units of a project part.
pub fn rewrite(units: &[Surveyed<'_>], rules: &RuleBase, mode: Mode) -> Vec<Rewritten> {
    let graph = Graph::new(units);
    let each = units.iter().enumerate();
    each.map(|(at, one)| unit(Device::new(one.analysis, at, one.survey, rules, &graph), mode)).collect()
}

fn unit(mut device: Device<'_>, mode: Mode) -> Rewritten {
    let mut out = Rewritten::default();
    count(&device, &mut out);
    let mut skipped = Vec::new();
    match mode {
        Mode::Source | Mode::Device => {
            device.rewrite();
            device.hoist_types(false);
            if mode == Mode::Device {
                device.lift_lambdas(mode);
                skipped = device.cut_host_bodies();
            }
            // A launch renders the edits inside it: all others come first.
            let cut = skipped.clone();
            skipped.extend(device.variables());
            skipped.sort_by_key(|s| s.start);
            qualifiers(&mut device, &skipped);
            default_arguments(&mut device);
            let before = device.diagnostics.len();
            device.launches();
            if mode == Mode::Device {
                device.diagnostics.truncate(before);
                device.edits.retain(|e| !holder(&cut, &e.range).is_some_and(|s| *s != e.range));
            }
            host_uses(&mut device, &mut out, mode);
        }
        Mode::Host => {
            device.host_text();
            device.hoist_types(true);
            device.lift_lambdas(mode);
            host_uses(&mut device, &mut out, mode);
        }
    }
    checks::constructs(&mut device);
    checks::barriers(&mut device);
    checks::broken(&mut device);
    checks::macros_left(&mut device);
    out.edits = std::mem::take(&mut device.edits).into_sorted();
    drop_nested(&mut out.edits);
    if mode == Mode::Source {
        checks::left_over(&mut device, &out.edits);
    }
    out.diagnostics = device.diagnostics;
    out.headers = device.headers;
    out
}

/// Which of `ranges`, sorted and apart or nested, holds all of `range`.
fn holder<'r>(ranges: &'r [Range<u32>], range: &Range<u32>) -> Option<&'r Range<u32>> {
    let end = ranges.partition_point(|r| r.start <= range.start);
    ranges[..end].iter().rev().take(NESTED).find(|r| range.end <= r.end)
}

/// How many stretches of code that start inside one another, a body in a body, are looked at.
const NESTED: usize = 64;

/// Drops edits inside a wider one: whoever made the wider edit rendered them into it.
fn drop_nested(edits: &mut Vec<Edit>) {
    let mut widest = Vec::<Range<u32>>::new();
    let mut sorted: Vec<_> = edits.iter().map(|e| e.range.clone()).filter(|r| !r.is_empty()).collect();
    sorted.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    for range in sorted {
        if widest.last().is_none_or(|w| range.start >= w.end) {
            widest.push(range);
        }
    }
    edits.retain(|e| {
        let at = widest.partition_point(|w| w.end <= e.range.start);
        let Some(wide) = widest.get(at) else { return true };
        let inside = match e.range.is_empty() {
            true => wide.start < e.range.start && e.range.start < wide.end,
            false => wide.start <= e.range.start && e.range.end <= wide.end && *wide != e.range,
        };
        !inside
    });
}

fn count(device: &Device<'_>, out: &mut Rewritten) {
    let analysis = device.analysis;
    let kernels = analysis.symbols.functions.iter().filter(|f| f.execution.kernel && f.body.is_some());
    out.kernels = kernels.filter_map(|f| needs::key_of(analysis, f.name_range.start)).collect();
    out.launches = launch::launches(analysis).iter().filter_map(|l| needs::key_of(analysis, l.node.start())).collect();
    for site in &device.survey.sites {
        let outcome = match &site.kind {
            survey::SiteKind::Rule(selection) => outcome_of(selection),
            survey::SiteKind::Unknown => Outcome::Refused,
            survey::SiteKind::Call(_) | survey::SiteKind::Reference(_) | survey::SiteKind::Variable(_) => continue,
        };
        let counted = site.used.call.is_some() || outcome != Outcome::Exact;
        if let Some(key) = needs::key_of(analysis, site.used.name_range.start).filter(|_| counted) {
            out.calls.push((key, outcome));
        }
    }
}

fn outcome_of(selection: &Selection) -> Outcome {
    match selection {
        Selection::Keep(mapped) | Selection::Replace { mapped, .. } if mapped.loses.is_some() => Outcome::WithLoss,
        Selection::Keep(_) | Selection::Replace { .. } | Selection::Unknown => Outcome::Exact,
        Selection::Refuse { .. } | Selection::Ambiguous { .. } => Outcome::Refused,
    }
}

/// Qualifiers and attributes outside device-variable declarations, by the rules for words of kind `qualifier`.
fn qualifiers(device: &mut Device<'_>, skipped: &[Range<u32>]) {
    let analysis = device.analysis;
    let tokens = &analysis.unit.tokens;
    for token in tokens {
        let word = analysis.text(token.start..token.end);
        if !word.starts_with("__") {
            continue;
        }
        let is_qualifier = |id: &crate::rules::EntityId| device.rules.entity(*id).kind == EntityKind::Qualifier;
        if !device.rules.entities(word).iter().any(is_qualifier) {
            continue;
        }
        let range = token.start..token.end;
        if holder(skipped, &range).is_some() {
            continue;
        }
        qualifier(device, word, range);
    }
}

fn qualifier(device: &mut Device<'_>, word: &str, mut range: Range<u32>) {
    let analysis = device.analysis;
    let gap =
        analysis.blanked.binary_search_by_key(&range.start, |b| b.range.start).ok().map(|at| &analysis.blanked[at]);
    let used = Use {
        name: word.to_string(),
        name_range: range.clone(),
        qualifier: None,
        start: range.start,
        object: None,
        template_arguments: None,
        call: None,
        member: None,
    };
    let facts = facts::SiteFacts { analysis, function: None, used: &used };
    let Selection::Replace { pieces, .. } = device.rules.select(word, &facts) else { return };
    let mut text: String = pieces.iter().map(|p| if let Piece::Text(t) = p { t.as_str() } else { "" }).collect();
    let parent = analysis.tree.leaf_at(range.start).and_then(|l| l.parent());
    let repeated =
        parent.is_some_and(|p| p.children().any(|c| c.text() == text || c.text() == "constexpr" && text == "inline"));
    let member =
        parent.is_some_and(|p| p.parent().is_some_and(|c| c.kind() == crate::syntax::Kind::FieldDeclarationList));
    let again = |r: &Range<u32>| {
        device
            .edits
            .before(r.start)
            .take(4)
            .any(|e| e.rule == word && parent.is_some_and(|p| p.start() <= e.range.start && e.range.end <= r.start))
    };
    if text == "inline" && (repeated || member || again(&range)) {
        text.clear();
    }
    if let Some(gap) = gap
        && text.is_empty()
    {
        range = gap.range.clone();
    }
    match text.is_empty() {
        true => {
            let swallow = if stands_alone(analysis, &range) { Swallow::Line } else { Swallow::Blanks };
            device.edits.push(Edit::remove(range, swallow, word));
        }
        false => device.edits.push(Edit::replace(range, text, word)),
    }
}

/// True where nothing else stands on the lines of `range`.
fn stands_alone(analysis: &Analysis, range: &Range<u32>) -> bool {
    let Some(span) = analysis.unit.spelled(range.clone()) else { return false };
    let text = analysis.unit.sources.text(span.file);
    let before = text[..span.start as usize].rsplit('\n').next().unwrap_or("");
    let after = text[span.end as usize..].split('\n').next().unwrap_or("");
    before.trim().is_empty() && after.trim().is_empty()
}

/// Default arguments of device functions: they may name CUDA's constants, and nothing that needs the work item.
fn default_arguments(device: &mut Device<'_>) {
    let analysis = device.analysis;
    for (id, function) in analysis.symbols.iter().filter(|(_, f)| f.execution.on_device()) {
        let Some(list) = function.parameter_list.map(|l| analysis.node(l)) else { continue };
        let defaults = list.named_children().filter_map(|p| p.child(crate::syntax::Field::DefaultValue));
        for used in defaults.flat_map(|d| analysis.uses(d.range(), Some(id))) {
            let Some(name) = survey::known_name(analysis, device.rules, &used) else { continue };
            let facts = facts::SiteFacts { analysis, function: Some(id), used: &used };
            let Selection::Replace { mapped, pieces, with_member, .. } = device.rules.select(&name, &facts) else {
                continue;
            };
            if mapped.uses("item") {
                let what =
                    format!("`{name}`: a default argument cannot name another parameter, and this needs the work item");
                let diagnostic = Diagnostic::new(Code::Refused, device.span(used.range()), what);
                device.diagnostics.push(diagnostic.with_help("write the argument at each call"));
            } else {
                device.replace(&used, &pieces, with_member, "");
            }
        }
    }
}

/// Uses of CUDA's names outside device code: counted, and refused where the rules say so.
fn host_uses(device: &mut Device<'_>, out: &mut Rewritten, mode: Mode) {
    if mode == Mode::Device {
        return;
    }
    let analysis = device.analysis;
    let mut from = 0;
    let mut gaps = Vec::new();
    for region in &device.survey.regions {
        gaps.push(from..region.range.start.max(from));
        from = region.range.end.max(from);
    }
    gaps.push(from..analysis.unit.text.len() as u32);
    for gap in gaps {
        let known = |name: &str| device.rules.knows(name);
        for used in analysis.uses_of(gap, &known) {
            host_use(device, out, used);
        }
    }
}

fn host_use(device: &mut Device<'_>, out: &mut Rewritten, used: Use) {
    let analysis = device.analysis;
    let is_own =
        !analysis.symbols.functions_named(&used.name).is_empty() || analysis.symbols.class(&used.name).is_some();
    if used.object.is_some() || (is_own && used.qualifier.is_none()) {
        return;
    }
    let function = analysis.function_at(used.start);
    if analysis.local(function, &used.name, used.start).is_some() {
        return;
    }
    let Some(name) = survey::known_name(analysis, device.rules, &used) else { return };
    let is_device_only = device.rules.is_device_only(&name);
    let facts = facts::SiteFacts { analysis, function, used: &used };
    let selection = device.rules.select(&name, &facts);
    let outcome = outcome_of(&selection);
    // A default argument of a device function is device code, and was dealt with as such.
    let in_device = function.is_some_and(|f| analysis.symbols.function(f).execution.on_device());
    let kind = |id| device.rules.entity(id).kind;
    let is_variable = |mapped: &crate::rules::Mapped| mapped.entity.map(kind) == Some(EntityKind::Variable);
    let span = device.span(used.range());
    match &selection {
        Selection::Refuse { reason, help, .. } if !is_device_only => {
            let diagnostic = Diagnostic::new(Code::Refused, span, format!("`{name}`: {reason}"));
            device.diagnostics.push(match help {
                Some(help) => diagnostic.with_help(help.clone()),
                None => diagnostic,
            });
        }
        Selection::Keep(mapped) if !is_device_only => {
            if let Some(loses) = &mapped.loses {
                device.diagnostics.push(Diagnostic::new(Code::Loses, span, format!("`{name}`: {loses}")));
            }
        }
        Selection::Replace { mapped, .. } if is_device_only && is_variable(mapped) && !in_device => {
            let what = format!("`{name}` stands outside device code and is left as it is");
            device.diagnostics.push(Diagnostic::new(Code::LeftAsWritten, span, what));
            return;
        }
        Selection::Keep(_)
        | Selection::Refuse { .. }
        | Selection::Replace { .. }
        | Selection::Ambiguous { .. }
        | Selection::Unknown => return,
    }
    if let Some(key) = needs::key_of(analysis, used.name_range.start) {
        out.calls.push((key, outcome));
    }
}
