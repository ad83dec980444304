//! The walk through a file: text is copied in runs, tokens are noted, directives and macros are handed on.
//!
//! In: one file at a time. Out: the expanded text and its tokens. This is the loop that every byte of the
//! program goes through, so plain text costs one look at each byte and one table look-up an identifier.

use super::expand::{Context, Pending, joins_text};
use super::lexer::{self, Lexeme, Lexical};
use super::macros::{Builtin, KEPT, MacroTable, SCRATCH, Shape, Tok};
use super::origin::{Expansion, ExpansionId, Token};
use super::{Conditional, Include, Limits, MacroDefinition, Options, Pragma};
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, SourceMap, Span, load::Loader};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How many diagnostics one unit may collect: a broken file should not bury the others.
const MOST_DIAGNOSTICS: usize = 500;

/// Everything one translation unit's preprocessing knows.
pub(super) struct Preprocessor<'a> {
    pub options: &'a Options,
    pub limits: Limits,
    pub loader: &'a Loader,
    pub sources: SourceMap,
    pub text: String,
    pub tokens: Vec<Token>,
    pub expansions: Vec<Expansion>,
    pub includes: Vec<Include>,
    pub conditionals: Vec<Conditional>,
    pub pragmas: Vec<Pragma>,
    pub macros_defined: Vec<MacroDefinition>,
    pub diagnostics: Vec<Diagnostic>,

    pub macros: MacroTable,
    pub contexts: Vec<Context>,
    pub pool: Vec<Vec<Tok>>,
    pub made: Made,
    /// Texts of pragmas on their way through an expansion.
    pub waiting_pragmas: Vec<String>,
    /// What the current expansion took from the file.
    pub consumed: Vec<Tok>,
    /// Work left to the current expansion, and to the unit.
    pub budget: usize,
    pub work_left: usize,
    /// Invocations whose arguments are being expanded.
    pub pending: Vec<Pending>,
    /// How many tokens all contexts hold.
    pub held: usize,
    pub in_condition: bool,
    pub counter: u64,
    pub include_level: usize,
    pub included: usize,
    pub input: usize,
    /// Set when the limits of including are reached.
    pub includes_refused: bool,
    /// Identities by the address of the shared file.
    pub source_ids: HashMap<usize, FileId>,
    /// Set when a limit ends the reading of files.
    pub stopped: bool,
    pub root: Root,
    pub guards: HashMap<FileId, u32>,
    pub once: HashSet<FileId>,
    pub refused: HashSet<u32>,
}

/// Text of tokens that stand in no file.
#[derive(Default)]
pub(super) struct Made {
    /// For the time of one expansion.
    pub scratch: String,
    /// To the end.
    pub kept: String,
}

/// The place that `__LINE__` and `__FILE__` speak of.
#[derive(Clone, Default)]
pub(super) struct Root {
    pub file: u32,
    pub offset: u32,
    pub line_delta: i64,
    pub presumed: Option<Arc<str>>,
}

/// A conditional that is open while a file is read.
pub(super) struct Open {
    /// Index into `conditionals`.
    pub record: usize,
    pub active: bool,
    pub parent_active: bool,
    pub taken: bool,
    pub seen_else: bool,
    pub forced: Option<usize>,
}

/// How far a file still looks like one `#ifndef NAME .. #endif`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    Unseen,
    Open(u32),
    Closed { symbol: u32, tokens: usize, expansions: usize },
    No,
}

/// One file being read.
pub(super) struct FileState {
    pub id: FileId,
    pub file: Arc<SourceFile>,
    pub pos: usize,
    /// Only blanks and comments stand before `pos` on its line.
    pub fresh: bool,
    pub stack: Vec<Open>,
    /// Choices that override conditions: offset of the `#`, branch.
    pub forced: Vec<(u32, usize)>,
    pub guard: Guard,
    /// Which of the include folders it was found in.
    pub found_in: Option<usize>,
    pub line_delta: i64,
    pub presumed: Option<Arc<str>>,
    /// How many tokens and expansions the unit had before.
    pub first_token: usize,
    pub first_expansion: usize,
}

