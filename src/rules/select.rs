//! Choosing what becomes of one use of a CUDA name.
//!
//! In: the name and what is known about its use ([`Facts`]). Out: a [`Selection`]. Overloads that can't take the
//! arguments fall away; each of the rest gives its first alternative whose guard is known to hold. Where these
//! agree, that is the answer, whatever is unknown about the types; else the best match decides as in C++; else the
//! answer is [`Selection::Ambiguous`], never a guess.

use super::fill::Filler;
use super::format::Kind;
use super::guard::{self, Function, Guard, SPACES, Scope, Value};
use super::overload::{Candidate, best};
use super::prototype::is_common_type;
use super::types::Type;
use super::usage::{Facts, Mapped, Selection};
use super::{EntityId, Library, MapId, Mapping, RuleBase};
use crate::source::Span;

impl RuleBase {
    /// What becomes of this use of the qualified name `name`.
    pub fn select(&self, name: &str, facts: &dyn Facts) -> Selection {
        let ids = self.entities(name);
        if ids.is_empty() {
            return self.library_of(name).map_or(Selection::Unknown, |library| self.refuse_library(library, name));
        }
        let mut candidates: Vec<_> = ids.iter().filter_map(|id| self.candidate(*id, facts)).collect();
        if candidates.is_empty() {
            // A class of the user's may convert to what a form takes: then only the count speaks.
            candidates = ids.iter().filter_map(|id| self.candidate(*id, &Untyped(facts))).collect();
        }
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

    pub(super) fn mapped(&self, entity: Option<EntityId>, map: Option<MapId>, place: Span) -> Mapped {
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
        let guard: &Option<Guard> = mapping.guard.get_or_init(|| {
            let mut guard = guard::parse(when.get_ref()).ok()?;
            guard.each_type(&|ty| self.resolve(ty));
            Some(guard)
        });
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
                return self.type_of(name).map_or(Value::Unknown, Value::Type);
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
/// The facts of a use without the types of its arguments.
struct Untyped<'a>(&'a dyn Facts);

impl Facts for Untyped<'_> {
    fn argument_count(&self) -> usize {
        self.0.argument_count()
    }

    fn argument_type(&self, _index: usize) -> Option<String> {
        None
    }

    fn integer(&self, index: usize) -> Option<i128> {
        self.0.integer(index)
    }

    fn space(&self, index: usize) -> Option<&'static str> {
        self.0.space(index)
    }

    fn full_mask(&self, index: usize) -> Option<bool> {
        self.0.full_mask(index)
    }

    fn member(&self) -> Option<&str> {
        self.0.member()
    }

    fn has(&self, extension: &str) -> bool {
        self.0.has(extension)
    }

    fn spelled(&self, index: usize) -> Option<&str> {
        self.0.spelled(index)
    }

    fn template_argument(&self, index: usize) -> Option<&str> {
        self.0.template_argument(index)
    }

    fn is_call(&self) -> bool {
        self.0.is_call()
    }
}

/// Whether two outcomes are the same to the user, whichever overload and rule they came from.
fn agree(a: &Selection, b: &Selection) -> bool {
    match (a, b) {
        (Selection::Keep(a), Selection::Keep(b)) => a.asks_the_same(b),
        (
            Selection::Replace { mapped: a, pieces, statement, with_member },
            Selection::Replace { mapped: b, pieces: other, statement: s, with_member: m },
        ) => a.asks_the_same(b) && (pieces, statement, with_member) == (other, s, m),
        (Selection::Refuse { reason, help, .. }, Selection::Refuse { reason: other, help: h, .. }) => {
            (reason, help) == (other, h)
        }
        (_, _) => a == b,
    }
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
                ty.and_then(|text| self.base.type_of(&text)).map_or(Value::Unknown, Value::Type)
            }
            Function::Given => Value::truth(written),
            Function::Count | Function::Has => Value::Unknown,
        }
    }
}

