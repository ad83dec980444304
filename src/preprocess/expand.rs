//! Macro expansion: the stack of replacement lists being read, arguments, and the order of it all.
//!
//! In: a macro's name met in a file or in a list of tokens. Out: tokens that need no further replacement,
//! each with its spelling and its expansion. A macro is never replaced inside its own replacement; a token
//! refused for that reason stays refused. Every step is charged to a budget, so that no input runs away.

use super::PREDEFINED;
use super::lexer::Lexical;
use super::macros::{Builtin, KEPT, Macro, SCRATCH, Shape, Tok};
use super::origin::{Expansion, ExpansionId};
use super::scan::{FileState, Preprocessor};
use crate::source::Span;
use std::rc::Rc;

/// A limit was reached: the outermost expansion is given up.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct LimitHit;

/// A list of tokens being read, with the macro that may not be replaced meanwhile (0 for none).
pub(super) struct Context {
    pub tokens: Vec<Tok>,
    pub next: usize,
    pub symbol: u32,
}

/// The arguments of one invocation, as spelled.
pub(super) struct Arguments {
    /// Everything between the parentheses.
    pub raw: Vec<Tok>,
    /// Where each argument lies in `raw`.
    pub bounds: Vec<std::ops::Range<usize>>,
    pub open: Tok,
    pub close: Tok,
}

/// No invocation at all.
const NO_ARGUMENTS: Arguments = Arguments { raw: Vec::new(), bounds: Vec::new(), open: END, close: END };

/// An invocation whose arguments are being expanded.
pub(super) struct Pending {
    definition: Rc<Macro>,
    arguments: Arguments,
    /// The arguments that are expanded so far; `None` where expanding changes nothing.
    expanded: Vec<Option<Vec<Tok>>>,
    /// How many of `Macro::expands` are done, and which argument is under way.
    step: usize,
    current: u16,
    /// Its context lies above this one, and goes into `out`.
    floor: usize,
    out: Vec<Tok>,
    expansion: u32,
    space: bool,
}

impl Arguments {
    pub(super) fn get(&self, at: u16) -> &[Tok] {
        self.bounds.get(at as usize).map_or(&[], |range| &self.raw[range.clone()])
    }
}

