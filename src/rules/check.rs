//! Everything that can be wrong with rules short of running their examples.
//!
//! In: a rule base. Out: diagnostics with the codes R001 to R006, each pointing into the TOML. Loading has already
//! found what stands twice (R008) and what is no rule file (R009).

use super::format::{Kind, Map};
use super::guard::{self, Function, Guard, SPACES};
use super::prototype::Fault;
use super::template::{self, Part};
use super::{Entity, EntityId, Group, MapId, Mapping, RuleBase};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use std::collections::BTreeSet;

/// Placeholders that every replacement may use.
const COMMON_HOLES: &[&str] = &["name", "this", "args", "rest", "return_type"];

impl RuleBase {
    /// The faults of the rules of layer `from` and those over it, in the order of places.
    pub fn check(&self, from: usize) -> Vec<Diagnostic> {
        let mut checker = Checker { base: self, found: Vec::new() };
        for (id, entity) in self.all_entities().filter(|(_, e)| e.layer >= from) {
            checker.entity(id, entity);
        }
        let mut groups: Vec<_> = self.groups.iter().filter(|(_, group)| group.layer >= from).collect();
        groups.sort_by_key(|(name, group)| (group.span, *name));
        for (key, group) in groups {
            checker.group(key, group);
        }
        checker.context();
        checker.libraries();
        let mut found = checker.found;
        found.sort_by_key(|d| (d.span, d.code));
        found.dedup();
        found
    }
}

