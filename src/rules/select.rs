//! Choosing what becomes of one use of a CUDA name.
//!
//! In: the name and what is known about its use ([`Facts`]). Out: a [`Selection`]. Overloads that can't take the
//! arguments fall away; each of the rest gives its first alternative whose guard is known to hold. Where these
//! agree, that is the answer, whatever is unknown about the types; else the best match decides as in C++; else the
//! answer is [`Selection::Ambiguous`], never a guess.

use super::dialect::tokens;
use super::format::{Kind, Needs};
use super::guard::{self, Function, Guard, SPACES, Scope, Value};
use super::prototype::{Parameter, Prototype, is_common_type};
use super::template::{self, Part, is_primary};
use super::types::{Match, Type};
use super::{Entity, EntityId, Library, MapId, Mapping, RuleBase};
use crate::source::Span;
use std::collections::BTreeMap;

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

/// An overload that can take the arguments.
struct Candidate<'a> {
    id: EntityId,
    entity: &'a Entity,
    prototype: Option<&'a Prototype>,
    /// How well each argument fits, where its type is known.
    matches: Vec<Option<Match>>,
    bindings: BTreeMap<&'a str, Type>,
}

impl RuleBase {
    /// What becomes of this use of the qualified name `name`.
    pub fn select(&self, name: &str, facts: &dyn Facts) -> Selection {
        let ids = self.entities(name);
        if ids.is_empty() {
            return self.library_of(name).map_or(Selection::Unknown, |library| self.refuse_library(library, name));
        }
        let candidates: Vec<_> = ids.iter().filter_map(|id| self.candidate(*id, facts)).collect();
        let outcomes: Vec<_> = candidates.iter().map(|candidate| self.outcome(candidate, facts)).collect();
        let Some(first) = outcomes.first() else {
            let count = facts.argument_count();
            return Selection::Ambiguous { reason: format!("no form of `{name}` takes these {count} arguments") };
        };
        if outcomes.iter().all(|outcome| agree(outcome, first)) {
            return first.clone();
        }
        match best(&candidates) {
            Some(at) => outcomes[at].clone(),
            None => Selection::Ambiguous {
                reason: format!("the types of the arguments that choose between the forms of `{name}` are not known"),
            },
        }
    }

    /// The answer for a name of a library that is known only by its look.
    pub fn refuse_library(&self, library: &Library, name: &str) -> Selection {
        let title = library.rule.name.get_ref();
        let id = self.refused_libraries.get(title).copied();
        let map = id.map(|id| &self.mapping(id).map);
        let reason = match map.and_then(|map| map.refuse.as_ref()) {
            Some(reason) => reason.get_ref().clone(),
            None => format!("`{name}` belongs to {title}, which is not translated"),
        };
        let help = map.and_then(|map| map.help.clone());
        Selection::Refuse {
            reason,
            help,
            mapped: self.mapped(None, id, id.map_or(library.span, |id| self.mapping(id).span)),
        }
    }

    fn mapped(&self, entity: Option<EntityId>, map: Option<MapId>, place: Span) -> Mapped {
        let of = map.map(|id| &self.mapping(id).map);
        Mapped {
            entity,
            map,
            place,
            needs: of.map(|map| map.needs.clone()).unwrap_or_default(),
            loses: of.and_then(|map| map.loses.clone()).filter(|text| !text.is_empty()),
            header: of.and_then(|map| map.header.clone()),
            context: Vec::new(),
        }
    }

