//! Includes: reading the directive, finding the file, and reading it in place.
//!
//! In: an `#include`. Out: the own header's text in the unit, or a record that the header is a system's and
//! was left unread. What can be passed over without a look, by `#pragma once` or its guard, is.

use super::directive::IncludeRequest;
use super::lexer::{self, Lexical};
use super::scan::{FileState, Guard, Preprocessor};
use super::{Include, macros::Tok};
use crate::diag::Code;
use crate::source::{FileId, SourceFile};
use std::path::Path;
use std::sync::Arc;

/// Folders whose files are never the user's own, unless the unit itself lies there.
const SYSTEM_ROOTS: &[&str] = &["/usr", "/opt"];

impl FileState {
    /// A file about to be read.
    pub(super) fn new(preprocessor: &Preprocessor, id: FileId, file: Arc<SourceFile>, found_in: Option<usize>) -> Self {
        let forced = &preprocessor.options.forced;
        let forced = if forced.is_empty() {
            Vec::new()
        } else {
            let range = (file.path.clone(), 0)..=(file.path.clone(), u32::MAX);
            forced.range(range).map(|(key, &branch)| (key.1, branch)).collect()
        };
        // A byte order mark is no text.
        let pos = if file.text.starts_with('\u{feff}') { 3 } else { 0 };
        FileState {
            id,
            file,
            pos,
            fresh: true,
            stack: Vec::new(),
            forced,
            guard: Guard::Unseen,
            found_in,
            line_delta: 0,
            presumed: None,
            first_token: preprocessor.tokens.len(),
            first_expansion: preprocessor.expansions.len(),
        }
    }

    /// Whether the file has given nothing to the unit so far.
    pub(super) fn is_untouched(&self, preprocessor: &Preprocessor) -> bool {
        self.first_token == preprocessor.tokens.len() && self.first_expansion == preprocessor.expansions.len()
    }
}