/// The value of an integer literal's text.
pub fn integer_text(text: &str) -> Option<i128> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest.trim_start()),
        None => (1, text),
    };
    let digits = text.trim_end_matches(['u', 'U', 'l', 'L']);
    let hexadecimal = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"));
    let octal = digits.strip_prefix('0').filter(|rest| !rest.is_empty());
    let (digits, radix) = match (hexadecimal, octal) {
        (Some(digits), _) => (digits, 16),
        (None, Some(digits)) => (digits, 8),
        (None, None) => (digits, 10),
    };
    // A second sign would be read as part of the number.
    let plain = digits.starts_with(|c: char| c.is_ascii_alphanumeric());
    let value = i128::from_str_radix(digits, radix).ok().filter(|_| plain)?;
    Some(sign * value)
}

#[cfg(test)]
mod tests {
    use super::super::testing::base;
    use super::super::usage::render;
    use super::*;

    #[derive(Default)]
    struct Call {
        types: Vec<Option<&'static str>>,
        spelled: Vec<&'static str>,
        space: Option<&'static str>,
        member: Option<&'static str>,
        template: Vec<&'static str>,
    }

    impl Facts for Call {
        fn argument_count(&self) -> usize {
            self.spelled.len()
        }
        fn argument_type(&self, index: usize) -> Option<String> {
            self.types.get(index).copied().flatten().map(str::to_owned)
        }
        fn integer(&self, index: usize) -> Option<i128> {
            integer_text(self.spelled[index])
        }
        fn space(&self, _index: usize) -> Option<&'static str> {
            self.space
        }
        fn full_mask(&self, _index: usize) -> Option<bool> {
            None
        }
        fn member(&self) -> Option<&str> {
            self.member
        }
        fn has(&self, extension: &str) -> bool {
            extension == "fast"
        }
        fn spelled(&self, index: usize) -> Option<&str> {
            self.spelled.get(index).copied()
        }
        fn template_argument(&self, index: usize) -> Option<&str> {
            self.template.get(index).copied()
        }
    }

    fn call(spelled: &[&'static str], types: &[&'static str]) -> Call {
        let types = types.iter().map(|t| (*t != "?").then_some(*t)).collect();
        Call { spelled: spelled.to_vec(), types, ..Call::default() }
    }

    fn shown(base: &RuleBase, name: &str, facts: &Call) -> String {
        match base.select(name, facts) {
            Selection::Unknown => "unknown".into(),
            Selection::Keep(_) => "keep".into(),
            Selection::Refuse { reason, .. } => format!("refuse: {reason}"),
            Selection::Ambiguous { reason } => format!("ambiguous: {reason}"),
            Selection::Replace { pieces, mapped, .. } => {
                let text = render(&pieces, &|at| facts.spelled[at].into(), "object", &str::to_owned);
                let context = mapped.context.join(" ");
                if context.is_empty() { text } else { format!("{text} needs {context}") }
            }
        }
    }

    const CUDA: &str = "
[[rule]]
kind = 'type'
cuda = ['float2', 'half', 'uint3', 'ns::tile<N>']
[[rule]]
cuda = ['float add(float *p, float v)', 'int add(int *p, int v)']
[[rule]]
cuda = ['float root(float x)', 'double root(double x)']
[[rule]]
types = { T = ['int', 'float'] }
cuda = 'T pick(unsigned mask, T v, int width = warpSize)'
[[rule]]
cuda = 'uint3 index'
[[rule]]
cuda = ['ns::tile<N> ns::split<N>(int x)', 'void ns::tile<N>::sync()', 'int say(const char *format, ...)', 'void lone()']
[[library]]
name = 'Lib'
prefix = ['lib']
namespace = ['lib']
";

    const MAPS: &str = "
