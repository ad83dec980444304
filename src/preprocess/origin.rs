//! Where expanded text comes from: tokens with their spelling, expansions, and questions about both.
//!
//! In: a [`Unit`]. Out: spans in files. A token of a macro's argument is spelled where the argument is; a
//! token of a macro's body is spelled inside the `#define`.

use super::Unit;
use super::lexer::{TokenKind, is_blank};
use crate::source::Span;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

/// Which entry of [`Unit::expansions`].
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExpansionId(NonZeroU32);

impl ExpansionId {
    pub(super) fn from_raw(raw: u32) -> Option<Self> {
        NonZeroU32::new(raw).map(ExpansionId)
    }

    /// The index into [`Unit::expansions`].
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A token of the expanded text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Offset of its first byte in [`Unit::text`].
    pub start: u32,
    /// Offset one past its last byte.
    pub end: u32,
    /// Where these bytes are spelled: in a file, an argument or a `#define`. For results of `##` and `#`
    /// the operands in the `#define`. For `__LINE__` and its like the place of the name.
    pub spelled: Span,
    /// The innermost expansion it came through; `None` for what stands in a file as it is.
    pub expansion: Option<ExpansionId>,
    /// What it is.
    pub kind: TokenKind,
    /// It was made by `#`, `##` or the preprocessor itself, so that `spelled` does not hold its bytes.
    pub pasted: bool,
}

/// One replacement of one macro.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// The macro.
    pub macro_name: Arc<str>,
    /// Its replacement list; `None` for macros of the command line and of the preprocessor itself.
    pub definition: Option<Span>,
    /// NAME or NAME(...) of the outermost expansion that this one belongs to, as the file spells it.
    pub use_site: Span,
    /// NAME or NAME(...) of this very expansion, in a file, an argument or a `#define`. Only NAME where its
    /// parts are spelled apart.
    pub invocation: Span,
    /// The expansion whose replacement or arguments hold the invocation.
    pub parent: Option<ExpansionId>,
}

impl Unit {
    /// The index of the token that covers `offset` of the text.
    pub fn token_at(&self, offset: u32) -> Option<usize> {
        let at = self.tokens.partition_point(|t| t.end <= offset);
        self.tokens.get(at).filter(|t| t.start <= offset).map(|_| at)
    }

    /// The indices of the tokens that lie at least partly in `range`.
    pub fn token_range(&self, range: Range<u32>) -> Range<usize> {
        let first = self.tokens.partition_point(|t| t.end <= range.start);
        let last = self.tokens.partition_point(|t| t.start < range.end);
        first..last.max(first)
    }

    /// The tokens that lie at least partly in `range`.
    pub fn tokens_in(&self, range: Range<u32>) -> &[Token] {
        &self.tokens[self.token_range(range)]
    }

    /// The bytes of a token.
    pub fn token_text(&self, token: &Token) -> &str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or("")
    }

    /// The one span of one file that spells exactly the tokens of `range`, nothing but blanks and comments
    /// between them. `None` where they are not spelled together: partly in a macro and partly not, in two
    /// arguments, with a directive between them, or pasted.
    pub fn spelled(&self, range: Range<u32>) -> Option<Span> {
        let tokens = self.tokens_in(range);
        let (first, last) = (tokens.first()?, tokens.last()?);
        let same = |t: &Token| t.spelled.file == first.spelled.file && t.expansion == first.expansion && !t.pasted;
        if !tokens.iter().all(same) {
            return None;
        }
        let text = self.sources.text(first.spelled.file);
        let together = tokens.windows(2).all(|pair| {
            let (left, right) = (pair[0].spelled.end as usize, pair[1].spelled.start as usize);
            left == right || text.get(left..right).is_some_and(is_blank)
        });
        together.then_some(Span { end: last.spelled.end, ..first.spelled })
    }

    /// The span of one file at whose place the tokens of `range` appear, whole macro invocations included,
    /// and whatever directives stand between. `None` where an end lies inside an expansion that reaches out
    /// of `range`, or in another file.
    pub fn written(&self, range: Range<u32>) -> Option<Span> {
        let indices = self.token_range(range);
        let tokens = &self.tokens[indices.clone()];
        let (first, last) = (self.place(tokens.first()?), self.place(tokens.last()?));
        let outside = |at: usize, inside: Span| {
            self.tokens.get(at).is_some_and(|t| t.expansion.is_some() && self.place(t) == inside)
        };
        let reaches_out =
            indices.start.checked_sub(1).is_some_and(|at| outside(at, first)) || outside(indices.end, last);
        (first.file == last.file && first.start <= last.end && !reaches_out)
            .then_some(Span { end: last.end.max(first.end), ..first })
    }

    /// Where a file holds what became `token`: its spelling, or the whole outermost macro invocation.
    pub fn place(&self, token: &Token) -> Span {
        token.expansion.map_or(token.spelled, |id| self.expansions[id.index()].use_site)
    }

    /// The expansion with this identity.
    pub fn expansion(&self, id: ExpansionId) -> &Expansion {
        &self.expansions[id.index()]
    }

    /// Whether `token` stands in its macro's replacement list, not in an argument or a file.
    pub fn from_body(&self, token: &Token) -> bool {
        let Some(expansion) = token.expansion.map(|id| self.expansion(id)) else { return false };
        match expansion.definition {
            Some(body) => {
                let spelled = token.spelled;
                spelled.file == body.file && spelled.start >= body.start && spelled.end <= body.end
            }
            None => token.pasted || token.spelled.file == super::PREDEFINED,
        }
    }
}