impl Preprocessor<'_> {
    /// Reads the rest of an `#include` line.
    pub(super) fn read_include(&mut self, state: &mut FileState, hash: usize, word: &str) -> Option<IncludeRequest> {
        let file = state.file.clone();
        let name = match header_name(&file.text, state.pos) {
            Some((name, angled, end)) => {
                state.pos = end;
                let rest = self.line(state, false);
                self.keep_list(rest);
                Some((name.to_string(), angled))
            }
            None => {
                let list = self.line(state, false);
                let list = self.expand_list(&list).unwrap_or(list);
                let name = self.computed_name(&list);
                self.keep_list(list);
                name
            }
        };
        let directive = state.span(hash, state.pos);
        match name {
            Some((name, angled)) if !name.is_empty() => {
                Some(IncludeRequest { directive, name, angled, next: word == "include_next", import: word == "import" })
            }
            _ => {
                self.report(Code::BadDirective, directive, "#include needs a file name");
                None
            }
        }
    }

    /// The header that macros name.
    fn computed_name(&self, list: &[Tok]) -> Option<(String, bool)> {
        let first = list.first()?;
        let text = self.text_of(first);
        if first.kind == Lexical::String {
            return Some((text.trim_matches('"').to_string(), false));
        }
        let whole = self.spell(list);
        let inner = whole.strip_prefix('<')?;
        let (name, _) = inner.split_once('>')?;
        Some((name.trim().to_string(), true))
    }

    /// Finds the file of `request` and reads it here.
    pub(super) fn enter_include(&mut self, state: &mut FileState, request: &IncludeRequest) {
        let found = self.find(state, &request.name, request.angled, request.next);
        let at = self.text.len() as u32;
        let resolved = found.map(|(file, found_in)| (self.add_source(file), found_in));
        self.includes.push(Include {
            directive: request.directive,
            name: request.name.clone(),
            angled: request.angled,
            resolved: resolved.map(|r| r.0),
            at,
        });
        let Some((id, found_in)) = resolved else {
            if !request.angled {
                let message = format!("\"{}\" was not found; it is treated like a system header", request.name);
                self.report(Code::IncludeNotFound, request.directive, message);
            }
            return;
        };
        let guarded = self.guards.get(&id).is_some_and(|&symbol| self.macros.is_defined(symbol));
        if guarded || self.once.contains(&id) || !self.may_enter(request, id) {
            return;
        }
        if request.import {
            self.once.insert(id);
        }
        let mut inner = FileState::new(self, id, self.sources.file(id).clone(), found_in);
        self.include_level += 1;
        self.read_file(&mut inner);
        self.include_level -= 1;
        if !self.text.is_empty() && !self.text.ends_with('\n') && self.has_room(1) {
            self.text.push('\n');
        }
    }

    /// Reads a file to its end, and learns whether a guard protects it.
    pub(super) fn read_file(&mut self, state: &mut FileState) {
        self.scan(state);
        self.close_all(state);
        if let Guard::Closed { symbol, tokens, expansions } = state.guard
            && tokens == self.tokens.len()
            && expansions == self.expansions.len()
        {
            self.guards.insert(state.id, symbol);
        }
    }

    fn add_source(&mut self, file: Arc<SourceFile>) -> FileId {
        let key = Arc::as_ptr(&file) as usize;
        if let Some(&id) = self.source_ids.get(&key) {
            return id;
        }
        let id = self.sources.add(file);
        self.source_ids.insert(key, id);
        id
    }

    /// Whether the limits allow one more file. Where they don't, no further one is read at all: what
    /// includes itself often does so more than once.
    fn may_enter(&mut self, request: &IncludeRequest, id: FileId) -> bool {
        if self.includes_refused {
            return false;
        }
        self.included += 1;
        self.input += self.sources.text(id).len();
        let message = if self.include_level >= self.limits.include_depth {
            format!("\"{}\" is included at a depth of {}", request.name, self.include_level)
        } else if self.included > self.limits.included_files {
            format!("more than {} files are included", self.limits.included_files)
        } else if self.input > self.limits.input_bytes {
            format!("more than {} bytes are included", self.limits.input_bytes)
        } else {
            return true;
        };
        self.includes_refused = true;
        self.report(Code::IncludeDepth, request.directive, message);
        false
    }

    /// The own file that an include names, and the include folder it lies in.
    pub(super) fn find(
        &self,
        state: &FileState,
        name: &str,
        angled: bool,
        next: bool,
    ) -> Option<(Arc<SourceFile>, Option<usize>)> {
        if Path::new(name).is_absolute() {
            return self.load(Path::new(name)).map(|file| (file, None));
        }
        if !angled && !next {
            let folder = state.file.path.parent().unwrap_or(Path::new(""));
            if let Some(file) = self.load(&folder.join(name)) {
                return Some((file, state.found_in));
            }
        }
        let first = if next { state.found_in.map_or(0, |at| at + 1) } else { 0 };
        let folders = self.options.include_dirs.iter().enumerate().skip(first);
        folders.map(|(at, folder)| (at, folder.join(name))).find_map(|(at, path)| Some((self.load(&path)?, Some(at))))
    }

    fn load(&self, path: &Path) -> Option<Arc<SourceFile>> {
        let main = self.sources.path(FileId(0));
        let system = SYSTEM_ROOTS.iter().any(|root| path.starts_with(root) && !main.starts_with(root));
        if system { None } else { self.loader.load(path) }
    }

    /// `__has_include`: own headers are looked for; of a system's only the standard library's are sure.
    pub(super) fn has_include(&self, state: &FileState, name: &str, angled: bool) -> bool {
        self.find(state, name, angled, false).is_some() || angled && (!name.contains('.') || name.starts_with("cuda"))
    }
}

/// The name between quotes or angles at `at`, whether it has angles, and where it ends.
fn header_name(text: &str, mut at: usize) -> Option<(&str, bool, usize)> {
    let bytes = text.as_bytes();
    loop {
        let lexeme = lexer::next(bytes, at);
        if !matches!(lexeme.kind, Lexical::Blank | Lexical::Comment | Lexical::Splice) {
            break;
        }
        at = lexeme.end;
    }
    let close = match bytes.get(at)? {
        b'<' => b'>',
        b'"' => b'"',
        _ => return None,
    };
    let length = bytes[at + 1..].iter().position(|&b| b == close || b == b'\n')?;
    let end = at + 1 + length;
    (bytes[end] == close).then(|| (text.get(at + 1..end).unwrap_or(""), close == b'>', end + 1))
}