    fn candidate(&self, id: EntityId, facts: &dyn Facts) -> Option<Candidate<'_>> {
        let entity = self.entity(id);
        let prototype = self.prototype(id);
        let mut candidate = Candidate { id, entity, prototype, matches: Vec::new(), bindings: BTreeMap::new() };
        let Some(prototype) = prototype.filter(|_| entity.kind == Kind::Function && facts.is_call()) else {
            return Some(candidate);
        };
        let count = facts.argument_count();
        let too_many = count > prototype.parameters.len() && !prototype.variadic;
        if too_many || count < prototype.least_arguments() {
            return None;
        }
        self.bind_template_arguments(&mut candidate, prototype, facts);
        for (index, parameter) in prototype.parameters.iter().enumerate().take(count) {
            let fit = match facts.argument_type(index).as_deref().and_then(Type::parse) {
                _ if entity.rule.by_name.contains(&parameter.name) => Some(Match::Exact),
                None => None,
                Some(ty) => Some(self.fit(&mut candidate, parameter, &ty, facts.integer(index) == Some(0))?),
            };
            candidate.matches.push(fit);
        }
        for (variable, types) in &entity.rule.types {
            if let [only] = types.as_slice()
                && let Some(ty) = Type::parse(only)
            {
                candidate.bindings.entry(variable).or_insert(ty);
            }
        }
        Some(candidate)
    }

    fn bind_template_arguments<'a>(&self, candidate: &mut Candidate<'a>, prototype: &'a Prototype, facts: &dyn Facts) {
        for (at, name) in prototype.template.iter().enumerate() {
            let argument = facts.template_argument(at);
            let is_type = argument.is_some_and(|a| !a.starts_with(|c: char| c.is_ascii_digit()));
            if let Some(ty) = argument.filter(|_| is_type).and_then(Type::parse) {
                candidate.bindings.insert(name, ty);
            }
        }
    }

    /// How an argument of type `ty` fits `parameter`, binding type variables; nothing where it does not.
    fn fit<'a>(&self, candidate: &mut Candidate<'a>, parameter: &Parameter, ty: &Type, is_zero: bool) -> Option<Match> {
        let known_class = |name: &str| self.is_type(name);
        let base = parameter.ty.base.as_str();
        let variable = candidate.entity.rule.types.get_key_value(base);
        let own = candidate.prototype.and_then(|p| p.template.iter().find(|t| *t == base));
        let null = is_zero && parameter.ty.pointers > 0 && ty.is_arithmetic();
        if null {
            return Some(Match::Conversion);
        }
        let (name, types): (&'a str, &[String]) = match (variable, own) {
            (Some((name, types)), _) => (name, types),
            (None, Some(name)) => (name, &[]),
            (None, None) => return ty.converts_to(&parameter.ty, &known_class),
        };
        if ty.pointers < parameter.ty.pointers {
            return (ty.pointers == 0 && !ty.is_arithmetic()).then_some(Match::UserConversion);
        }
        let inner = Type { base: ty.base.clone(), pointers: ty.pointers - parameter.ty.pointers };
        if let Some(bound) = candidate.bindings.get(name) {
            return inner.converts_to(bound, &known_class).filter(|m| parameter.ty.pointers == 0 || *m == Match::Exact);
        }
        if types.is_empty() || types.iter().filter_map(|t| Type::parse(t)).any(|t| t == inner) {
            candidate.bindings.insert(name, inner);
            return Some(Match::Exact);
        }
        if parameter.ty.pointers > 0 {
            return None;
        }
        types.iter().filter_map(|t| inner.converts_to(&Type::parse(t)?, &known_class)).min()
    }

    /// The first alternative that is known to apply, filled in.
    fn outcome(&self, candidate: &Candidate<'_>, facts: &dyn Facts) -> Selection {
        let Candidate { id, entity, .. } = candidate;
        let Some(group) = self.group(entity) else {
            let reason = format!("there is no mapping of `{}` to {} yet", entity.name, self.target.title);
            return Selection::Refuse { reason, help: None, mapped: self.mapped(Some(*id), None, entity.span) };
        };
        for (map, to) in &group.alternatives {
            let mapping = self.mapping(*map);
            if self.applies(mapping, candidate, facts) {
                let filler = Filler { base: self, candidate, facts, mapping, to: to.as_deref() };
                return filler.selection(*map);
            }
        }
        Selection::Ambiguous { reason: format!("no alternative of `{}` is known to hold here", entity.name) }
    }

    fn applies(&self, mapping: &Mapping, candidate: &Candidate<'_>, facts: &dyn Facts) -> bool {
        let axis = &mapping.map.axis;
        if !axis.is_empty() && !facts.member().is_some_and(|member| axis.contains_key(member)) {
            return false;
        }
        let Some(when) = &mapping.map.when else { return true };
        let guard: &Option<Guard> = mapping.guard.get_or_init(|| guard::parse(when.get_ref()).ok());
        let scope = CallScope { base: self, candidate, facts };
        guard.as_ref().is_some_and(|guard| guard.holds(&scope) == Some(true))
    }

    /// The value of a name that is no parameter.
    fn constant(&self, name: &str) -> Value {
        if SPACES.contains(&name) {
            return Value::Name(name.to_owned());
        }
        if let Some(id) = self.entities(name).first() {
            let entity = self.entity(*id);
            if let Some(value) = entity.rule.value {
                return Value::Integer(i128::from(value));
            }
            if entity.kind == Kind::Type {
                return Type::parse(name).map_or(Value::Unknown, Value::Type);
            }
        }
        if name == "warpSize" {
            return Value::Integer(i128::from(self.target.warp_size));
        }
        match Type::parse(name) {
            Some(ty) if is_common_type(name) => Value::Type(ty),
            Some(_) | None => Value::Name(name.to_owned()),
        }
    }
}

