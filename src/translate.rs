//! Translation of a set of files: what the command line and the compiler driver ask for, and what they get.

use crate::diag::{Diagnostic, render};
use crate::source::load::Loader;
use crate::source::{SourceFile, SourceMap};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which text is wanted.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Single-source text in the target's language.
    Source,
    /// Host text for run-time compilation.
    Host,
}

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
    /// Files under these may be edited.
    pub roots: Vec<PathBuf>,
    /// Threads.
    pub jobs: usize,
}

/// The outcome.
#[derive(Debug, Default)]
pub struct Translation {
    /// Every file of the user's that was read.
    pub files: BTreeMap<PathBuf, FileResult>,
    /// Sorted.
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
    /// In order.
    pub edits: Vec<Edit>,
    /// Whether it is a unit.
    pub is_unit: bool,
    /// The includes by the spelled name.
    pub includes: Vec<(String, PathBuf)>,
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What comes instead.
    pub text: String,
    /// Names of the rules.
    pub rules: Vec<String>,
}

/// A diagnostic with its place.
#[derive(Debug)]
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
}

/// Figures.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Files read.
    pub files: usize,
    /// Kernels.
    pub kernels: usize,
    /// Launches.
    pub launches: usize,
    /// API calls.
    pub api_calls: ApiCalls,
}

/// API calls by outcome.
#[derive(Clone, Debug, Default)]
pub struct ApiCalls {
    /// Exact.
    pub exact: usize,
    /// With loss.
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

/// Translates.
pub fn translate(request: &Request, loader: &Loader, progress: &(dyn Fn(&Path) + Sync)) -> Translation {
    let mut out = Translation::default();
    for unit in &request.units {
        progress(unit);
        if let Some(original) = loader.load(unit) {
            let file = FileResult { original, text: None, edits: Vec::new(), is_unit: true, includes: Vec::new() };
            out.files.insert(unit.clone(), file);
        }
    }
    out
}
