//! The preprocessor: from a file with directives and macros to the text that the parser sees.
//!
//! In: a main file, a loader for what it includes, and [`Options`]. Out: a [`Unit`]: the expanded text,
//! every token with its origin, and a record of all includes, conditionals, pragmas and definitions.
//! Own headers are put in place, own macros expanded; system headers are never read, so a name that no
//! own file defines stays as it is. Comments become blanks of the same width and directives empty lines,
//! so that the text of a file without macros keeps its shape. It never fails: what is malformed costs a
//! diagnostic, and limits bound time, memory and depth for any input.
//!
//! [`lexer`] cuts text, [`scan`] walks files and prints, [`directive`], [`condition`] and [`include`] obey
//! directives, [`macros`] reads definitions, [`expand`] and [`substitute`] replace them, [`origin`] answers
//! where text came from.

mod condition;
mod directive;
mod expand;
mod include;
mod lexer;
mod macros;
mod origin;
mod scan;
mod substitute;
#[cfg(test)]
mod tests;

pub use lexer::TokenKind;
pub use origin::{Expansion, ExpansionId, Token};

use crate::diag::Diagnostic;
use crate::source::{FileId, SourceFile, SourceMap, Span, load::Loader};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// The file of macros that no file of the user's defines; the main file is file 0.
pub const PREDEFINED: FileId = FileId(1);

/// What a compiler would be told on its command line.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `-I`: where headers are looked for, in order.
    pub include_dirs: Vec<PathBuf>,
    /// `-D`: a name, or `F(x)`, and its replacement; 1 where there is none.
    pub defines: Vec<(String, Option<String>)>,
    /// `-U`: applied last.
    pub undefines: Vec<String>,
    /// What the compiler itself defines, likewise; applied first.
    pub predefined: Vec<(String, String)>,
    /// Choices that override conditions: the file and the offset of the `#` of its `#if`, and the number of
    /// the branch to take. A number that no branch has takes none.
    pub forced: BTreeMap<(PathBuf, u32), usize>,
    /// Bounds on what any input may cost.
    pub limits: Limits,
}

/// Bounds on what any input may cost.
#[derive(Copy, Clone, Debug)]
pub struct Limits {
    /// Steps of one outermost macro expansion, roughly the tokens it looks at.
    pub expansion_tokens: usize,
    /// Steps of all expansions of a unit together.
    pub unit_tokens: usize,
    /// How many tokens an expansion may hold at once.
    pub held_tokens: usize,
    /// How deeply macro arguments may nest invocations.
    pub expansion_depth: usize,
    /// How many expansions are recorded.
    pub expansions: usize,
    /// How deeply includes may nest.
    pub include_depth: usize,
    /// How many times a unit may read a file.
    pub included_files: usize,
    /// Length of all files read together, each as often as it is read.
    pub input_bytes: usize,
    /// Length of the expanded text.
    pub output_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            expansion_tokens: 1 << 23,
            unit_tokens: 1 << 26,
            held_tokens: 1 << 21,
            expansion_depth: 20_000,
            expansions: 4_000_000,
            include_depth: 200,
            included_files: 20_000,
            input_bytes: 256 << 20,
            output_bytes: 64 << 20,
        }
    }
}

/// A preprocessed translation unit.
#[derive(Clone, Debug)]
pub struct Unit {
    /// All files read; [`Unit::main`] is the first, [`PREDEFINED`] the second.
    pub sources: SourceMap,
    /// The file that the unit is named after.
    pub main: FileId,
    /// The expanded text.
    pub text: String,
    /// Every token of the text, in order.
    pub tokens: Vec<Token>,
    /// Every macro replacement of the text.
    pub expansions: Vec<Expansion>,
    /// Every active `#include`, in order.
    pub includes: Vec<Include>,
    /// Every conditional that was read, those inside inactive branches included. A header read twice gives
    /// its conditionals twice.
    pub conditionals: Vec<Conditional>,
    /// Every active `#pragma` and `_Pragma`.
    pub pragmas: Vec<Pragma>,
    /// Every active `#define`.
    pub macros_defined: Vec<MacroDefinition>,
    /// What there is to say about all this.
    pub diagnostics: Vec<Diagnostic>,
}

/// An `#include`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// From the `#` to the end of the line.
    pub directive: Span,
    /// The name between the quotes or angles.
    pub name: String,
    /// Whether it stood between angles.
    pub angled: bool,
    /// The own file it named; `None` for system headers.
    pub resolved: Option<FileId>,
    /// Offset in [`Unit::text`] at which the header's text starts.
    pub at: u32,
}

