//! Translation of a set of files: what the command line and the compiler driver ask for, and what they get.
//!
//! In: a [`Request`]. Out: a [`Translation`]. Units that share files are understood together, under every
//! configuration that matters, and their edits are joined into one set for each file.

mod headers;
mod parts;

use crate::diag::{Diagnostic, render};
use crate::emit::edit::{self, FileEdit};
use crate::emit::merge::{UnitEdits, merge};
use crate::emit::written;
use crate::family::in_place::needs::Key;
use crate::family::in_place::needs::Surveyed;
use crate::family::in_place::survey::{Survey, survey};
pub use crate::family::in_place::{Mode, Outcome};
use crate::family::in_place::{Rewritten, rewrite};
use crate::rules::RuleBase;
use crate::sema::{Analysis, Builtins};
use crate::source::load::Loader;
use crate::source::{SourceFile, SourceMap, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to translate, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The target's name.
    pub target: String,
    /// Folders of user rules.
    pub rules: Vec<PathBuf>,
    /// Which text is wanted.
    pub mode: Mode,
    /// `-I`.
    pub include_dirs: Vec<PathBuf>,
    /// `-D`.
    pub defines: Vec<(String, Option<String>)>,
    /// `-U`.
    pub undefines: Vec<String>,
    /// The translation units.
    pub units: Vec<PathBuf>,
    /// Files under these may be edited; everything where there are none.
    pub roots: Vec<PathBuf>,
    /// Threads; 0 for as many as there are cores.
    pub jobs: usize,
}

/// The outcome.
#[derive(Debug, Default)]
pub struct Translation {
    /// Every file of the user's that was read.
    pub files: BTreeMap<PathBuf, FileResult>,
    /// Sorted by place, each once.
    pub diagnostics: Vec<Placed>,
    /// Figures.
    pub counts: Counts,
    /// What the output needs.
    pub needs: Needs,
}

/// One file.
#[derive(Debug)]
pub struct FileResult {
    /// As read.
    pub original: Arc<SourceFile>,
    /// `None` where nothing changes.
    pub text: Option<String>,
    /// In order and apart.
    pub edits: Vec<FileEdit>,
    /// Whether it is a unit.
    pub is_unit: bool,
    /// The includes by the spelled name.
    pub includes: Vec<(String, PathBuf)>,
}

/// A diagnostic with its place.
#[derive(Debug, Clone)]
pub struct Placed {
    /// `path:line:column`, or empty.
    pub place: String,
    /// What it says.
    pub diagnostic: Diagnostic,
    /// The files that its spans speak of.
    pub sources: Arc<SourceMap>,
}

impl Placed {
    /// As text with the lines it speaks of.
    pub fn text(&self, colour: bool) -> String {
        render::render(&self.diagnostic, &self.sources, colour)
    }

    fn key(&self) -> (PathBuf, u32, u32, &'static str, &str) {
        let (path, start, end) = match self.diagnostic.span {
            Some(span) => (self.sources.path(span.file).to_path_buf(), span.start, span.end),
            None => (PathBuf::new(), 0, 0),
        };
        (path, start, end, self.diagnostic.code.entry().code, &self.diagnostic.message)
    }
}

/// Figures.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Files read.
    pub files: usize,
    /// Kernels defined.
    pub kernels: usize,
    /// Launches.
    pub launches: usize,
    /// Uses of CUDA's functions.
    pub api_calls: ApiCalls,
}

/// Uses of CUDA's functions by outcome.
#[derive(Clone, Debug, Default)]
pub struct ApiCalls {
    /// Carried over with CUDA's meaning.
    pub exact: usize,
    /// Carried over with a declared loss.
    pub with_loss: usize,
    /// Refused.
    pub refused: usize,
}

/// What the output needs.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// Headers of the shim.
    pub shim: BTreeSet<String>,
}

/// Rule-mapped walks recurse as deep as the syntax tree may; worker threads get room for that.
const STACK: usize = 64 << 20;

/// Translates for the request's mode.
pub fn translate(request: &Request, loader: &Loader, progress: &(dyn Fn(&Path) + Sync)) -> Translation {
    translate_modes(request, &[request.mode], loader, progress).pop().unwrap_or_default()
}

/// Translates once for each of `modes`, from one analysis; the request's own mode does not matter.
pub fn translate_modes(
    request: &Request,
    modes: &[Mode],
    loader: &Loader,
    progress: &(dyn Fn(&Path) + Sync),
) -> Vec<Translation> {
    let rules = match RuleBase::load(&request.target, &request.rules) {
        Ok(rules) => Arc::new(rules),
        Err(faults) => return faulty(faults, modes.len()),
    };
    translate_by(request, modes, &rules, loader, progress)
}