/// Whether two outcomes are the same to the user, whichever overload they came from.
fn agree(a: &Selection, b: &Selection) -> bool {
    let anonymous = |selection: &Selection| {
        let mut selection = selection.clone();
        match &mut selection {
            Selection::Keep(mapped) | Selection::Replace { mapped, .. } | Selection::Refuse { mapped, .. } => {
                mapped.entity = None;
                mapped.map = None;
                mapped.place = Span::new(crate::source::FileId(0), 0, 0);
            }
            Selection::Unknown | Selection::Ambiguous { .. } => {}
        }
        selection
    };
    anonymous(a) == anonymous(b)
}

/// The candidate that fits no argument worse than any other and some better.
fn best(candidates: &[Candidate<'_>]) -> Option<usize> {
    let no_worse = |a: &Candidate<'_>, b: &Candidate<'_>| {
        // Where a type is unknown, any other overload may be the better one.
        a.matches.iter().zip(&b.matches).all(|(a, b)| matches!((a, b), (Some(a), Some(b)) if a <= b))
    };
    let better = |a: &Candidate<'_>, b: &Candidate<'_>| {
        no_worse(a, b) && (!no_worse(b, a) || is_more_special(a, b) && !is_more_special(b, a))
    };
    (0..candidates.len())
        .find(|&at| (0..candidates.len()).all(|other| other == at || better(&candidates[at], &candidates[other])))
}

/// As in C++, a function goes before a template that fits as well.
fn is_more_special(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    a.bindings.len() < b.bindings.len()
}

struct CallScope<'a> {
    base: &'a RuleBase,
    candidate: &'a Candidate<'a>,
    facts: &'a dyn Facts,
}

impl CallScope<'_> {
    fn parameter(&self, name: &str) -> Option<usize> {
        self.candidate.prototype?.parameter(name)
    }

    fn argument(&self, index: usize) -> Value {
        if index < self.facts.argument_count() {
            if let Some(value) = self.facts.integer(index) {
                return Value::Integer(value);
            }
            return self.facts.spelled(index).map_or(Value::Unknown, |text| self.spelled(text));
        }
        self.default(index).map_or(Value::Unknown, |text| self.spelled(text))
    }

    fn default(&self, index: usize) -> Option<&str> {
        self.candidate.prototype?.parameters.get(index)?.default.as_deref()
    }

    /// The value of an argument's text, where it is a literal or a constant that CUDA has.
    fn spelled(&self, text: &str) -> Value {
        if let Some(value) = integer_text(text) {
            return Value::Integer(value);
        }
        let constant = self.base.entities(text).first().map(|id| self.base.entity(*id).kind);
        match constant {
            Some(Kind::Enumerator | Kind::Macro | Kind::Variable) => self.base.constant(text),
            Some(Kind::Function | Kind::Type | Kind::Qualifier | Kind::Header) => Value::Unknown,
            None if text == "warpSize" => self.base.constant(text),
            None => Value::Unknown,
        }
    }

    fn is_full(&self, index: usize) -> Value {
        if let Some(full) = self.facts.full_mask(index).filter(|_| index < self.facts.argument_count()) {
            return Value::truth(full);
        }
        match self.argument(index) {
            Value::Integer(value) => Value::truth(value & 0xffff_ffff == 0xffff_ffff),
            Value::Unknown | Value::Name(_) | Value::Type(_) => Value::Unknown,
        }
    }
}