impl FileState {
    pub(super) fn skipping(&self) -> bool {
        self.stack.last().is_some_and(|open| !open.active)
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.id, start as u32, end as u32)
    }

    /// Whether the next token of the file is `(`.
    pub(super) fn open_follows(&self) -> bool {
        let bytes = self.file.text.as_bytes();
        let mut at = self.pos;
        loop {
            let lexeme = lexer::next(bytes, at);
            match lexeme.kind {
                Lexical::Blank | Lexical::Newline | Lexical::Comment | Lexical::Splice => at = lexeme.end,
                Lexical::Punctuator => return bytes.get(at..lexeme.end) == Some(b"("),
                Lexical::Identifier
                | Lexical::Number
                | Lexical::Character
                | Lexical::String
                | Lexical::Other
                | Lexical::End
                | Lexical::Placemarker
                | Lexical::Pragma => return false,
            }
        }
    }
}

/// The bytes of `span`, wherever they are.
pub(super) fn text_in<'t>(sources: &'t SourceMap, made: &'t Made, span: Span) -> &'t str {
    match span.file {
        SCRATCH => made.scratch.get(span.range()).unwrap_or(""),
        KEPT => made.kept.get(span.range()).unwrap_or(""),
        _ => sources.slice(span),
    }
}

impl Preprocessor<'_> {
    pub(super) fn text_of(&self, tok: &Tok) -> &str {
        text_in(&self.sources, &self.made, tok.text)
    }

    pub(super) fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        if self.diagnostics.len() < MOST_DIAGNOSTICS {
            self.diagnostics.push(Diagnostic::new(code, span, message));
        }
    }

    /// Reads `state`'s file from its position to its end.
    pub(super) fn scan(&mut self, state: &mut FileState) {
        let file = state.file.clone();
        let (text, bytes) = (file.text.as_str(), file.text.as_bytes());
        let (mut pos, mut run) = (state.pos, state.pos);
        let mut base = self.text.len();
        let mut fresh = state.fresh;
        loop {
            let lexeme = lexer::next(bytes, pos);
            let end = lexeme.end;
            match lexeme.kind {
                Lexical::Blank => {}
                Lexical::Newline => fresh = true,
                Lexical::Identifier if self.replaces(&text[pos..end], lexeme, state, end) => {
                    self.copy(text, run, pos);
                    state.fresh = false;
                    self.expand_here(state, pos, lexeme);
                    (pos, run, base, fresh) = (state.pos, state.pos, self.text.len(), state.fresh);
                    if self.stopped {
                        return;
                    }
                    continue;
                }
                Lexical::Punctuator
                    if fresh && (bytes[pos] == b'#' || bytes[pos] == b'%') && is_hash(&bytes[pos..end]) =>
                {
                    self.copy(text, run, pos);
                    (state.pos, state.fresh) = (end, false);
                    self.directive_line(state, pos);
                    (pos, run, base, fresh) = (state.pos, state.pos, self.text.len(), state.fresh);
                    if self.stopped {
                        return;
                    }
                    continue;
                }
                Lexical::Identifier
                | Lexical::Number
                | Lexical::Character
                | Lexical::String
                | Lexical::Punctuator
                | Lexical::Other => {
                    fresh = false;
                    if lexeme.broken {
                        self.copy(text, run, pos);
                        self.print_broken(state.id, text, pos, lexeme);
                        (run, base) = (end, self.text.len());
                    } else {
                        self.tokens.push(Token {
                            start: (base + pos - run) as u32,
                            end: (base + end - run) as u32,
                            spelled: Span { file: state.id, start: pos as u32, end: end as u32 },
                            expansion: None,
                            kind: lexeme.kind.token_kind(),
                            pasted: false,
                        });
                    }
                }
                Lexical::Comment | Lexical::Splice => {
                    self.copy(text, run, pos);
                    self.blank(&bytes[pos..end]);
                    (run, base) = (end, self.text.len());
                    if self.stopped {
                        return;
                    }
                }
                Lexical::End | Lexical::Placemarker | Lexical::Pragma => break,
            }
            pos = end;
        }
        self.copy(text, run, bytes.len());
        state.pos = bytes.len();
    }

    /// Whether the identifier `name`, which ends at `end`, is a macro to be replaced here.
    #[inline(always)]
    fn replaces(&self, name: &str, lexeme: Lexeme, state: &mut FileState, end: usize) -> bool {
        let symbol = if lexeme.broken { self.macros.find(&lexer::unspliced(name)) } else { self.macros.find(name) };
        symbol != 0 && self.replaces_symbol(symbol, state, end)
    }

    #[inline(never)]
    fn replaces_symbol(&self, symbol: u32, state: &mut FileState, end: usize) -> bool {
        let Some(definition) = self.macros.get(symbol) else { return false };
        if self.refused.contains(&symbol) {
            return false;
        }
        match definition.shape {
            Shape::Object => true,
            Shape::Builtin(builtin) if builtin.asks() => false,
            Shape::Function { .. } | Shape::Builtin(Builtin::Pragma) => {
                state.pos = end;
                state.open_follows()
            }
            Shape::Builtin(_) => true,
        }
    }

    /// Appends `text[from..to]` as it is.
    fn copy(&mut self, text: &str, from: usize, to: usize) {
        if from < to && self.has_room(to - from) {
            self.text.push_str(text.get(from..to).unwrap_or(""));
        }
    }

    /// Whether `more` bytes fit the output; ends the reading where they don't.
    pub(super) fn has_room(&mut self, more: usize) -> bool {
        let fits = !self.stopped && self.text.len() + more <= self.limits.output_bytes;
        if !fits && !self.stopped {
            self.stopped = true;
            let limit = self.limits.output_bytes;
            let message = format!("the preprocessed text exceeds {limit} bytes; the rest is not read");
            self.diagnostics.push(Diagnostic::without_place(Code::MacroLimit, message));
        }
        fits
    }

    /// Appends as many blanks as `bytes`, newlines kept.
    fn blank(&mut self, bytes: &[u8]) {
        const BLANKS: &str = "                                                                ";
        if !self.has_room(bytes.len()) {
            return;
        }
        for (at, line) in bytes.split(|&b| b == b'\n').enumerate() {
            if at > 0 {
                self.text.push('\n');
            }
            let mut left = line.len();
            while left > 0 {
                let some = left.min(BLANKS.len());
                self.text.push_str(&BLANKS[..some]);
                left -= some;
            }
        }
    }

    pub(super) fn newlines(&mut self, bytes: &[u8]) {
        let count = bytes.iter().filter(|&&b| b == b'\n').count();
        if self.has_room(count) {
            self.text.extend(std::iter::repeat_n('\n', count));
        }
    }

    fn print_broken(&mut self, file: FileId, text: &str, pos: usize, lexeme: Lexeme) {
        let clean = lexer::unspliced(text.get(pos..lexeme.end).unwrap_or(""));
        if !self.has_room(clean.len() + 1) {
            return;
        }
        let start = self.text.len() as u32;
        self.text.push_str(&clean);
        self.tokens.push(Token {
            start,
            end: self.text.len() as u32,
            spelled: Span::new(file, pos as u32, lexeme.end as u32),
            expansion: None,
            kind: lexeme.kind.token_kind(),
            pasted: false,
        });
    }

    fn directive_line(&mut self, state: &mut FileState, hash: usize) {
        self.begin_work();
        let include = self.directive(state, hash, true).1;
        self.end_work();
        let file = state.file.clone();
        self.newlines(&file.text.as_bytes()[hash..state.pos]);
        if let Some(request) = include {
            self.enter_include(state, &request);
        }
        if state.skipping() {
            let from = state.pos;
            self.skip(state);
            self.newlines(&file.text.as_bytes()[from..state.pos]);
        }
    }

    /// Passes over inactive groups, to the end of the directive that ends them.
    pub(super) fn skip(&mut self, state: &mut FileState) {
        let file = state.file.clone();
        let bytes = file.text.as_bytes();
        while state.skipping() {
            let (pos, lexeme) = (state.pos, lexer::next(bytes, state.pos));
            state.pos = lexeme.end;
            match lexeme.kind {
                Lexical::Newline => state.fresh = true,
                Lexical::Blank | Lexical::Comment | Lexical::Splice => {}
                Lexical::Punctuator if state.fresh && is_hash(&bytes[pos..lexeme.end]) => {
                    state.fresh = false;
                    self.directive(state, pos, true);
                }
                Lexical::End => break,
                Lexical::Identifier
                | Lexical::Number
                | Lexical::Character
                | Lexical::String
                | Lexical::Punctuator
                | Lexical::Other
                | Lexical::Placemarker
                | Lexical::Pragma => state.fresh = false,
            }
        }
    }

    /// Gives one expansion or directive its budget.
    fn begin_work(&mut self) {
        self.budget = self.limits.expansion_tokens.min(self.work_left);
    }

    fn end_work(&mut self) {
        let given = self.limits.expansion_tokens.min(self.work_left);
        self.work_left -= given - self.budget.min(given);
        if self.contexts.is_empty() {
            self.made.scratch.clear();
            self.waiting_pragmas.clear();
        }
    }

    /// Expands the macro whose name stands at `start`, with all that belongs to it.
    fn expand_here(&mut self, state: &mut FileState, start: usize, lexeme: Lexeme) {
        let file = state.file.clone();
        let name = self.file_tok(state.id, &file.text, start, lexeme, false);
        state.pos = lexeme.end;
        self.begin_work();
        self.set_root(state, start);
        self.consumed.clear();
        let first = self.expansions.len();
        let mut out = self.fresh_list();
        let mut list = self.fresh_list();
        list.push(name);
        self.push_context(list, 0);
        let result = self.drain(0, Some(&mut *state), &mut out);
        while !self.contexts.is_empty() {
            self.pop_context();
        }
        if result.is_ok() {
            let use_site = state.span(start, state.pos);
            self.expansions[first..].iter_mut().for_each(|e| e.use_site = use_site);
        } else {
            self.give_up(name, state, first, &mut out);
        }
        self.print(&out);
        self.keep_list(out);
        self.newlines(&file.text.as_bytes()[start..state.pos]);
        self.keep_apart(file.text.as_bytes().get(state.pos));
        self.end_work();
    }

    /// Leaves the invocation of `name` as it is spelled.
    fn give_up(&mut self, name: Tok, state: &FileState, first: usize, out: &mut Vec<Tok>) {
        self.expansions.truncate(first);
        self.refused.insert(name.symbol);
        let message = format!("the expansion of `{}` exceeds the limits of cu2x", self.macros.name(name.symbol));
        self.report(Code::MacroLimit, Span { file: state.id, ..name.spelled }, message);
        out.clear();
        out.push(name);
        out.append(&mut self.consumed);
    }

    fn keep_apart(&mut self, next: Option<&u8>) {
        if let (Some(&left), Some(&right)) = (self.text.as_bytes().last(), next)
            && lexer::joins(left, right)
            && self.has_room(1)
        {
            self.text.push(' ');
        }
    }

    pub(super) fn set_root(&mut self, state: &FileState, offset: usize) {
        self.root = Root {
            file: state.id.0,
            offset: offset as u32,
            line_delta: state.line_delta,
            presumed: state.presumed.clone(),
        };
    }

    /// The line of `place`, or of the current expansion where that is in another file.
    pub(super) fn line_at(&self, place: Span) -> i64 {
        let offset = if place.file.0 == self.root.file { place.start } else { self.root.offset };
        i64::from(line_of(self.sources.file(FileId(self.root.file)), offset)) + self.root.line_delta
    }

    pub(super) fn presumed_file(&self) -> String {
        match &self.root.presumed {
            Some(name) => name.to_string(),
            None => self.sources.path(FileId(self.root.file)).to_string_lossy().into_owned(),
        }
    }

    /// Appends expanded tokens, with a blank wherever one was or two tokens would become one.
    fn print(&mut self, list: &[Tok]) {
        for (at, tok) in list.iter().enumerate() {
            match tok.kind {
                Lexical::Placemarker => continue,
                Lexical::Pragma => {
                    let text = self.waiting_pragmas.get(tok.text.start as usize).cloned().unwrap_or_default();
                    self.pragmas.push(Pragma { span: tok.spelled, at: self.text.len() as u32, text });
                    continue;
                }
                _ => {}
            }
            let piece = text_in(&self.sources, &self.made, tok.text);
            let space = at > 0 && tok.space || joins_text(&self.text, piece);
            let length = piece.len() + usize::from(space);
            if !self.has_room(length) {
                return;
            }
            if space {
                self.text.push(' ');
            }
            let start = self.text.len() as u32;
            self.text.push_str(text_in(&self.sources, &self.made, tok.text));
            self.tokens.push(Token {
                start,
                end: self.text.len() as u32,
                spelled: tok.spelled,
                expansion: ExpansionId::from_raw(tok.expansion),
                kind: tok.kind.token_kind(),
                pasted: tok.pasted,
            });
        }
    }

    /// The token of `lexeme`, which stands at `at` of `text`. With `intern` its name gets a symbol even
    /// where it is no macro yet.
    pub(super) fn file_tok(&mut self, id: FileId, text: &str, at: usize, lexeme: Lexeme, intern: bool) -> Tok {
        let spelled = Span::new(id, at as u32, lexeme.end as u32);
        let mut slice = text.get(at..lexeme.end).unwrap_or("");
        let (clean, mut place) = (String::new(), spelled);
        let clean = if lexeme.broken { lexer::unspliced(slice) } else { clean };
        if lexeme.broken {
            place = if intern { self.kept_text(&clean) } else { self.scratch_text(&clean) };
            slice = &clean;
        }
        let symbol = match (lexeme.kind, intern) {
            (Lexical::Identifier, true) => self.macros.intern(slice),
            (Lexical::Identifier, false) => self.macros.find(slice),
            _ => 0,
        };
        let kind = lexeme.kind;
        Tok { kind, space: false, blocked: false, pasted: false, symbol, text: place, spelled, expansion: 0 }
    }

    /// The next token of the file for an invocation that reaches into it. Directives on the way are obeyed.
    pub(super) fn next_file_tok(&mut self, state: &mut FileState) -> Option<Tok> {
        let file = state.file.clone();
        let (text, bytes) = (file.text.as_str(), file.text.as_bytes());
        let mut space = false;
        loop {
            let (pos, lexeme) = (state.pos, lexer::next(bytes, state.pos));
            match lexeme.kind {
                Lexical::Blank | Lexical::Comment | Lexical::Splice => space = true,
                Lexical::Newline => (space, state.fresh) = (true, true),
                Lexical::End => return None,
                Lexical::Punctuator if state.fresh && is_hash(&bytes[pos..lexeme.end]) => {
                    (state.pos, state.fresh) = (lexeme.end, false);
                    if let Some(tok) = self.inner_directive(state, pos) {
                        self.consumed.push(tok);
                        return Some(tok);
                    }
                    continue;
                }
                Lexical::Identifier
                | Lexical::Number
                | Lexical::Character
                | Lexical::String
                | Lexical::Punctuator
                | Lexical::Other
                | Lexical::Placemarker
                | Lexical::Pragma => {
                    (state.pos, state.fresh) = (lexeme.end, false);
                    let tok = Tok { space, ..self.file_tok(state.id, text, pos, lexeme, false) };
                    self.consumed.push(tok);
                    return Some(tok);
                }
            }
            state.pos = lexeme.end;
        }
    }

    /// A directive between the arguments of a macro. A pragma becomes a token.
    fn inner_directive(&mut self, state: &mut FileState, hash: usize) -> Option<Tok> {
        let (root, in_condition) = (self.root.clone(), self.in_condition);
        let (pragma, include) = self.directive(state, hash, false);
        if let Some(request) = include {
            self.report(Code::BadDirective, request.directive, "#include inside a macro's arguments is not followed");
        }
        if state.skipping() {
            self.skip(state);
        }
        (self.root, self.in_condition) = (root, in_condition);
        pragma
    }
}

/// The one-based line of `offset`. Counts no columns, which would take the length of the line each time.
pub(super) fn line_of(file: &SourceFile, offset: u32) -> u32 {
    let (mut low, mut high) = (1, offset.saturating_add(2));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        // A line that the file does not have starts at its end.
        let exists = file.line_start(middle) <= offset && (file.line_start(middle) as usize) < file.text.len();
        (low, high) = if exists { (middle, high) } else { (low, middle) };
    }
    low
}

fn is_hash(token: &[u8]) -> bool {
    token == b"#" || token == b"%:"
}
