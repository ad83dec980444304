//! Overloads: which can take the arguments of a call, and which fits best.
//!
//! In: an entity and the facts of a use. Out: a [`Candidate`] with what its type variables stand for, or nothing.

use super::prototype::{Parameter, Prototype};
use super::types::{Match, Type};
use super::usage::Facts;
use super::{Entity, EntityId, RuleBase};
use crate::rules::format::Kind;
use std::collections::BTreeMap;

/// An overload that can take the arguments.
pub(super) struct Candidate<'a> {
    pub(super) id: EntityId,
    pub(super) entity: &'a Entity,
    pub(super) prototype: Option<&'a Prototype>,
    /// How well each argument fits, where its type is known.
    pub(super) matches: Vec<Option<Match>>,
    pub(super) bindings: BTreeMap<&'a str, Type>,
}
impl Candidate<'_> {
    fn parameter_type(&self, index: usize) -> Option<&Type> {
        Some(&self.prototype?.parameters.get(index)?.ty)
    }
}

impl RuleBase {
    /// The entity as a candidate for the use; nothing where it can't take the arguments.
    pub(super) fn candidate(&self, id: EntityId, facts: &dyn Facts) -> Option<Candidate<'_>> {
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
        let mut parameters: Vec<_> = prototype.parameters.iter().enumerate().take(count).collect();
        // What a pointer points to can't be converted, so pointers settle the type variables.
        parameters.sort_by_key(|(_, parameter)| parameter.ty.pointers == 0);
        candidate.matches = vec![None; parameters.len()];
        for (index, parameter) in parameters {
            candidate.matches[index] = match facts.argument_type(index).and_then(|text| self.type_of(&text)) {
                _ if entity.rule.by_name.contains(&parameter.name) => Some(Match::Exact),
                None => None,
                Some(ty) if self.is_opaque(&ty) => {
                    bind_opaque(&mut candidate, parameter, ty);
                    None
                }
                Some(ty) => Some(self.fit(&mut candidate, parameter, &ty, facts.integer(index) == Some(0))?),
            };
        }
        for (variable, types) in self.type_lists(entity) {
            if let [only] = types.as_slice() {
                candidate.bindings.entry(variable).or_insert_with(|| only.clone());
            }
        }
        Some(candidate)
    }

    fn bind_template_arguments<'a>(&self, candidate: &mut Candidate<'a>, prototype: &'a Prototype, facts: &dyn Facts) {
        for (at, name) in prototype.template.iter().enumerate() {
            let argument = facts.template_argument(at);
            let is_type = argument.is_some_and(|a| !a.starts_with(|c: char| c.is_ascii_digit()));
            if let Some(ty) = argument.filter(|_| is_type).and_then(|text| self.type_of(text)) {
                candidate.bindings.insert(name, ty);
            }
        }
    }

    /// Whether nothing is known of a type but its name: a type of the user's, or a template parameter.
    fn is_opaque(&self, ty: &Type) -> bool {
        !ty.is_built_in() && !self.is_type(ty.template_name())
    }

    /// How an argument of type `ty` fits `parameter`, binding type variables; nothing where it does not.
    fn fit<'a>(&self, candidate: &mut Candidate<'a>, parameter: &Parameter, ty: &Type, is_zero: bool) -> Option<Match> {
        let known_class = |name: &str| self.is_type(name);
        let base = parameter.ty.base.as_str();
        let variable = self.type_lists(candidate.entity).get_key_value(base);
        let own = candidate.prototype.and_then(|p| p.template.iter().find(|t| *t == base));
        let null = is_zero && parameter.ty.pointers > 0 && ty.is_arithmetic();
        if null {
            return Some(Match::Conversion);
        }
        let (name, types): (&'a str, &[Type]) = match (variable, own) {
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
        if types.is_empty() || types.contains(&inner) {
            candidate.bindings.insert(name, inner);
            return Some(Match::Exact);
        }
        if parameter.ty.pointers > 0 {
            return None;
        }
        types.iter().filter_map(|ty| inner.converts_to(ty, &known_class)).min()
    }
}

/// Lets a type variable stand for a type of which only the name is known, without saying how well it fits.
fn bind_opaque<'a>(candidate: &mut Candidate<'a>, parameter: &Parameter, ty: Type) {
    let base = parameter.ty.base.as_str();
    let variable = candidate.entity.rule.types.get_key_value(base).map(|(name, _)| name.as_str());
    let own = candidate.prototype.and_then(|p| p.template.iter().find(|t| *t == base)).map(String::as_str);
    let (Some(name), Some(pointers)) = (variable.or(own), ty.pointers.checked_sub(parameter.ty.pointers)) else {
        return;
    };
    candidate.bindings.entry(name).or_insert(Type { base: ty.base, pointers });
}
/// The candidate that fits no argument worse than any other and some better.
pub(super) fn best(candidates: &[Candidate<'_>]) -> Option<usize> {
    let no_worse = |a: &Candidate<'_>, b: &Candidate<'_>| {
        let fits = a.matches.iter().zip(&b.matches).enumerate();
        fits.into_iter().all(|(index, fit)| match fit {
            (Some(a), Some(b)) => a <= b,
            // Where a type is unknown, any other overload may be the better one, unless it takes the same type.
            (_, _) => a.parameter_type(index) == b.parameter_type(index),
        })
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