struct Checker<'a> {
    base: &'a RuleBase,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn fault(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.found.push(Diagnostic::new(code, span, message));
    }

    fn entity(&mut self, id: EntityId, entity: &Entity) {
        let first = id.0 == 0 || !std::sync::Arc::ptr_eq(&self.base.entity(EntityId(id.0 - 1)).rule, &entity.rule);
        for (variable, types) in entity.rule.types.iter().filter(|_| first) {
            for text in types {
                let known = super::types::Type::parse(text).is_some_and(|ty| self.is_known_type(&ty));
                if !known {
                    let message = format!("no rule declares the type `{text}` that `{variable}` stands for");
                    self.fault(Code::RuleUnknownName, entity.span, message);
                }
            }
        }
        for first in entity.rule.alias.values().filter(|_| first) {
            if !super::types::Type::parse(first).is_some_and(|ty| self.is_known_type(&ty)) {
                self.fault(Code::RuleUnknownName, entity.span, format!("no rule declares the type `{first}`"));
            }
        }
        if !matches!(entity.kind, Kind::Function | Kind::Variable) {
            return;
        }
        match self.base.read_prototype(id) {
            Ok(prototype) => {
                for name in entity.rule.defaults.keys().chain(&entity.rule.by_name) {
                    // What several prototypes share need not fit each of them.
                    if prototype.parameter(name).is_none() && super::load::strings(&entity.rule.cuda).len() == 1 {
                        self.fault(Code::RuleUnknownName, entity.span, format!("there is no parameter `{name}`"));
                    }
                }
            }
            Err(fault) => {
                // Where a common prototype was filled in, the text is not in the file as it is.
                let spelled = entity.rule.prototype.is_none();
                self.text_fault(entity.span, if spelled { fault.at } else { 0 }, spelled, fault);
            }
        }
    }

    fn is_known_type(&self, ty: &super::types::Type) -> bool {
        let name = ty.template_name();
        name.split(' ').all(|word| super::types::KEYWORDS.contains(&word))
            || self.base.is_type(name)
            || super::prototype::is_common_type(name)
    }

    fn text_fault(&mut self, span: Span, at: usize, narrow: bool, fault: &Fault) {
        let code = if fault.unknown_type { Code::RuleUnknownName } else { Code::RuleNotC };
        let span = if narrow { inside(self.base, span, at) } else { span };
        self.fault(code, span, fault.message.clone());
    }

    fn group(&mut self, key: &str, group: &Group) {
        let entities = self.covered(key);
        if entities.is_empty() {
            let message = format!("no [[rule]] describes `{key}`");
            self.fault(Code::RuleUnknownName, group.span, message);
        }
        let mut always: Option<Span> = None;
        let mut guards: Vec<(String, Span)> = Vec::new();
        for (id, to) in &group.alternatives {
            let mapping = self.base.mapping(*id);
            self.reachable(mapping, always, &guards);
            let condition = condition_text(&mapping.map);
            match condition {
                None => always = always.or(Some(mapping.span)),
                Some(text) => guards.push((text, mapping.span)),
            }
            self.guard(mapping, &entities);
            self.template(*id, mapping, to.is_some(), &entities);
        }
        let last = group.alternatives.last().map(|(id, _)| self.base.mapping(*id));
        if let Some(last) = last.filter(|last| last.map.when.is_some()) {
            let span = last.map.when.as_ref().map_or(last.span, |when| self.at(last.span, when));
            self.fault(Code::RuleNoFallback, span, format!("`{key}` has no alternative without `when`"));
        }
    }

    fn reachable(&mut self, mapping: &Mapping, always: Option<Span>, guards: &[(String, Span)]) {
        let condition = condition_text(&mapping.map);
        let same = condition.and_then(|text| guards.iter().find(|(other, _)| *other == text));
        if let Some(before) = always.or(same.map(|(_, span)| *span)) {
            let diagnostic = Diagnostic::new(Code::RuleUnreachable, mapping.span, "an earlier alternative always wins")
                .with_related(before, "this one");
            self.found.push(diagnostic);
        }
    }

    /// The entities that the alternatives for `key` are for.
    fn covered(&self, key: &str) -> Vec<EntityId> {
        let by_name = self.base.entities(key);
        if !by_name.is_empty() {
            let own = |id: &&EntityId| !self.base.groups.contains_key(&self.base.entity(**id).signature);
            let rest: Vec<_> = by_name.iter().filter(own).copied().collect();
            // A name whose every overload has alternatives of its own is still a name.
            return if rest.is_empty() { by_name.to_vec() } else { rest };
        }
        self.base.all_entities().filter(|(_, e)| e.signature == key).map(|(id, _)| id).collect()
    }

    fn at(&self, span: Span, text: &toml::Spanned<String>) -> Span {
        let range = text.span();
        Span::new(span.file, range.start as u32, range.end as u32)
    }

    fn guard(&mut self, mapping: &Mapping, entities: &[EntityId]) {
        let Some(when) = &mapping.map.when else { return };
        let span = self.at(mapping.span, when);
        match guard::parse(when.get_ref()) {
            Err(fault) => self.text_fault(span, fault.at, true, &fault),
            Ok(guard) => {
                let mut unknown = Vec::new();
                guard.visit(&mut |part| {
                    if let Some(found) = self.unknown_in_guard(part, entities) {
                        unknown.push(found);
                    }
                });
                for (name, at) in unknown {
                    let message = format!("a guard here knows no `{name}`");
                    self.fault(Code::RuleUnknownName, inside(self.base, span, at), message);
                }
            }
        }
    }

    fn unknown_in_guard(&self, part: &Guard, entities: &[EntityId]) -> Option<(String, usize)> {
        match part {
            Guard::Name(name, at) => {
                let known = SPACES.contains(&name.as_str())
                    || name == "warpSize"
                    || !self.base.entities(name).is_empty()
                    || super::prototype::is_common_type(name)
                    || self.is_parameter(name, entities)
                    || self.is_type_variable(name, entities);
                (!known).then(|| (name.clone(), *at))
            }
            Guard::Call(function, Some(name), at) => {
                let known = *function == Function::Has || self.is_parameter(name, entities);
                (!known).then(|| (name.clone(), *at))
            }
            Guard::Call(_, None, _) | Guard::Integer(_) | Guard::Type(_) | Guard::Unary(..) | Guard::Binary(..) => None,
        }
    }

    fn is_parameter(&self, name: &str, entities: &[EntityId]) -> bool {
        entities.iter().filter_map(|id| self.base.prototype(*id)).any(|p| p.parameter(name).is_some())
    }

    fn is_type_variable(&self, name: &str, entities: &[EntityId]) -> bool {
        entities.iter().any(|id| {
            let declared = self.base.prototype(*id).is_some_and(|p| p.template.iter().any(|t| t == name));
            declared || self.base.entity(*id).rule.types.contains_key(name)
        })
    }

    fn template(&mut self, id: MapId, mapping: &Mapping, has_to: bool, entities: &[EntityId]) {
        debug_assert!(std::ptr::eq(self.base.mapping(id), mapping));
        let Some(text) = mapping.map.expr.as_ref().or(mapping.map.stmt.as_ref()) else { return };
        let span = self.at(mapping.span, text);
        let parts = match template::parse(text.get_ref()) {
            Ok(parts) => parts,
            Err(message) => {
                self.fault(Code::RuleNotC, span, message);
                return;
            }
        };
        let holes: BTreeSet<&str> = parts.iter().filter_map(hole).collect();
        for name in holes {
            let known = COMMON_HOLES.contains(&name)
                || name == "axis" && !mapping.map.axis.is_empty()
                || name == "to" && has_to
                || self.base.target.context.contains_key(name)
                || entities.iter().all(|id| self.fills(*id, name));
            if !known {
                let at = text.get_ref().find(&format!("{{{{{name}")).map_or(0, |at| at + 2);
                let message = format!("nothing fills the placeholder `{name}`");
                self.fault(Code::RuleUnknownPlaceholder, inside(self.base, span, at), message);
            }
        }
    }

    fn fills(&self, id: EntityId, name: &str) -> bool {
        // A prototype that can't be read has its own fault.
        let Ok(prototype) = self.base.read_prototype(id) else {
            return matches!(self.base.entity(id).kind, Kind::Function | Kind::Variable);
        };
        let types = &self.base.entity(id).rule.types;
        prototype.parameter(name).is_some() || types.contains_key(name) || prototype.template.iter().any(|t| t == name)
    }

    fn context(&mut self) {
        let context = &self.base.target.context;
        for (key, text) in context {
            let problem = match template::parse(text) {
                Err(message) => Some(message),
                Ok(parts) => parts
                    .iter()
                    .filter_map(hole)
                    .find(|name| !is_root(context.get(*name)))
                    .map(|name| format!("[context] `{key}`: `{name}` is no root of the context")),
            };
            if let Some(message) = problem {
                self.found.push(Diagnostic::without_place(Code::RuleUnknownPlaceholder, message));
            }
        }
    }

    fn libraries(&mut self) {
        let mut refused: Vec<_> = self.base.refused_libraries.iter().collect();
        refused.sort();
        for (name, id) in refused {
            if !self.base.libraries.iter().any(|l| l.rule.name.get_ref() == name) {
                let span = self.base.mapping(*id).span;
                self.fault(Code::RuleUnknownName, span, format!("no [[library]] is called `{name}`"));
            }
        }
    }
}