impl Preprocessor<'_> {
    pub(super) fn charge(&mut self, cost: usize) -> Result<(), LimitHit> {
        if cost > self.budget {
            return Err(LimitHit);
        }
        self.budget -= cost;
        Ok(())
    }

    /// Whether a list of `length` tokens may be held beside what is held already.
    pub(super) fn check_room(&self, length: usize) -> Result<(), LimitHit> {
        if self.held + length > self.limits.held_tokens { Err(LimitHit) } else { Ok(()) }
    }

    pub(super) fn push_context(&mut self, tokens: Vec<Tok>, symbol: u32) {
        self.macros.enter(symbol);
        self.held += tokens.len();
        self.contexts.push(Context { tokens, next: 0, symbol });
    }

    pub(super) fn pop_context(&mut self) {
        if let Some(context) = self.contexts.pop() {
            self.macros.leave(context.symbol);
            self.held -= context.tokens.len();
            self.keep_list(context.tokens);
        }
    }

    /// Keeps the memory of `list` for [`Self::fresh_list`].
    pub(super) fn keep_list(&mut self, mut list: Vec<Tok>) {
        if self.pool.len() < 64 && list.capacity() < 1 << 16 {
            list.clear();
            self.pool.push(list);
        }
    }

    pub(super) fn fresh_list(&mut self) -> Vec<Tok> {
        self.pool.pop().unwrap_or_default()
    }

    /// The next token of the contexts above `floor`; contexts that are used up go.
    fn next_tok(&mut self, floor: usize) -> Option<Tok> {
        while self.contexts.len() > floor {
            let context = self.contexts.last_mut()?;
            if let Some(&tok) = context.tokens.get(context.next) {
                context.next += 1;
                return Some(tok);
            }
            self.pop_context();
        }
        None
    }

    /// Whether the next token is `(`, without taking it.
    fn open_follows(&self, floor: usize, source: Option<&FileState>) -> bool {
        for context in self.contexts[floor.min(self.contexts.len())..].iter().rev() {
            if let Some(tok) = context.tokens.get(context.next) {
                return tok.kind == Lexical::Punctuator && self.text_of(tok) == "(";
            }
        }
        source.is_some_and(FileState::open_follows)
    }

    /// Reads the contexts above `floor` to their end, replacing macros, into `out`. `source` is the file
    /// that goes on behind them, where an invocation may find its arguments.
    pub(super) fn drain(
        &mut self,
        floor: usize,
        source: Option<&mut FileState>,
        out: &mut Vec<Tok>,
    ) -> Result<(), LimitHit> {
        let base = self.pending.len();
        let result = self.drain_from(base, floor, source, out);
        self.pending.truncate(base);
        result
    }

    /// Arguments are expanded on a stack of their own, not by recursion: real macro libraries nest them
    /// thousands deep.
    fn drain_from(
        &mut self,
        base: usize,
        floor: usize,
        mut source: Option<&mut FileState>,
        out: &mut Vec<Tok>,
    ) -> Result<(), LimitHit> {
        loop {
            let argument = self.pending.len() > base;
            let floor = if argument { self.pending.last().map_or(floor, |p| p.floor) } else { floor };
            let Some(mut tok) = self.next_tok(floor) else {
                if !argument {
                    return Ok(());
                }
                self.finish_argument()?;
                continue;
            };
            self.charge(1)?;
            let replaces = tok.symbol != 0 && !tok.blocked && tok.is_identifier() && self.macros.is_defined(tok.symbol);
            let keeps = self.in_condition && tok.is_identifier() && self.keeps_operand(&tok);
            if replaces && !keeps {
                if self.macros.is_busy(tok.symbol) {
                    tok.blocked = true;
                } else if self.invoke(tok, floor, source.as_deref_mut().filter(|_| !argument))? {
                    continue;
                }
            }
            let list = match self.pending.last_mut() {
                Some(pending) if argument => &mut pending.out,
                _ => &mut *out,
            };
            list.push(tok);
            let length = list.len();
            if keeps {
                let mut list = std::mem::take(list);
                self.keep_operand(floor, &mut list);
                match self.pending.last_mut() {
                    Some(pending) if argument => pending.out = list,
                    _ => *out = list,
                }
            }
            self.check_room(length)?;
        }
    }

    /// The argument being expanded is at its end: on to the next one, or to the replacement.
    fn finish_argument(&mut self) -> Result<(), LimitHit> {
        if let Some(pending) = self.pending.last_mut() {
            let expanded = std::mem::take(&mut pending.out);
            if let Some(slot) = pending.expanded.get_mut(pending.current as usize) {
                *slot = Some(expanded);
            }
        }
        self.next_argument()
    }

    /// Begins to expand the next argument that needs it; where none is left, the replacement is pushed.
    fn next_argument(&mut self) -> Result<(), LimitHit> {
        let Some(mut pending) = self.pending.pop() else { return Ok(()) };
        while let Some(&number) = pending.definition.expands.get(pending.step) {
            pending.step += 1;
            let raw = pending.arguments.get(number);
            if !raw.iter().any(|t| t.symbol != 0 && self.macros.is_defined(t.symbol)) {
                continue;
            }
            self.charge(raw.len())?;
            let mut list = self.fresh_list();
            list.extend_from_slice(raw);
            (pending.current, pending.floor) = (number, self.contexts.len());
            pending.out = self.fresh_list();
            self.pending.push(pending);
            self.push_context(list, 0);
            return Ok(());
        }
        let Pending { definition, arguments, expanded, expansion, space, .. } = pending;
        let tokens = self.substitute(&definition, &arguments, &expanded, expansion, space)?;
        expanded.into_iter().flatten().for_each(|list| self.keep_list(list));
        self.keep_list(arguments.raw);
        self.push_context(tokens, definition.symbol);
        Ok(())
    }

    /// In `#if`, the operand of `defined` and a header's name are not replaced.
    fn keeps_operand(&self, tok: &Tok) -> bool {
        let asks = matches!(self.macros.get(tok.symbol).map(|m| m.shape), Some(Shape::Builtin(b)) if b.asks());
        asks || self.text_of(tok) == "defined"
    }

    /// Moves such an operand to `out`.
    fn keep_operand(&mut self, floor: usize, out: &mut Vec<Tok>) {
        let Some(first) = self.next_tok(floor) else { return };
        out.push(first);
        if self.text_of(&first) == "(" {
            while let Some(tok) = self.next_tok(floor) {
                out.push(tok);
                if self.text_of(&tok) == ")" {
                    break;
                }
            }
        }
    }

    /// Replaces macros in `tokens`.
    pub(super) fn expand_list(&mut self, tokens: &[Tok]) -> Result<Vec<Tok>, LimitHit> {
        let floor = self.contexts.len();
        let mut list = self.fresh_list();
        list.extend_from_slice(tokens);
        self.push_context(list, 0);
        let mut out = self.fresh_list();
        let result = self.drain(floor, None, &mut out);
        while self.contexts.len() > floor {
            self.pop_context();
        }
        result.map(|()| out)
    }

    /// Begins the replacement of the macro that `name` names: its tokens are pushed as a context.
    /// False where it is no invocation after all.
    pub(super) fn invoke(&mut self, name: Tok, floor: usize, source: Option<&mut FileState>) -> Result<bool, LimitHit> {
        let Some(definition) = self.macros.get(name.symbol).cloned() else { return Ok(false) };
        let (parameters, variadic) = match definition.shape {
            Shape::Object => {
                let id = self.new_expansion(&definition, name, name.spelled)?;
                let tokens = self.substitute(&definition, &NO_ARGUMENTS, &[], id, name.space)?;
                self.push_context(tokens, name.symbol);
                return Ok(true);
            }
            Shape::Function { parameters, variadic } => (parameters as usize, variadic),
            Shape::Builtin(Builtin::Pragma) => (1, false),
            Shape::Builtin(builtin) => return self.builtin(&definition, builtin, name),
        };
        if !self.open_follows(floor, source.as_deref()) {
            return Ok(false);
        }
        let Some(mut arguments) = self.collect(parameters, variadic, floor, source)? else {
            return Ok(false);
        };
        if arguments.bounds.len() == 1 && parameters == 0 && arguments.raw.is_empty() {
            arguments.bounds.clear();
        }
        let count = arguments.bounds.len();
        if count != parameters && !(variadic && count + 1 == parameters) {
            self.give_back(arguments);
            return Ok(false);
        }
        let invocation = join(name.spelled, arguments.close.spelled);
        let id = self.new_expansion(&definition, name, invocation)?;
        for tok in &mut arguments.raw {
            if tok.expansion == 0 || tok.expansion == name.expansion {
                tok.expansion = id;
            }
        }
        if let Shape::Builtin(_) = definition.shape {
            let tokens = self.pragma_operator(&arguments, name, invocation);
            self.keep_list(arguments.raw);
            self.push_context(tokens, name.symbol);
            return Ok(true);
        }
        if self.pending.len() >= self.limits.expansion_depth {
            return Err(LimitHit);
        }
        self.check_room(arguments.raw.len())?;
        self.pending.push(Pending {
            expanded: vec![None; if definition.expands.is_empty() { 0 } else { arguments.bounds.len() }],
            definition,
            arguments,
            expansion: id,
            space: name.space,
            step: 0,
            current: 0,
            floor,
            out: Vec::new(),
        });
        self.next_argument()?;
        Ok(true)
    }

    fn new_expansion(&mut self, definition: &Rc<Macro>, name: Tok, invocation: Span) -> Result<u32, LimitHit> {
        self.charge(1)?;
        if self.expansions.len() >= self.limits.expansions {
            return Err(LimitHit);
        }
        self.expansions.push(Expansion {
            macro_name: definition.name.clone(),
            definition: definition.definition,
            use_site: invocation,
            invocation,
            parent: ExpansionId::from_raw(name.expansion),
        });
        Ok(self.expansions.len() as u32)
    }

    /// Takes the arguments, parentheses included. `None`, with all tokens given back, where `)` is missing.
    fn collect(
        &mut self,
        parameters: usize,
        variadic: bool,
        floor: usize,
        mut source: Option<&mut FileState>,
    ) -> Result<Option<Arguments>, LimitHit> {
        let bounds = Vec::with_capacity(parameters);
        let mut arguments = Arguments { raw: self.fresh_list(), bounds, open: END, close: END };
        let (mut nesting, mut start, mut opened) = (0usize, 0, false);
        loop {
            let taken = match self.next_tok(floor) {
                Some(tok) => Some(tok),
                None => match source.as_deref_mut() {
                    Some(state) => self.next_file_tok(state),
                    None => None,
                },
            };
            let Some(tok) = taken else {
                arguments.raw.insert(0, arguments.open);
                self.push_context(arguments.raw, 0);
                return Ok(None);
            };
            self.charge(1)?;
            self.check_room(arguments.raw.len())?;
            if !opened {
                (arguments.open, opened) = (tok, true);
                continue;
            }
            if tok.kind == Lexical::Punctuator && tok.text.end - tok.text.start == 1 {
                let in_variadic = variadic && arguments.bounds.len() + 1 >= parameters;
                match self.text_of(&tok) {
                    "(" => nesting += 1,
                    ")" if nesting == 0 => {
                        arguments.bounds.push(start..arguments.raw.len());
                        arguments.close = tok;
                        return Ok(Some(arguments));
                    }
                    ")" => nesting -= 1,
                    "," if nesting == 0 && !in_variadic => {
                        // The comma stays in `raw`, so that a wrong invocation can be given back whole.
                        arguments.bounds.push(start..arguments.raw.len());
                        start = arguments.raw.len() + 1;
                    }
                    _ => {}
                }
            }
            arguments.raw.push(tok);
        }
    }

    /// Puts the tokens of an invocation with a wrong number of arguments back to be read as they are.
    fn give_back(&mut self, arguments: Arguments) {
        let mut tokens = arguments.raw;
        tokens.insert(0, arguments.open);
        tokens.push(arguments.close);
        self.push_context(tokens, 0);
    }

    fn builtin(&mut self, definition: &Rc<Macro>, builtin: Builtin, name: Tok) -> Result<bool, LimitHit> {
        let (kind, text) = match builtin {
            Builtin::Line => (Lexical::Number, self.line_of(name)?.to_string()),
            Builtin::File => (Lexical::String, quote(&self.presumed_file())),
            Builtin::BaseFile => {
                (Lexical::String, quote(&self.sources.path(crate::source::FileId(0)).to_string_lossy()))
            }
            Builtin::IncludeLevel => (Lexical::Number, self.include_level.to_string()),
            Builtin::Counter => {
                self.counter += 1;
                (Lexical::Number, (self.counter - 1).to_string())
            }
            // A translation must not depend on when it is made.
            Builtin::Date => (Lexical::String, "\"Jan  1 1970\"".to_string()),
            Builtin::Time => (Lexical::String, "\"00:00:00\"".to_string()),
            Builtin::Timestamp => (Lexical::String, "\"Thu Jan  1 00:00:00 1970\"".to_string()),
            Builtin::Pragma | Builtin::HasInclude | Builtin::HasAttribute => return Ok(false),
        };
        self.charge(1 + text.len() / 8)?;
        let id = self.new_expansion(definition, name, name.spelled)?;
        let text = self.scratch_text(&text);
        let tok = Tok { kind, text, symbol: 0, pasted: true, expansion: id, ..name };
        let mut list = self.fresh_list();
        list.push(tok);
        self.push_context(list, name.symbol);
        Ok(true)
    }

    /// The line of a `__LINE__`: where a file spells it or the invocation whose body holds it, as in GCC.
    fn line_of(&mut self, name: Tok) -> Result<i64, LimitHit> {
        let (mut place, mut expansion) = (name.spelled, ExpansionId::from_raw(name.expansion));
        while let Some(outer) = expansion {
            let Expansion { definition, invocation, parent, .. } = &self.expansions[outer.index()];
            let (definition, next) = (*definition, (*invocation, *parent));
            let in_body = match definition {
                Some(body) => place.file == body.file && place.start >= body.start && place.end <= body.end,
                None => place.file == PREDEFINED,
            };
            if !in_body {
                break;
            }
            self.charge(1)?;
            (place, expansion) = next;
        }
        Ok(self.line_at(place))
    }

    fn pragma_operator(&mut self, arguments: &Arguments, name: Tok, span: Span) -> Vec<Tok> {
        let literals = arguments.get(0).iter().filter(|t| t.kind == Lexical::String);
        let text: String = literals.map(|t| destringise(self.text_of(t))).collect();
        let tok = self.pragma_tok(span, text);
        let mut list = self.fresh_list();
        list.push(Tok { space: name.space, ..tok });
        list
    }

    /// A token that becomes an entry of `Unit::pragmas` where it is printed.
    pub(super) fn pragma_tok(&mut self, span: Span, text: String) -> Tok {
        self.waiting_pragmas.push(text);
        let at = self.waiting_pragmas.len() as u32 - 1;
        Tok { kind: Lexical::Pragma, text: Span::new(SCRATCH, at, at), spelled: span, ..END }
    }

    /// Keeps `text` for the time of one expansion.
    pub(super) fn scratch_text(&mut self, text: &str) -> Span {
        let start = self.made.scratch.len() as u32;
        self.made.scratch.push_str(text);
        Span::new(SCRATCH, start, self.made.scratch.len() as u32)
    }

    /// Keeps `text` for good.
    pub(super) fn kept_text(&mut self, text: &str) -> Span {
        let start = self.made.kept.len() as u32;
        self.made.kept.push_str(text);
        Span::new(KEPT, start, self.made.kept.len() as u32)
    }
}

/// A token of no text.
pub(super) const END: Tok = Tok {
    kind: Lexical::Placemarker,
    space: false,
    blocked: true,
    pasted: false,
    symbol: 0,
    text: Span { file: SCRATCH, start: 0, end: 0 },
    spelled: Span { file: SCRATCH, start: 0, end: 0 },
    expansion: 0,
};

/// From `first` to `last` where both are in one file in this order, else `first`.
pub(super) fn join(first: Span, last: Span) -> Span {
    if first.file == last.file && last.end >= first.end { Span { end: last.end, ..first } } else { first }
}

pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// The text that a string literal was made of.
fn destringise(literal: &str) -> String {
    let start = literal.find('"').map_or(0, |at| at + 1);
    let inner = literal.get(start..literal.len().saturating_sub(1)).unwrap_or("");
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(&next @ ('"' | '\\'))) => {
                out.push(next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// Whether `piece` must be kept apart from the end of `text`.
pub(super) fn joins_text(text: &str, piece: &str) -> bool {
    match (text.as_bytes().last(), piece.as_bytes().first()) {
        (Some(&left), Some(&right)) => super::lexer::joins(left, right),
        _ => false,
    }
}
