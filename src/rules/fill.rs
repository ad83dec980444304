//! Filling the placeholders of the alternative that was chosen.
//!
//! In: an alternative, the overload it was chosen for and the facts of the use. Out: the pieces of the replacement.

use super::dialect::tokens;
use super::overload::Candidate;
use super::template::{self, Part};
use super::types::Type;
use super::usage::{Facts, Piece, Selection, operand};
use super::{MapId, Mapping, RuleBase};

/// Fills the placeholders of one alternative.
pub(super) struct Filler<'a> {
    pub(super) base: &'a RuleBase,
    pub(super) candidate: &'a Candidate<'a>,
    pub(super) facts: &'a dyn Facts,
    pub(super) mapping: &'a Mapping,
    pub(super) to: Option<&'a str>,
}

impl Filler<'_> {
    /// What the alternative makes of the use.
    pub(super) fn selection(&self, id: MapId) -> Selection {
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