/// Whether a context entry is a name of its own, not written with others.
pub(crate) fn is_root(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.contains("{{"))
}

fn hole(part: &Part) -> Option<&str> {
    match part {
        Part::Hole { name, .. } => Some(name),
        Part::Text(_) => None,
    }
}

/// What must hold for an alternative to be taken, in one spelling; nothing where it always is.
fn condition_text(map: &Map) -> Option<String> {
    let when = map.when.as_ref().map(|w| w.get_ref().split_whitespace().collect::<String>());
    let axis = (!map.axis.is_empty()).then(|| format!("{:?}", map.axis.keys()));
    match (when, axis) {
        (None, None) => None,
        (when, axis) => Some(when.unwrap_or_default() + &axis.unwrap_or_default()),
    }
}

/// The place `at` bytes into the TOML string at `span`.
pub(crate) fn inside(base: &RuleBase, span: Span, at: usize) -> Span {
    let spelled = base.sources.slice(span);
    let multiline = spelled.starts_with("'''") || spelled.starts_with("\"\"\"");
    let quotes = if multiline { 3 + usize::from(spelled[3..].starts_with('\n')) } else { 1 };
    let start = (span.start as usize + quotes + at).min(span.end as usize - 1) as u32;
    Span::new(span.file, start, start + 1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{load, shown};
    use expect_test::{Expect, expect};

    fn check(cuda: &str, maps: &str, expected: Expect) {
        let (base, mut faults) = load(cuda, maps);
        faults.extend(base.check(0));
        expected.assert_eq(&shown(&base, &faults));
    }

    const F: &str = "[[rule]]\ncuda = 'float f(float *x, int n)'\n";

    #[test]
    fn what_is_not_c() {
        check(
            "[[rule]]\ncuda = 'float f(float x y)'\n",
            "",
            expect![[r#"
                R001 at y)': not C from here
            "#]],
        );
        check(
            F,
            "[[map]]\ncuda = 'f'\nwhen = 'n =='\nexpr = 'a'\n[[map]]\ncuda = 'f'\nexpr = '{{#if x}}'\n",
            expect![[r#"
                R001 at ': not C: more was expected
                R001 at '{{#if x}}': this is no text with placeholders: a `{{` opens one and a `}}` closes it
            "#]],
        );
    }

    #[test]
    fn unknown_names() {
        check(
            "[[rule]]\ncuda = ['void f(thing *x)', 'int g()']\n[[rule]]\ntypes = { T = ['odd'] }\ndefaults = { b = '1' }\ncuda = 'T h(T a)'\n",
            "[[map]]\ncuda = 'i'\nexpr = 'a'\n[[map]]\ncuda = 'g'\nwhen = 'full(x) && y == 1 && type(0) == Z'\nexpr = 'a'\n[[map]]\ncuda = 'g'\nexpr = 'b'\n[[refuse]]\nlibrary = 'Lib'\nreason = 'no'\n",
            expect![[r#"
                R002 at thing *x)', 'int g()']: no rule declares the type `thing`
                R002 at 'T h(T a)': no rule declares the type `odd` that `T` stands for
                R002 at 'T h(T a)': there is no parameter `b`
                R002 at 'i': no [[rule]] describes `i`
                R002 at x) && y == 1 && type(0) : a guard here knows no `x`
                R002 at y == 1 && type(0) == Z': a guard here knows no `y`
                R002 at 0) == Z': a guard here knows no `0`
                R002 at Z': a guard here knows no `Z`
                R002 at 'Lib': no [[library]] is called `Lib`
            "#]],
        );
    }

    #[test]
    fn unknown_placeholders() {
        check(
            F,
            "[[map]]\ncuda = 'f'\nexpr = '{{x}} {{y}} {{1}} {{2}} {{axis}} {{to}} {{group}} {{T}}'\n",
            expect![[r#"
                R003 at y}} {{1}} {{2}} {{axis}}: nothing fills the placeholder `y`
                R003 at 2}} {{axis}} {{to}} {{gr: nothing fills the placeholder `2`
                R003 at axis}} {{to}} {{group}} : nothing fills the placeholder `axis`
                R003 at to}} {{group}} {{T}}': nothing fills the placeholder `to`
                R003 at T}}': nothing fills the placeholder `T`
            "#]],
        );
    }

    #[test]
    fn alternatives() {
        check(
            F,
            "[[map]]\ncuda = 'f'\nwhen = 'n==1'\nexpr = 'a'\n[[map]]\ncuda = 'f'\nwhen = 'n == 1'\nexpr = 'b'\n[[map]]\ncuda = 'f'\nexpr = 'c'\n[[map]]\ncuda = 'f'\nwhen = 'n == 2'\nexpr = 'd'\n",
            expect![[r#"
                R004 at 'f': an earlier alternative always wins
                R004 at 'f': an earlier alternative always wins
                R005 at 'n == 2': `f` has no alternative without `when`
            "#]],
        );
    }

    #[test]
    fn duplicates_and_bad_files() {
        check(
            "[[rule]]\ncuda = 'float f(float x)'\n[[rule]]\ncuda = '__device__ float f( float x )'\n[[rule]]\ncuda = 'f'\n",
            "[[map]]\ncuda = 'f'\nexpr = 'a'\nkeep = true\n[[map]]\nexpr = 'a'\n",
            expect![[r#"
                R008 at '__device__ float f( flo: `__device__ float f( float x )` is described twice
                R009 at 'f': a name alone needs `kind` (or `prototype`)
                R009 at 'f': a [[map]] has exactly one of `expr`, `stmt`, `refuse` and `keep`
                R009 at 'a': a [[map]] has either `cuda` or `names`
            "#]],
        );
        check(
            "[[rule]]\ncuda = 'float f(float x)'\ncolour = 1\n",
            "[[map]\n",
            expect![[r#"
                R009 at colour = 1: unknown field `colour`, expected one of `cuda`, `prototype`, `kind`, `types`, `defaults`, `by_name`, `semantics`, `group`, `value`, `alias`, `header`
                R009 at : unclosed array table, expected `]`
            "#]],
        );
    }

    #[test]
    fn nothing_to_say() {
        check(
            F,
            "[[map]]\ncuda = 'f'\nwhen = 'n == 1 && space(x) == shared && has(y)'\nexpr = '{{x}}{{1}}{{group}}{{return_type}}'\n[[map]]\ncuda = 'f'\nkeep = true\n",
            expect![[""]],
        );
    }
}
