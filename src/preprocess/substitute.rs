//! From a replacement list and arguments to the tokens that take the invocation's place.
//!
//! In: a macro's elements. Out: tokens to be read again for more macros. `#` and `##` look at arguments
//! as they are spelled; everywhere else an argument is fully expanded before it is put in.

use super::expand::{Arguments, END, LimitHit};
use super::lexer::{self, Lexical};
use super::macros::{Element, Macro, Role, Shape, Tok};
use super::scan::Preprocessor;
use crate::source::Span;

/// What one substitution works with.
struct Work<'w> {
    definition: &'w Macro,
    arguments: &'w Arguments,
    expanded: &'w [Option<Vec<Tok>>],
    expansion: u32,
}

impl Work<'_> {
    /// The expanded argument of parameter `number`.
    fn expanded(&self, number: u16) -> &[Tok] {
        match self.expanded.get(number as usize) {
            Some(Some(list)) => list,
            Some(None) | None => self.arguments.get(number),
        }
    }

    /// The number of the variadic parameter.
    fn variadic(&self) -> Option<u16> {
        match self.definition.shape {
            Shape::Function { parameters, variadic: true } => Some(parameters - 1),
            Shape::Function { .. } | Shape::Object | Shape::Builtin(_) => None,
        }
    }
}