impl Scope for CallScope<'_> {
    fn name(&self, name: &str) -> Value {
        if let Some(index) = self.parameter(name) {
            return self.argument(index);
        }
        if let Some(ty) = self.candidate.bindings.get(name) {
            return Value::Type(ty.clone());
        }
        if let Some(at) = self.candidate.prototype.and_then(|p| p.template.iter().position(|t| t == name)) {
            return self.facts.template_argument(at).map_or(Value::Unknown, |text| self.spelled(text));
        }
        if self.candidate.entity.rule.types.contains_key(name) {
            return Value::Unknown;
        }
        self.base.constant(name)
    }

    fn ask(&self, function: Function, argument: Option<&str>) -> Value {
        let Some(argument) = argument else { return Value::Integer(self.facts.argument_count() as i128) };
        if function == Function::Has {
            let always = self.base.target.extensions.iter().any(|e| e == argument);
            return Value::truth(always || self.facts.has(argument));
        }
        let Some(index) = self.parameter(argument) else { return Value::Unknown };
        let written = index < self.facts.argument_count();
        match function {
            Function::Full => self.is_full(index),
            Function::Space => {
                let space = self.facts.space(index).filter(|_| written);
                space.map_or(Value::Unknown, |space| Value::Name(space.to_owned()))
            }
            Function::Constant => Value::truth(matches!(self.argument(index), Value::Integer(_))),
            Function::TypeOf => {
                let ty = self.facts.argument_type(index).filter(|_| written);
                ty.as_deref().and_then(Type::parse).map_or(Value::Unknown, Value::Type)
            }
            Function::Given => Value::truth(written),
            Function::Count | Function::Has => Value::Unknown,
        }
    }
}

/// The value of an integer literal's text.
pub fn integer_text(text: &str) -> Option<i128> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('-') {
        return integer_text(rest).map(|value| -value);
    }
    let digits = text.trim_end_matches(['u', 'U', 'l', 'L']);
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return i128::from_str_radix(hex, 16).ok();
    }
    let octal = digits.len() > 1 && digits.starts_with('0');
    if octal { i128::from_str_radix(&digits[1..], 8).ok() } else { digits.parse().ok() }
}

/// Fills the placeholders of one alternative.
struct Filler<'a> {
    base: &'a RuleBase,
    candidate: &'a Candidate<'a>,
    facts: &'a dyn Facts,
    mapping: &'a Mapping,
    to: Option<&'a str>,
}

