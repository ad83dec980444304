//! One use of a CUDA name: what is asked about it, and what the answer looks like.
//!
//! In: nothing; these are the types between the front end and the rules. The front end implements [`Facts`] for a use
//! and writes out the [`Piece`]s of its [`Selection`] with [`render`].

use super::format::Needs;
use super::template::is_primary;
use super::{EntityId, MapId};
use crate::source::Span;

/// What is known about one use of a CUDA name. Arguments are numbered from 0.
pub trait Facts {
    /// How many arguments the call has; 0 where it is no call.
    fn argument_count(&self) -> usize;
    /// The type of an argument as C++ spells it, `float *`; nothing where it is not known.
    fn argument_type(&self, index: usize) -> Option<String>;
    /// The value of an argument that is an integer constant.
    fn integer(&self, index: usize) -> Option<i128>;
    /// The address space that an argument points to: `shared`, `global`, `local`, `constant` or `generic`.
    fn space(&self, index: usize) -> Option<&'static str>;
    /// Whether an argument is a mask of all lanes of the warp.
    fn full_mask(&self, index: usize) -> Option<bool>;
    /// The member taken of a variable: `x` in `threadIdx.x`.
    fn member(&self) -> Option<&str>;
    /// Whether the target has an extension.
    fn has(&self, extension: &str) -> bool;
    /// The argument as spelled.
    fn spelled(&self, index: usize) -> Option<&str>;
    /// A template argument as spelled, those of the object's type before those of the call.
    fn template_argument(&self, _index: usize) -> Option<&str> {
        None
    }
    /// Whether the name is called; false where a function is only named, as to take its address.
    fn is_call(&self) -> bool {
        true
    }
}

/// A part of a replacement, to be written out by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// The translated text of an argument.
    Argument {
        /// Which.
        index: usize,
        /// It needs no parentheses here. Where false, an argument that is no primary expression gets them.
        alone: bool,
    },
    /// The translated text of the object of a member call; `alone` as for arguments.
    This {
        /// It needs no parentheses here.
        alone: bool,
    },
    /// A root of the target's `[context]`, such as `item`.
    Context(String),
}

/// What stands behind a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The overload that was chosen; the first where several agree. Nothing for a library.
    pub entity: Option<EntityId>,
    /// The alternative; nothing where the target has none for the entity.
    pub map: Option<MapId>,
    /// Where the alternative, or else the entity, stands: a place in [`RuleBase::sources`].
    pub place: Span,
    /// What the translated code needs.
    pub needs: Needs,
    /// How the result differs from CUDA.
    pub loses: Option<String>,
    /// The shim's header that provides a kept name.
    pub header: Option<String>,
    /// The roots of the context that the replacement uses, sorted: with `item` in it, the function needs the item.
    pub context: Vec<String>,
}

impl Mapped {
    pub(super) fn asks_the_same(&self, other: &Mapped) -> bool {
        (&self.needs, &self.loses, &self.header, &self.context)
            == (&other.needs, &other.loses, &other.header, &other.context)
    }

    /// Whether the function that holds the use needs the context's root `name`, such as `item`.
    pub fn uses(&self, name: &str) -> bool {
        self.context.iter().any(|root| root == name)
    }
}

/// What becomes of a use of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// CUDA has no such name.
    Unknown,
    /// The name stays.
    Keep(Mapped),
    /// The use is replaced.
    Replace {
        /// What stands behind it.
        mapped: Mapped,
        /// The replacement.
        pieces: Vec<Piece>,
        /// It is a statement: it fits only where the value is not used.
        statement: bool,
        /// It replaces the member access too: `threadIdx.x`, not only `threadIdx`.
        with_member: bool,
    },
    /// It can't be translated.
    Refuse {
        /// Why.
        reason: String,
        /// What the user can do.
        help: Option<String>,
        /// What stands behind it.
        mapped: Mapped,
    },
    /// Too little is known to choose.
    Ambiguous {
        /// What is missing.
        reason: String,
    },
}

/// `text` as an operand: in parentheses unless it stands alone or is a primary expression.
pub fn operand(text: &str, alone: bool) -> String {
    if alone || is_primary(text) { text.to_owned() } else { format!("({text})") }
}

/// The text of a replacement. `argument` gives the translated arguments, `context` the roots of the context.
pub fn render(
    pieces: &[Piece],
    argument: &dyn Fn(usize) -> String,
    this: &str,
    context: &dyn Fn(&str) -> String,
) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Argument { index, alone } => out.push_str(&operand(&argument(*index), *alone)),
            Piece::This { alone } => out.push_str(&operand(this, *alone)),
            Piece::Context(name) => out.push_str(&context(name)),
        }
    }
    out
}