/// An `#if` up to its `#endif`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conditional {
    /// The file it stands in.
    pub file: FileId,
    /// Its branches in order.
    pub branches: Vec<Branch>,
    /// The `#endif` line; the end of the file where it is missing.
    pub endif: Span,
    /// The branch that was taken.
    pub active: Option<usize>,
}

/// One branch of a [`Conditional`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// From the `#` to the end of the line.
    pub directive: Span,
    /// What follows the directive's name; empty for `#else`.
    pub condition: Span,
    /// From the end of the directive's line to the `#` of the next directive of this conditional.
    pub body: Span,
}

/// A `#pragma` line or a `_Pragma(..)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pragma {
    /// From the `#` to the last token of the line, or `_Pragma(..)`.
    pub span: Span,
    /// Offset in [`Unit::text`] of the place it stood at.
    pub at: u32,
    /// What follows the word `pragma`, own macros expanded.
    pub text: String,
}

/// A `#define` of an own file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MacroDefinition {
    /// The macro's name.
    pub name: Arc<str>,
    /// From the `#` to the end of the line.
    pub directive: Span,
    /// The replacement list.
    pub definition: Span,
    /// Whether it takes arguments.
    pub function_like: bool,
}

/// Preprocesses `main`.
pub fn preprocess(loader: &Loader, main: Arc<SourceFile>, options: &Options) -> Unit {
    let mut preprocessor = new_preprocessor(loader, options);
    let id = preprocessor.sources.add(main.clone());
    preprocessor.source_ids.insert(Arc::as_ptr(&main) as usize, id);
    preprocessor.read_predefined();
    let mut state = scan::FileState::new(&preprocessor, id, main, None);
    preprocessor.read_file(&mut state);
    Unit {
        sources: preprocessor.sources,
        main: id,
        text: preprocessor.text,
        tokens: preprocessor.tokens,
        expansions: preprocessor.expansions,
        includes: preprocessor.includes,
        conditionals: preprocessor.conditionals,
        pragmas: preprocessor.pragmas,
        macros_defined: preprocessor.macros_defined,
        diagnostics: preprocessor.diagnostics,
    }
}

fn new_preprocessor<'a>(loader: &'a Loader, options: &'a Options) -> scan::Preprocessor<'a> {
    scan::Preprocessor {
        options,
        // Offsets are u32 throughout.
        limits: Limits { output_bytes: options.limits.output_bytes.min(u32::MAX as usize / 2), ..options.limits },
        loader,
        sources: SourceMap::new(),
        text: String::new(),
        tokens: Vec::new(),
        expansions: Vec::new(),
        includes: Vec::new(),
        conditionals: Vec::new(),
        pragmas: Vec::new(),
        macros_defined: Vec::new(),
        diagnostics: Vec::new(),
        macros: macros::MacroTable::new(),
        contexts: Vec::new(),
        pool: Vec::new(),
        made: scan::Made::default(),
        waiting_pragmas: Vec::new(),
        consumed: Vec::new(),
        budget: 0,
        work_left: options.limits.unit_tokens,
        pending: Vec::new(),
        held: 0,
        in_condition: false,
        counter: 0,
        include_level: 0,
        included: 0,
        input: 0,
        includes_refused: false,
        source_ids: HashMap::new(),
        stopped: false,
        root: scan::Root::default(),
        guards: HashMap::new(),
        once: HashSet::new(),
        refused: HashSet::new(),
    }
}

impl scan::Preprocessor<'_> {
    /// Defines what the options define, through a file made of `#define` lines.
    fn read_predefined(&mut self) {
        let mut text = String::new();
        let options = self.options;
        let mut define = |name: &str, value: &str| {
            let line = format!("#define {name} {value}");
            // A newline would end the directive, and a backslash before the end would join the next.
            text.push_str(line.replace('\n', " ").trim_end_matches(['\\', ' ', '\t', '\r']));
            text.push('\n');
        };
        for (name, value) in &options.predefined {
            define(name, value);
        }
        for (name, value) in &options.defines {
            define(name, value.as_deref().unwrap_or("1"));
        }
        for name in &options.undefines {
            text.push_str(&format!("#undef {}\n", name.replace(['\n', '\\'], " ")));
        }
        let file = Arc::new(SourceFile::new(PathBuf::from("<predefined>"), text));
        let id = self.sources.add(file.clone());
        let mut state = scan::FileState::new(self, id, file, None);
        self.scan(&mut state);
        self.text.clear();
        self.tokens.clear();
    }
}
