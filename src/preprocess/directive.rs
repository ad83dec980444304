//! Directives: conditionals, definitions and the rest of what begins with `#`.
//!
//! In: a file whose position stands behind a `#`. Out: changed macros, recorded conditionals, pragmas and
//! definitions, and the request to include a file; the position then stands at the end of the line.

use super::lexer::{self, Lexical};
use super::macros::{Tok, parse_definition};
use super::scan::{FileState, Guard, Open, Preprocessor, line_of, text_in};
use super::{Branch, Conditional, MacroDefinition, PREDEFINED, Pragma};
use crate::diag::Code;
use crate::source::Span;
use std::sync::Arc;

/// An `#include` that was read.
pub(super) struct IncludeRequest {
    pub directive: Span,
    pub name: String,
    pub angled: bool,
    /// `#include_next`: look only behind the folder of the including file.
    pub next: bool,
    /// `#import`: never twice.
    pub import: bool,
}

impl Preprocessor<'_> {
    /// Obeys the directive whose `#` stands at `hash`. With `record` a pragma is noted at the end of the
    /// text; without, it is handed back as a token.
    pub(super) fn directive(
        &mut self,
        state: &mut FileState,
        hash: usize,
        record: bool,
    ) -> (Option<Tok>, Option<IncludeRequest>) {
        let file = state.file.clone();
        let (word_at, name) = directive_name(&file.text, state.pos);
        let words = lexer::unspliced(name);
        if state.skipping() && !words.starts_with("if") && !words.starts_with("el") && words != "endif" {
            self.skip_line(state);
            return (None, None);
        }
        state.pos = word_at + name.len();
        self.set_root(state, hash);
        let conditional = self.conditional(state, hash, &words);
        if conditional {
            return (None, None);
        }
        self.spoil_guard(state, &words);
        match words.as_str() {
            "define" => self.define(state, hash),
            "undef" => self.undef(state),
            "include" | "include_next" | "import" => {
                let request = self.read_include(state, hash, &words);
                return (None, request);
            }
            "pragma" => return (self.pragma(state, hash, record), None),
            "line" => self.line_directive(state),
            "" => self.marker(state),
            "error" | "warning" => {
                let line = self.rest_of_line(state, hash);
                self.report(Code::ErrorDirective, line, self.sources.slice(line).trim().to_string());
            }
            "ident" | "sccs" | "assert" | "unassert" => self.skip_line(state),
            _ => {
                let line = self.rest_of_line(state, hash);
                self.report(Code::BadDirective, line, format!("unknown directive `#{words}`"));
            }
        }
        (None, None)
    }

    /// Moves to the end of the line.
    fn skip_line(&mut self, state: &mut FileState) {
        let file = state.file.clone();
        let bytes = file.text.as_bytes();
        loop {
            let lexeme = lexer::next(bytes, state.pos);
            if matches!(lexeme.kind, Lexical::Newline | Lexical::End) {
                return;
            }
            state.pos = lexeme.end;
        }
    }

    fn rest_of_line(&mut self, state: &mut FileState, hash: usize) -> Span {
        self.skip_line(state);
        state.span(hash, state.pos)
    }

    /// The tokens up to the end of the line. With `intern` names get symbols.
    pub(super) fn line(&mut self, state: &mut FileState, intern: bool) -> Vec<Tok> {
        let file = state.file.clone();
        let (text, mut space, mut list) = (file.text.as_str(), false, self.fresh_list());
        loop {
            let (pos, lexeme) = (state.pos, lexer::next(text.as_bytes(), state.pos));
            match lexeme.kind {
                Lexical::Newline | Lexical::End => return list,
                Lexical::Blank | Lexical::Comment | Lexical::Splice => space = true,
                Lexical::Identifier
                | Lexical::Number
                | Lexical::Character
                | Lexical::String
                | Lexical::Punctuator
                | Lexical::Other
                | Lexical::Placemarker
                | Lexical::Pragma => {
                    list.push(Tok { space, ..self.file_tok(state.id, text, pos, lexeme, intern) });
                    space = false;
                }
            }
            state.pos = lexeme.end;
        }
    }

    fn define(&mut self, state: &mut FileState, hash: usize) {
        let list = self.line(state, true);
        let directive = state.span(hash, state.pos);
        let end = state.span(list.last().map_or(state.pos, |t| t.spelled.end as usize), 0);
        let end = Span { end: end.start, ..end };
        let (sources, made) = (&self.sources, &self.made);
        match parse_definition(&list, end, &self.macros, &|tok: &Tok| text_in(sources, made, tok.text)) {
            Ok(mut definition) => {
                if state.id == PREDEFINED {
                    definition.definition = None;
                } else {
                    self.macros_defined.push(MacroDefinition {
                        name: definition.name.clone(),
                        directive,
                        definition: definition.definition.unwrap_or(end),
                        function_like: definition.is_function(),
                    });
                }
                // A new meaning gets a new chance.
                self.refused.remove(&definition.symbol);
                self.macros.define(definition);
            }
            Err(message) => self.report(Code::BadDirective, directive, message),
        }
        self.keep_list(list);
    }

    fn undef(&mut self, state: &mut FileState) {
        let list = self.line(state, false);
        if let Some(name) = list.first()
            && name.symbol != 0
        {
            self.macros.undefine(name.symbol);
        }
        self.keep_list(list);
    }

    fn pragma(&mut self, state: &mut FileState, hash: usize, record: bool) -> Option<Tok> {
        let list = self.line(state, false);
        let span = state.span(hash, list.last().map_or(state.pos, |t| t.spelled.end as usize));
        if list.first().is_some_and(|t| self.text_of(t) == "once") {
            self.once.insert(state.id);
        }
        let list = self.expand_list(&list).unwrap_or(list);
        let text = self.spell(&list);
        self.keep_list(list);
        if record {
            self.pragmas.push(Pragma { span, at: self.text.len() as u32, text });
            return None;
        }
        Some(self.pragma_tok(span, text))
    }

    /// `list` as text.
    pub(super) fn spell(&self, list: &[Tok]) -> String {
        let mut text = String::new();
        for tok in list {
            if tok.space && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(self.text_of(tok));
        }
        text
    }

    fn line_directive(&mut self, state: &mut FileState) {
        let at = state.pos;
        let list = self.line(state, false);
        let list = self.expand_list(&list).unwrap_or(list);
        let number = list.first().and_then(|t| self.text_of(t).replace('\'', "").parse::<u32>().ok());
        match number {
            Some(number) => {
                let here = line_of(&state.file, at as u32);
                state.line_delta = i64::from(number) - i64::from(here) - 1;
                if let Some(name) = list.get(1).filter(|t| t.kind == Lexical::String) {
                    state.presumed = Some(Arc::from(self.text_of(name).trim_matches('"')));
                }
            }
            None => self.report(Code::BadDirective, state.span(at, state.pos), "#line needs a line number"),
        }
        self.keep_list(list);
    }

    /// `#` alone, or what a preprocessor leaves: `# 12 "file"`.
    fn marker(&mut self, state: &mut FileState) {
        let at = state.pos;
        let first = lexer::next(state.file.text.as_bytes(), at);
        match first.kind {
            Lexical::Number => self.line_directive(state),
            Lexical::Newline | Lexical::End => {}
            _ => {
                let line = self.rest_of_line(state, at);
                self.report(Code::BadDirective, line, "`#` is not followed by a directive");
            }
        }
    }

    /// Whether `word` is a conditional directive; if so, it is obeyed.
    fn conditional(&mut self, state: &mut FileState, hash: usize, word: &str) -> bool {
        match word {
            "if" | "ifdef" | "ifndef" => self.open_group(state, hash, word),
            "elif" | "elifdef" | "elifndef" | "else" => self.next_group(state, hash, word),
            "endif" => self.close_group(state, hash),
            _ => return false,
        }
        true
    }

    fn open_group(&mut self, state: &mut FileState, hash: usize, word: &str) {
        let parent_active = !state.skipping();
        let forced = state.forced.iter().find(|f| f.0 as usize == hash).map(|f| f.1);
        let list = self.condition_line(state, parent_active);
        let condition = condition_span(state, &list);
        self.watch_guard(state, word, &list);
        let active = match forced {
            _ if !parent_active => false,
            Some(branch) => branch == 0,
            None => self.holds(state, word, &list),
        };
        self.keep_list(list);
        let branch =
            Branch { directive: state.span(hash, state.pos), condition, body: state.span(state.pos, state.pos) };
        self.conditionals.push(Conditional {
            file: state.id,
            branches: vec![branch],
            endif: state.span(state.file.text.len(), state.file.text.len()),
            active: active.then_some(0),
        });
        let record = self.conditionals.len() - 1;
        state.stack.push(Open { record, active, parent_active, taken: active, seen_else: false, forced });
    }

    /// The rest of a conditional's line: as tokens where they matter.
    fn condition_line(&mut self, state: &mut FileState, matters: bool) -> Vec<Tok> {
        if matters {
            return self.line(state, false);
        }
        // Only where the condition begins and ends is recorded.
        let mut list = self.line(state, false);
        if let (Some(&first), Some(&last)) = (list.first(), list.last()) {
            list = vec![first, last];
        }
        list
    }

    fn next_group(&mut self, state: &mut FileState, hash: usize, word: &str) {
        let Some(open) = state.stack.last() else { return self.stray(state, hash, word) };
        let (matters, seen_else) = (open.parent_active && !open.taken && open.forced.is_none(), open.seen_else);
        let (record, parent_active, forced) = (open.record, open.parent_active, open.forced);
        let index = self.conditionals[record].branches.len();
        let list = self.condition_line(state, matters);
        let condition = condition_span(state, &list);
        if seen_else {
            self.report(Code::BadDirective, state.span(hash, state.pos), format!("#{word} after #else"));
        }
        let active = match forced {
            _ if !parent_active => false,
            Some(branch) => branch == index,
            None => matters && !seen_else && (word == "else" || self.holds(state, &word[2..], &list)),
        };
        self.keep_list(list);
        let body = state.span(state.pos, state.pos);
        let directive = state.span(hash, state.pos);
        let conditional = &mut self.conditionals[record];
        if let Some(last) = conditional.branches.last_mut() {
            last.body.end = hash as u32;
        }
        conditional.branches.push(Branch { directive, condition, body });
        if active {
            conditional.active = Some(index);
        }
        if state.stack.len() == 1 && matches!(state.guard, Guard::Open(_)) {
            state.guard = Guard::No;
        }
        if let Some(open) = state.stack.last_mut() {
            open.active = active;
            open.taken |= active;
            open.seen_else |= word == "else";
        }
    }

    fn close_group(&mut self, state: &mut FileState, hash: usize) {
        self.skip_line(state);
        let Some(open) = state.stack.pop() else { return self.stray(state, hash, "endif") };
        let conditional = &mut self.conditionals[open.record];
        if let Some(last) = conditional.branches.last_mut() {
            last.body.end = hash as u32;
        }
        conditional.endif = state.span(hash, state.pos);
        if let (true, Guard::Open(symbol)) = (state.stack.is_empty(), state.guard) {
            state.guard = Guard::Closed { symbol, tokens: self.tokens.len(), expansions: self.expansions.len() };
        }
    }

    fn stray(&mut self, state: &mut FileState, hash: usize, word: &str) {
        let line = self.rest_of_line(state, hash);
        self.report(Code::BadDirective, line, format!("#{word} without #if"));
    }

    /// Closes what the end of the file leaves open.
    pub(super) fn close_all(&mut self, state: &mut FileState) {
        let end = state.file.text.len() as u32;
        while let Some(open) = state.stack.pop() {
            let conditional = &mut self.conditionals[open.record];
            let mut place = conditional.endif;
            if let Some(last) = conditional.branches.last_mut() {
                last.body.end = end;
            }
            if let Some(first) = conditional.branches.first() {
                place = first.directive;
            }
            self.report(Code::UnterminatedConditional, place, "this conditional has no #endif");
        }
    }

    /// Whether the condition of a directive holds.
    fn holds(&mut self, state: &mut FileState, word: &str, list: &[Tok]) -> bool {
        if word == "if" {
            return self.evaluate(state, list);
        }
        let defined = match list.first() {
            Some(name) if name.is_identifier() => name.symbol != 0 && self.macros.is_defined(name.symbol),
            _ => {
                self.report(Code::BadDirective, condition_span(state, list), format!("#{word} needs a name"));
                return false;
            }
        };
        defined == (word == "ifdef")
    }

    /// Sees whether a conditional may be the include guard of its file.
    fn watch_guard(&mut self, state: &mut FileState, word: &str, list: &[Tok]) {
        if !state.stack.is_empty() {
            return;
        }
        let texts: Vec<&str> = list.iter().map(|t| self.text_of(t)).collect();
        let name = match (word, texts.as_slice()) {
            ("ifndef", [name]) | ("if", ["!", "defined", name]) | ("if", ["!", "defined", "(", name, ")"]) => *name,
            _ => "",
        };
        let begins = matches!(state.guard, Guard::Unseen) && state.is_untouched(self);
        state.guard = if begins && !name.is_empty() {
            let name = name.to_string();
            Guard::Open(self.macros.intern(&name))
        } else {
            Guard::No
        };
    }

    /// A directive outside the guard, other than comments and `#pragma once`, means that there is none.
    fn spoil_guard(&mut self, state: &mut FileState, word: &str) {
        if state.stack.is_empty() && word != "pragma" && !word.is_empty() {
            state.guard = Guard::No;
        }
    }
}

fn condition_span(state: &FileState, list: &[Tok]) -> Span {
    match (list.first(), list.last()) {
        (Some(first), Some(last)) => Span { end: last.spelled.end, ..first.spelled },
        _ => state.span(state.pos, state.pos),
    }
}

/// Where the word behind a `#` starts, and the word; empty where something else stands there.
fn directive_name(text: &str, mut at: usize) -> (usize, &str) {
    loop {
        let lexeme = lexer::next(text.as_bytes(), at);
        match lexeme.kind {
            Lexical::Blank | Lexical::Comment | Lexical::Splice => at = lexeme.end,
            Lexical::Identifier => return (at, text.get(at..lexeme.end).unwrap_or("")),
            _ => return (at, ""),
        }
    }
}