/// Translates by rules that are already loaded, for who translates many times; the request's own are not looked at.
pub fn translate_by(
    request: &Request,
    modes: &[Mode],
    rules: &Arc<RuleBase>,
    loader: &Loader,
    progress: &(dyn Fn(&Path) + Sync),
) -> Vec<Translation> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(request.jobs).stack_size(STACK).build();
    let work = || {
        let parts = parts::parts(request, loader);
        let outcomes: Vec<_> =
            parts.par_iter().map(|units| part(request, modes, loader, rules, units, progress)).collect();
        outcomes
    };
    let outcomes = match &pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    };
    let mut outcomes: Vec<_> = outcomes.into_iter().map(Vec::into_iter).collect();
    let of_mode = |_: &Mode| join(outcomes.iter_mut().filter_map(Iterator::next).collect());
    modes.iter().map(of_mode).collect()
}

/// The outcomes of all parts as one.
fn join(parts: Vec<PartOutcome>) -> Translation {
    let mut out = Translation::default();
    let mut sums = Sums::default();
    for part in parts {
        out.files.extend(part.files);
        out.diagnostics.extend(part.diagnostics);
        out.needs.shim.extend(part.needs.shim);
        sums.join(part.sums);
    }
    out.diagnostics.sort_by(|a, b| a.key().cmp(&b.key()));
    out.diagnostics.dedup_by(|a, b| a.key() == b.key());
    out.counts = sums.counts(out.files.len());
    out
}

fn faulty(faults: crate::rules::Faults, modes: usize) -> Vec<Translation> {
    let sources = Arc::new(faults.sources);
    let placed: Vec<_> = faults.diagnostics.into_iter().map(|d| placed(d, &sources)).collect();
    (0..modes).map(|_| Translation { diagnostics: placed.clone(), ..Translation::default() }).collect()
}

#[derive(Default)]
struct Sums {
    kernels: BTreeSet<Key>,
    launches: BTreeSet<Key>,
    calls: BTreeMap<Key, Outcome>,
}

impl Sums {
    fn add(&mut self, rewritten: &Rewritten) {
        self.kernels.extend(rewritten.kernels.iter().cloned());
        self.launches.extend(rewritten.launches.iter().cloned());
        for (key, outcome) in &rewritten.calls {
            let entry = self.calls.entry(key.clone()).or_insert(*outcome);
            *entry = (*entry).max(*outcome);
        }
    }

    fn join(&mut self, other: Sums) {
        self.kernels.extend(other.kernels);
        self.launches.extend(other.launches);
        self.calls.extend(other.calls);
    }

    fn counts(&self, files: usize) -> Counts {
        let count = |wanted: Outcome| self.calls.values().filter(|o| **o == wanted).count();
        let api_calls = ApiCalls {
            exact: count(Outcome::Exact),
            with_loss: count(Outcome::WithLoss),
            refused: count(Outcome::Refused),
        };
        Counts { files, kernels: self.kernels.len(), launches: self.launches.len(), api_calls }
    }
}

#[derive(Default)]
struct PartOutcome {
    files: BTreeMap<PathBuf, FileResult>,
    diagnostics: Vec<Placed>,
    needs: Needs,
    sums: Sums,
}

/// Translates units that share files, once for each mode.
fn part(
    request: &Request,
    modes: &[Mode],
    loader: &Loader,
    rules: &Arc<RuleBase>,
    units: &[PathBuf],
    progress: &(dyn Fn(&Path) + Sync),
) -> Vec<PartOutcome> {
    let builtins: Arc<dyn Builtins> = rules.clone();
    let both_sides = modes.contains(&Mode::Source);
    let looked_at: Vec<(bool, Analysis, Survey)> = units
        .par_iter()
        .flat_map_iter(|path| {
            let analysed = parts::configurations(request, both_sides, loader, rules, path);
            progress(path);
            let look = |(forced, unit)| {
                let analysis = Analysis::new(unit, builtins.clone());
                let survey = survey(&analysis, rules);
                (forced, analysis, survey)
            };
            analysed.into_iter().map(look).collect::<Vec<_>>()
        })
        .collect();
    let of_mode = |mode: &Mode| {
        // Branches that the given configuration leaves out matter only to the text that keeps them all.
        let wanted = looked_at.iter().filter(|(forced, ..)| !forced || *mode == Mode::Source);
        let surveyed: Vec<_> = wanted.map(|(_, analysis, survey)| Surveyed { analysis, survey }).collect();
        outcome(*mode, rules, &surveyed)
    };
    modes.par_iter().map(of_mode).collect()
}