impl Preprocessor<'_> {
    /// The replacement of one invocation, of which `expansion` becomes the origin.
    pub(super) fn substitute(
        &mut self,
        definition: &Macro,
        arguments: &Arguments,
        expanded: &[Option<Vec<Tok>>],
        expansion: u32,
        space: bool,
    ) -> Result<Vec<Tok>, LimitHit> {
        let mut out = self.fresh_list();
        if definition.plain {
            self.charge(definition.body.len())?;
            out.extend(definition.body.iter().map(|e| Tok { expansion, ..e.tok }));
        } else {
            let work = Work { definition, arguments, expanded, expansion };
            self.replace(&work, 0..definition.body.len(), &mut out)?;
            remove_placemarkers(&mut out);
        }
        if let Some(first) = out.first_mut() {
            first.space = space;
        }
        Ok(out)
    }

    fn replace(&mut self, work: &Work, range: std::ops::Range<usize>, out: &mut Vec<Tok>) -> Result<(), LimitHit> {
        let body = &work.definition.body;
        let first = out.len();
        let (mut at, mut joined) = (range.start, false);
        // The place of the operands of a chain of `##` in the replacement list.
        let mut operands = END.spelled;
        while at < range.end {
            let element = body[at];
            let next = at + 1;
            let after = out.len();
            let swallowed = if joined { self.comma_rule(work, at, out)? } else { false };
            let end = if swallowed { next } else { self.element(work, at, joined, out)? };
            if out.len() == after && !swallowed {
                out.push(Tok { space: element.tok.space, ..END });
            }
            operands = if joined { Span { end: element.tok.spelled.end, ..operands } } else { element.tok.spelled };
            if joined && !swallowed && after > first {
                self.paste(after - 1, operands, work.expansion, out)?;
            }
            joined = body[end - 1].pastes;
            at = end;
        }
        Ok(())
    }

    /// GNU's `, ## __VA_ARGS__`: no comma before no arguments, and no pasting before some.
    fn comma_rule(&mut self, work: &Work, at: usize, out: &mut Vec<Tok>) -> Result<bool, LimitHit> {
        let Role::Parameter(number) = work.definition.body[at].role else { return Ok(false) };
        let comma = out.last().is_some_and(|t| t.kind == Lexical::Punctuator && self.text_of(t) == ",");
        if !comma || work.variadic() != Some(number) || work.definition.body[at - 1].role != Role::Plain {
            return Ok(false);
        }
        // As in GCC: an argument that is there but empty keeps the comma, unless it is the only one.
        let omitted = work.arguments.bounds.len() <= number as usize;
        if omitted || number == 0 && work.arguments.get(0).is_empty() {
            out.pop();
            // Keeps the place for a `##` that may follow.
            out.push(END);
        } else {
            self.put_raw(work, at, out)?;
        }
        Ok(true)
    }

    /// Appends what the element at `at` stands for, and says where the next one is.
    fn element(&mut self, work: &Work, at: usize, joined: bool, out: &mut Vec<Tok>) -> Result<usize, LimitHit> {
        let Element { tok, role, pastes } = work.definition.body[at];
        self.charge(1)?;
        match role {
            Role::Plain => out.push(Tok { expansion: work.expansion, ..tok }),
            Role::Stringise(number) => {
                let literal = self.stringise(work.arguments.get(number), tok, work.expansion)?;
                out.push(literal);
            }
            Role::Parameter(_) if joined || pastes => self.put_raw(work, at, out)?,
            Role::Parameter(number) => self.put_expanded(work, number, tok.space, out)?,
            Role::OptionalOpen { close, stringise } => {
                let start = out.len();
                if work.variadic().is_some_and(|number| !work.expanded(number).is_empty()) {
                    self.replace(work, at + 1..close as usize, out)?;
                }
                if stringise {
                    let inner: Vec<Tok> = out.drain(start..).collect();
                    let literal = self.stringise(&inner, tok, work.expansion)?;
                    out.push(literal);
                }
                if let Some(first) = out.get_mut(start) {
                    first.space = tok.space;
                }
                return Ok(close as usize + 1);
            }
            Role::OptionalClose => {}
        }
        Ok(at + 1)
    }

    /// Appends the argument of the parameter at `at` as it is spelled.
    fn put_raw(&mut self, work: &Work, at: usize, out: &mut Vec<Tok>) -> Result<(), LimitHit> {
        let Element { tok, role: Role::Parameter(number), .. } = work.definition.body[at] else { return Ok(()) };
        let raw = work.arguments.get(number);
        self.charge(raw.len())?;
        self.check_room(out.len() + raw.len())?;
        let start = out.len();
        out.extend_from_slice(raw);
        if let Some(first) = out.get_mut(start) {
            first.space = tok.space;
        }
        Ok(())
    }

    fn put_expanded(&mut self, work: &Work, number: u16, space: bool, out: &mut Vec<Tok>) -> Result<(), LimitHit> {
        let list = work.expanded(number);
        self.charge(list.len())?;
        self.check_room(out.len() + list.len())?;
        let start = out.len();
        out.extend_from_slice(list);
        if let Some(first) = out.get_mut(start) {
            first.space = space;
        }
        Ok(())
    }

    /// The string literal that `#` makes of `tokens`.
    fn stringise(&mut self, tokens: &[Tok], operator: Tok, expansion: u32) -> Result<Tok, LimitHit> {
        let mut literal = String::from("\"");
        for (at, tok) in tokens.iter().filter(|t| !matches!(t.kind, Lexical::Pragma | Lexical::Placemarker)).enumerate()
        {
            if at > 0 && tok.space {
                literal.push(' ');
            }
            let text = self.text_of(tok);
            let escapes = matches!(tok.kind, Lexical::String | Lexical::Character | Lexical::Other);
            for c in text.chars() {
                if escapes && matches!(c, '"' | '\\') {
                    literal.push('\\');
                }
                literal.push(c);
            }
        }
        literal.push('"');
        self.charge(1 + literal.len() / 8)?;
        let text = self.scratch_text(&literal);
        Ok(Tok { kind: Lexical::String, text, pasted: true, symbol: 0, expansion, ..operator })
    }

    /// Joins the tokens at `left` and behind it. Where that makes no single token they stay two.
    fn paste(&mut self, left: usize, operands: Span, expansion: u32, out: &mut Vec<Tok>) -> Result<(), LimitHit> {
        let Some((&first, &second)) = out.get(left).zip(out.get(left + 1)) else { return Ok(()) };
        if second.kind == Lexical::Placemarker {
            out.remove(left + 1);
            return Ok(());
        }
        if first.kind == Lexical::Placemarker {
            out[left + 1].space = first.space;
            out.remove(left);
            return Ok(());
        }
        let text = [self.text_of(&first), self.text_of(&second)].concat();
        self.charge(1 + text.len() / 8)?;
        let lexeme = lexer::next(text.as_bytes(), 0);
        let one =
            lexeme.end == text.len() && !matches!(lexeme.kind, Lexical::Comment | Lexical::Blank | Lexical::Other);
        if !one || first.kind == Lexical::Pragma || second.kind == Lexical::Pragma {
            out[left + 1].space = false;
            return Ok(());
        }
        let symbol = if lexeme.kind == Lexical::Identifier { self.macros.find(&text) } else { 0 };
        let text = self.scratch_text(&text);
        let spelled = operands;
        let kind = lexeme.kind;
        out[left] = Tok { kind, symbol, text, spelled, pasted: true, blocked: false, expansion, ..first };
        out.remove(left + 1);
        Ok(())
    }
}

fn remove_placemarkers(list: &mut Vec<Tok>) {
    let mut space = false;
    list.retain_mut(|tok| {
        if tok.kind == Lexical::Placemarker {
            space |= tok.space;
            return false;
        }
        tok.space |= space;
        space = false;
        true
    });
}