impl Filler<'_> {
    fn selection(&self, id: MapId) -> Selection {
        let map = &self.mapping.map;
        let mut mapped = self.base.mapped(Some(self.candidate.id), Some(id), self.mapping.span);
        if let Some(reason) = &map.refuse {
            return Selection::Refuse { reason: reason.get_ref().clone(), help: map.help.clone(), mapped };
        }
        if map.keep {
            return Selection::Keep(mapped);
        }
        match self.pieces() {
            Ok(pieces) => {
                let roots = pieces.iter().filter_map(|piece| match piece {
                    Piece::Context(name) => Some(name.clone()),
                    Piece::Text(_) | Piece::Argument { .. } | Piece::This { .. } => None,
                });
                mapped.context = roots.collect();
                mapped.context.sort();
                mapped.context.dedup();
                let statement = map.stmt.is_some();
                Selection::Replace { mapped, pieces, statement, with_member: !map.axis.is_empty() }
            }
            Err(reason) => Selection::Ambiguous { reason },
        }
    }

    fn pieces(&self) -> Result<Vec<Piece>, String> {
        let text = self.mapping.map.expr.as_ref().or(self.mapping.map.stmt.as_ref());
        let parse = || text.and_then(|text| template::parse(text.get_ref()).ok()).unwrap_or_default();
        let mut pieces = Vec::new();
        for part in self.mapping.parts.get_or_init(parse) {
            match part {
                Part::Text(text) => push_text(&mut pieces, text),
                Part::Hole { name, alone } => self.fill(name, *alone, &mut pieces)?,
            }
        }
        Ok(pieces)
    }

    fn fill(&self, name: &str, alone: bool, pieces: &mut Vec<Piece>) -> Result<(), String> {
        let count = self.facts.argument_count();
        let prototype = self.candidate.prototype;
        if let Some(index) = prototype.and_then(|p| p.parameter(name)) {
            if index < count {
                pieces.push(Piece::Argument { index, alone });
                return Ok(());
            }
            let default = prototype.and_then(|p| p.parameters.get(index)?.default.as_deref());
            let text = default.ok_or_else(|| format!("the argument `{name}` is needed here"))?;
            push_operand(pieces, text, alone);
            return Ok(());
        }
        match name {
            "args" => push_arguments(pieces, 0..count, false),
            "rest" => push_arguments(pieces, prototype.map_or(0, |p| p.parameters.len())..count, true),
            "this" => pieces.push(Piece::This { alone }),
            "name" => push_text(pieces, &self.candidate.entity.name),
            "to" => push_text(pieces, self.to.unwrap_or_default()),
            "axis" => {
                let word = self.facts.member().and_then(|member| self.mapping.map.axis.get(member));
                push_text(pieces, word.ok_or("the member that is used is not known")?);
            }
            _ => self.fill_type_or_context(name, pieces)?,
        }
        Ok(())
    }

    fn fill_type_or_context(&self, name: &str, pieces: &mut Vec<Piece>) -> Result<(), String> {
        let unknown = || format!("the type `{name}` is not known here");
        if let Some(ty) = self.candidate.bindings.get(name) {
            push_text(pieces, &ty.to_string());
            return Ok(());
        }
        if name == "return_type" {
            let ty = self.candidate.prototype.map(|p| &p.return_type).ok_or_else(unknown)?;
            push_text(pieces, &self.substitute(ty).ok_or_else(unknown)?);
            return Ok(());
        }
        if let Some(at) = self.candidate.prototype.and_then(|p| p.template.iter().position(|t| t == name)) {
            push_text(pieces, self.facts.template_argument(at).ok_or_else(unknown)?);
            return Ok(());
        }
        if self.candidate.entity.rule.types.contains_key(name) {
            return Err(unknown());
        }
        let context = self.base.target.context.get(name).ok_or_else(unknown)?;
        if !context.contains("{{") {
            pieces.push(Piece::Context(name.to_owned()));
            return Ok(());
        }
        for part in template::parse(context)? {
            match part {
                Part::Text(text) => push_text(pieces, &text),
                Part::Hole { name, .. } => pieces.push(Piece::Context(name)),
            }
        }
        Ok(())
    }

    /// A type with what its variables stand for.
    fn substitute(&self, ty: &Type) -> Option<String> {
        let text = ty.to_string();
        let template = self.candidate.prototype.map_or(&[][..], |p| &p.template);
        let mut out = String::new();
        let mut end = 0;
        for token in tokens(&text, false) {
            out.push_str(&text[end..token.range.start]);
            end = token.range.end;
            let word = &text[token.range];
            let at = template.iter().position(|t| t == word);
            match (self.candidate.bindings.get(word), at) {
                (Some(bound), _) => out.push_str(&bound.to_string()),
                (None, Some(at)) => out.push_str(self.facts.template_argument(at)?),
                (None, None) if self.candidate.entity.rule.types.contains_key(word) => return None,
                (None, None) => out.push_str(word),
            }
        }
        Some(out)
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

fn push_operand(pieces: &mut Vec<Piece>, text: &str, alone: bool) {
    push_text(pieces, &operand(text, alone));
}

fn push_arguments(pieces: &mut Vec<Piece>, range: std::ops::Range<usize>, comma_first: bool) {
    let first = range.start;
    for index in range {
        if index > first || comma_first {
            push_text(pieces, ", ");
        }
        pieces.push(Piece::Argument { index, alone: true });
    }
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