fn outcome(mode: Mode, rules: &RuleBase, units: &[Surveyed<'_>]) -> PartOutcome {
    let rewritten = rewrite(units, rules, mode);
    let analyses: Vec<&Analysis> = units.iter().map(|u| u.analysis).collect();
    let mut out = PartOutcome::default();
    let apart = fragments(&analyses);
    let mut needed: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
    for (analysis, done) in analyses.iter().zip(&rewritten) {
        let sources = Arc::new(analysis.unit.sources.clone());
        let said = analysis.unit.diagnostics.iter().chain(&done.diagnostics);
        out.diagnostics.extend(said.map(|d| placed(d.clone(), &sources)));
        for (offset, header) in &done.headers {
            out.needs.shim.insert(header.clone());
            if let Some(span) = written::place_of(&analysis.unit, *offset..*offset + 1) {
                let path = sources.path(span.file).to_path_buf();
                // What is included in the middle of a declaration cannot include headers itself.
                let path = if apart.contains(&path) { sources.path(analysis.unit.main).to_path_buf() } else { path };
                needed.entry(path).or_default().insert(header.clone());
            }
        }
        out.sums.add(done);
    }
    let edits: Vec<_> =
        analyses.iter().zip(rewritten).map(|(a, done)| UnitEdits { unit: &a.unit, edits: done.edits }).collect();
    let merged = merge(&edits);
    for (at, diagnostic) in merged.diagnostics {
        out.diagnostics.push(placed(diagnostic, &Arc::new(analyses[at].unit.sources.clone())));
    }
    let units: BTreeSet<PathBuf> = analyses.iter().map(|a| a.unit.sources.path(a.unit.main).to_path_buf()).collect();
    let mut file_edits = merged.files;
    let mut includes = includes_of(&analyses);
    for (path, original) in own_files(&analyses) {
        let mut edits = file_edits.remove(&path).unwrap_or_default();
        let is_unit = units.contains(&path);
        let headers = needed.remove(&path).unwrap_or_default();
        if !apart.contains(&path) {
            headers::insert(mode, rules.target(), &original, is_unit, headers, &mut edits);
        }
        let text = (!edits.is_empty()).then(|| edit::apply(&original.text, &edits));
        let includes = includes.remove(&path).unwrap_or_default().into_iter().collect();
        out.files.insert(path, FileResult { original, text, edits, is_unit, includes });
    }
    out
}

/// Files that some unit includes elsewhere than at file scope: lists of macro uses, bodies, initialisers.
fn fragments(analyses: &[&Analysis]) -> BTreeSet<PathBuf> {
    let mut out = BTreeSet::new();
    for analysis in analyses {
        let unit = &analysis.unit;
        for include in &unit.includes {
            let Some(resolved) = include.resolved else { continue };
            let next = unit.tokens.partition_point(|t| t.end <= include.at);
            let Some(leaf) = unit.tokens.get(next).and_then(|t| analysis.tree.leaf_at(t.start)) else { continue };
            let first = leaf.ancestors().take_while(|n| n.start() >= include.at).last();
            let holder = first.and_then(|n| n.parent()).map(|p| p.kind());
            if holder.is_some_and(|k| k != crate::syntax::Kind::TranslationUnit) {
                out.insert(unit.sources.path(resolved).to_path_buf());
            }
        }
    }
    out
}

fn own_files(analyses: &[&Analysis]) -> BTreeMap<PathBuf, Arc<SourceFile>> {
    let mut out = BTreeMap::new();
    for analysis in analyses {
        for (id, file) in analysis.unit.sources.iter() {
            if id != crate::preprocess::PREDEFINED && !file.path.to_string_lossy().starts_with('<') {
                out.insert(file.path.clone(), file.clone());
            }
        }
    }
    out
}

/// The includes of every file: spelled name and the file it means.
fn includes_of(analyses: &[&Analysis]) -> BTreeMap<PathBuf, BTreeSet<(String, PathBuf)>> {
    let mut out: BTreeMap<PathBuf, BTreeSet<(String, PathBuf)>> = BTreeMap::new();
    for analysis in analyses {
        let sources = &analysis.unit.sources;
        for include in &analysis.unit.includes {
            if let Some(resolved) = include.resolved {
                let from = sources.path(include.directive.file).to_path_buf();
                out.entry(from).or_default().insert((include.name.clone(), sources.path(resolved).to_path_buf()));
            }
        }
    }
    out
}

fn placed(diagnostic: Diagnostic, sources: &Arc<SourceMap>) -> Placed {
    let place = diagnostic.span.map_or(String::new(), |span: Span| {
        let (line, column) = sources.file(span.file).line_column(span.start);
        format!("{}:{line}:{column}", sources.path(span.file).display())
    });
    Placed { place, diagnostic, sources: sources.clone() }
}
