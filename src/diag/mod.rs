//! Diagnostics: what cu2x says to its user, always with a code and, where there is one, a place.
//!
//! Each stage collects [`Diagnostic`]s and goes on. [`codes`] is the one table of codes; [`render`] is the
//! one file that turns diagnostics into terminal text.

pub mod codes;
pub mod render;

use crate::source::Span;
pub use codes::Code;

/// How much a diagnostic weighs.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something could not be translated: the command exits with 1.
    Refused,
    /// The translation differs from CUDA in a way the message names.
    Loss,
    /// Worth knowing; nothing is lost.
    Note,
}

/// One thing to say about the user's code or rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing it is; also fixes the severity.
    pub code: Code,
    /// The sentence for this case, without place or code.
    pub message: String,
    /// Where it stands, as the user spelled it.
    pub span: Option<Span>,
    /// Further places that explain the first.
    pub related: Vec<(Span, String)>,
    /// What the user can do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at `span`.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic { code, message: message.into(), span: Some(span), related: Vec::new(), help: None }
    }

    /// A diagnostic about no place in particular.
    pub fn without_place(code: Code, message: impl Into<String>) -> Self {
        Diagnostic { code, message: message.into(), span: None, related: Vec::new(), help: None }
    }

    /// Adds a way out.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((span, message.into()));
        self
    }

    /// The weight its code gives it.
    pub fn severity(&self) -> Severity {
        self.code.entry().severity
    }
}