[[map]]
cuda = 'add'
when = 'space(p) == shared'
expr = 'local(*{{p}}, {{v}})'
[[map]]
cuda = 'add'
expr = '{{return_type}}_add(*{{p}}, {{v}}, {{group}})'
[[map]]
cuda = 'root'
expr = 's::{{name}}({{0}})'
[[map]]
cuda = 'pick'
when = 'width == warpSize'
expr = 'pick<{{T}}>({{v}})'
[[map]]
cuda = 'pick'
when = 'constant(width) && width < 32'
expr = 'pick({{v}}, {{width}})'
[[map]]
cuda = 'pick'
refuse = 'no'
[[map]]
cuda = 'index'
axis = { x = '2', y = '1' }
expr = '{{item}}.id({{axis}})'
[[map]]
cuda = 'index'
refuse = 'as a whole'
[[map]]
cuda = 'ns::tile'
expr = 'tile<({{N}})>'
[[map]]
cuda = 'ns::split'
expr = 'split({{N}}, {{x}})'
[[map]]
cuda = 'ns::tile::sync'
expr = 'sync<{{N}}>({{this}})'
[[map]]
cuda = 'say'
expr = 'say({{format}}{{rest}})'
";

    #[test]
    fn overloads() {
        let base = base(CUDA, MAPS);
        let add = |spelled, types| shown(&base, "add", &call(spelled, types));
        assert_eq!(add(&["f", "1.0f"], &["float *", "float"]), "float_add(*f, 1.0f, item.get_group()) needs item");
        assert_eq!(add(&["f", "1"], &["float *", "?"]), "float_add(*f, 1, item.get_group()) needs item");
        assert_eq!(add(&["f + 1", "1"], &["?", "?"]).split(':').next(), Some("ambiguous"));
        assert_eq!(add(&["f"], &["?"]).split(':').next(), Some("ambiguous"));
        // Both forms give the same text, so the type does not matter.
        let facts = Call { space: Some("shared"), ..call(&["f + 1", "v"], &["?", "?"]) };
        assert_eq!(shown(&base, "add", &facts), "local(*(f + 1), v)");
        assert_eq!(shown(&base, "root", &call(&["x"], &["?"])), "s::root(x)");
        assert_eq!(shown(&base, "root", &call(&["x"], &["int"])), "s::root(x)");
    }

    #[test]
    fn guards_defaults_and_type_variables() {
        let base = base(CUDA, MAPS);
        let pick = |spelled, types| shown(&base, "pick", &call(spelled, types));
        assert_eq!(pick(&["m", "v"], &["unsigned", "float"]), "pick<float>(v)");
        assert_eq!(pick(&["m", "v", "warpSize"], &["unsigned", "int"]), "pick<int>(v)");
        assert_eq!(pick(&["m", "v", "8"], &["unsigned", "int"]), "pick(v, 8)");
        assert_eq!(pick(&["m", "v", "w"], &["unsigned", "int"]), "refuse: no");
        assert_eq!(pick(&["m", "v"], &["unsigned", "Real"]), "pick<Real>(v)");
        assert_eq!(pick(&["m", "v"], &["unsigned", "?"]), "ambiguous: the type `T` is not known here");
        assert_eq!(pick(&["m", "v"], &["unsigned", "short"]), "ambiguous: the type `T` is not known here");
    }

    #[test]
    fn members_methods_and_the_rest() {
        let base = base(CUDA, MAPS);
        let index = |member| shown(&base, "index", &Call { member, ..Call::default() });
        assert_eq!(index(Some("x")), "item.id(2) needs item");
        assert_eq!(index(Some("z")), "refuse: as a whole");
        assert_eq!(index(None), "refuse: as a whole");
        let tile = Call { template: vec!["32"], ..call(&["a + b"], &["int"]) };
        assert_eq!(shown(&base, "ns::tile", &tile), "tile<(32)>");
        assert_eq!(shown(&base, "ns::split", &tile), "split(32, a + b)");
        let method = Call { template: vec!["16"], ..Call::default() };
        assert_eq!(shown(&base, "ns::tile::sync", &method), "sync<16>(object)");
        assert_eq!(shown(&base, "say", &call(&["f"], &["?"])), "say(f)");
        assert_eq!(shown(&base, "say", &call(&["f", "a", "b"], &["?", "?", "?"])), "say(f, a, b)");
    }

    #[test]
    fn what_is_not_mapped() {
        let base = base(CUDA, MAPS);
        assert_eq!(shown(&base, "other", &Call::default()), "unknown");
        assert_eq!(shown(&base, "lone", &Call::default()), "refuse: there is no mapping of `lone` to T yet");
        assert!(shown(&base, "libSolve", &Call::default()).starts_with("refuse: `libSolve` belongs to Lib"));
        assert!(shown(&base, "lib::solve", &Call::default()).starts_with("refuse: "));
        assert_eq!(shown(&base, "library", &Call::default()), "unknown");
    }

    #[test]
    fn unknown_types_of_arguments_that_do_not_choose() {
        let base = base(
            "[[rule]]\ncuda = ['void set(float a, int n)', 'void set(double a, int n)', 'void put(int v, float *p)']\n\
             [[rule]]\ntypes = { T = ['float', 'int'] }\ncuda = 'void put(T v, T *p)'\n",
            "[[map]]\ncuda = 'void set(float a, int n)'\nexpr = 'f'\n[[map]]\ncuda = 'void set(double a, int n)'\nexpr = 'd'\n\
             [[map]]\ncuda = 'put'\nexpr = '{{v}}'\n[[map]]\ncuda = 'void put(T v, T *p)'\nexpr = 'put<{{T}}>'\n",
        );
        assert_eq!(shown(&base, "set", &call(&["a", "n"], &["float", "?"])), "f");
        assert!(shown(&base, "set", &call(&["a", "n"], &["?", "int"])).starts_with("ambiguous"));
        assert_eq!(shown(&base, "put", &call(&["1.0", "p"], &["double", "int *"])), "put<int>");
    }

    #[test]
    fn other_names_of_types() {
        let base = base(
            "[[rule]]\nkind = 'type'\ncuda = ['half', '__half', 'odd']\nalias = { half = '__half' }\n\
             [[rule]]\ncuda = ['void f(half x)', 'void f(odd x)']\n",
            "[[map]]\ncuda = 'void f(half x)'\nwhen = 'type(x) == half && type(x) == __half'\nexpr = 'h'\n\
             [[map]]\ncuda = 'void f(half x)'\nexpr = 'n'\n[[map]]\ncuda = 'void f(odd x)'\nexpr = 'o'\n",
        );
        assert_eq!(base.check(0), []);
        for (ty, expected) in [("half", "h"), ("__half", "h"), ("odd", "o")] {
            assert_eq!(shown(&base, "f", &call(&["a"], &[ty])), expected);
        }
    }

    #[test]
    fn strange_text_does_no_harm() {
        let text = "a<b<(\u{e9}\"\\\u{e9}'[{--0x<<>>,::operator<->";
        for (at, _) in text.char_indices() {
            for piece in [&text[..at], &text[at..]] {
                let _ = (integer_text(piece), Type::parse(piece), super::super::template::is_primary(piece));
                let _ = super::super::dialect::without_template_arguments(piece);
                let _ = super::super::dialect::split_arguments(piece);
                let _ = super::super::dialect::declared_name(piece);
            }
        }
    }

    #[test]
    fn integer_literals() {
        for (text, value) in [
            ("0x20u", Some(32)),
            ("-1", Some(-1)),
            ("017", Some(15)),
            ("5ULL", Some(5)),
            ("0", Some(0)),
            ("x", None),
            ("--1", None),
            ("- 7", Some(-7)),
        ] {
            assert_eq!(integer_text(text), value, "{text}");
        }
    }
}
