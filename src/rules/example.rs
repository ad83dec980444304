//! Running the examples that rules carry.
//!
//! In: a rule base. Out: an R010 for each `[[example]]` that does not come out as it says, an R006 for each `[[map]]`
//! without an example, an R007 for each that its examples do not reach.

use super::dialect::{split_arguments, tokens, without_template_arguments};
use super::expression::{Reading, Variables};
use super::format::{Example, Kind};
use super::prototype::Fault;
use super::usage::{Facts, Selection, operand, render};
use super::{LoadedExample, MapId, RuleBase};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use std::collections::BTreeSet;

impl RuleBase {
    /// Runs the examples of layer `from` and those over it.
    pub fn run_examples(&self, from: usize) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut reached = BTreeSet::new();
        let mut named = BTreeSet::new();
        for loaded in self.examples.iter().filter(|e| e.layer >= from) {
            self.run_example(loaded, &mut reached, &mut named, &mut found);
        }
        for (at, mapping) in self.mappings.iter().enumerate() {
            let id = MapId(at as u32);
            if !mapping.wants_example || mapping.layer < from || reached.contains(&id) || !self.is_in_force(id) {
                continue;
            }
            let (code, message) = if named.contains(&id) {
                (Code::RuleNotReachedByExamples, "no example of the name reaches this alternative")
            } else {
                (Code::RuleNoExample, "this has no example")
            };
            found.push(Diagnostic::new(code, mapping.span, message));
        }
        found.sort_by_key(|d| (d.span, d.code));
        found
    }

    /// Number of examples.
    pub fn example_count(&self) -> usize {
        self.examples.len()
    }

    /// The CUDA name that an example uses.
    pub(crate) fn example_name(&self, example: &Example) -> Option<String> {
        let given = example.given.as_ref().map_or("", |given| given.get_ref().as_str());
        let variables = Variables::read(given, self).ok()?;
        Usage::read(example, &variables, self).map(|usage| usage.name)
    }

    /// False for an alternative that a later layer has overridden.
    fn is_in_force(&self, id: MapId) -> bool {
        self.groups.values().any(|group| group.alternatives.iter().any(|(other, _)| *other == id))
    }

    fn run_example(
        &self,
        loaded: &LoadedExample,
        reached: &mut BTreeSet<MapId>,
        named: &mut BTreeSet<MapId>,
        found: &mut Vec<Diagnostic>,
    ) {
        let example = &loaded.example;
        let outcomes = usize::from(example.gives.is_some()) + usize::from(example.refused) + usize::from(example.kept);
        if outcomes != 1 {
            let message = "an example has exactly one of `gives`, `refused` and `kept`";
            found.push(Diagnostic::new(Code::RuleBadToml, loaded.span, message));
            return;
        }
        let given = example.given.as_ref().map_or("", |given| given.get_ref().as_str());
        let variables = match Variables::read(given, self) {
            Ok(variables) => variables,
            Err(fault) => {
                found.push(self.given_fault(loaded, &fault));
                return;
            }
        };
        let Some(usage) = Usage::read(example, &variables, self) else {
            let message = "this is no call, member or name";
            found.push(Diagnostic::new(Code::RuleNotC, loaded.span, message));
            return;
        };
        for id in self.entities(&usage.name) {
            let group = self.group(self.entity(*id));
            named.extend(group.into_iter().flat_map(|g| &g.alternatives).map(|(map, _)| *map));
        }
        let selection = self.select(&usage.name, &usage);
        if let Selection::Keep(m) | Selection::Replace { mapped: m, .. } | Selection::Refuse { mapped: m, .. } =
            &selection
        {
            reached.extend(m.map);
        }
        if let Err((message, span)) = self.compare(loaded, &usage, &selection) {
            found.push(Diagnostic::new(Code::RuleExampleFails, span, message));
        }
    }

    fn given_fault(&self, loaded: &LoadedExample, fault: &Fault) -> Diagnostic {
        let range = loaded.example.given.as_ref().map_or(0..0, toml::Spanned::span);
        let span = Span::new(loaded.span.file, range.start as u32, range.end as u32);
        let code = if fault.unknown_type { Code::RuleUnknownName } else { Code::RuleNotC };
        Diagnostic::new(code, super::check::inside(self, span, fault.at), fault.message.clone())
    }

    fn compare(&self, loaded: &LoadedExample, usage: &Usage<'_>, selection: &Selection) -> Result<(), (String, Span)> {
        let example = &loaded.example;
        let got = match selection {
            Selection::Unknown => format!("`{}` is unknown", usage.name),
            Selection::Ambiguous { reason } => format!("ambiguous: {reason}"),
            Selection::Keep(_) if example.kept => return Ok(()),
            Selection::Keep(_) => "the name is kept".to_owned(),
            Selection::Refuse { .. } if example.refused => return Ok(()),
            Selection::Refuse { reason, .. } => format!("it is refused: {reason}"),
            Selection::Replace { pieces, with_member, .. } => {
                let argument = |index: usize| usage.arguments.get(index).cloned().unwrap_or_default();
                let root = |name: &str| self.target.context.get(name).cloned().unwrap_or_default();
                let mut text = render(pieces, &argument, usage.this.as_deref().unwrap_or_default(), &root);
                if let Some(member) = usage.member.as_ref().filter(|_| !with_member) {
                    text = format!("{}.{member}", operand(&text, false));
                }
                let Some(expected) = &example.gives else {
                    return Err((format!("it gives `{text}`"), loaded.span));
                };
                if &text == expected.get_ref() {
                    return Ok(());
                }
                let range = expected.span();
                let span = Span::new(loaded.span.file, range.start as u32, range.end as u32);
                return Err((format!("it gives `{text}`"), span));
            }
        };
        Err((got, loaded.span))
    }
}

/// A use of a CUDA name as an example spells it.
#[derive(Debug)]
struct Usage<'a> {
    name: String,
    is_call: bool,
    this: Option<String>,
    member: Option<String>,
    arguments: Vec<String>,
    template: Vec<String>,
    readings: Vec<Reading<'a>>,
    with: &'a [String],
}

impl<'a> Usage<'a> {
    fn read(example: &'a Example, variables: &'a Variables, base: &'a RuleBase) -> Option<Usage<'a>> {
        let text = example.cuda.get_ref().trim().trim_end_matches(';').trim();
        let mut usage = Usage {
            name: String::new(),
            is_call: false,
            this: None,
            member: None,
            arguments: Vec::new(),
            template: Vec::new(),
            readings: Vec::new(),
            with: &example.with,
        };
        if !base.entities(text).is_empty() {
            usage.name = text.to_owned();
            return Some(usage);
        }
        let callee = match call_of(text) {
            Some((callee, arguments)) => {
                usage.is_call = true;
                usage.arguments = split_arguments(arguments);
                callee
            }
            None => text,
        };
        usage.name_and_object(callee, variables, base)?;
        usage.readings = usage.arguments.iter().map(|a| Reading::new(a, variables, base)).collect();
        Some(usage)
    }

    /// Splits what stands before the parenthesis: a name, `variable.member`, or `object.method`.
    fn name_and_object(&mut self, callee: &str, variables: &Variables, base: &RuleBase) -> Option<()> {
        let found = tokens(callee, true);
        let last = found.last().filter(|t| t.is_word)?;
        let (name, own_template) = without_template_arguments(&callee[last.range.clone()]);
        let sign = found.len().checked_sub(2).map(|at| found[at].range.clone());
        let Some(sign) = sign else {
            self.name = name;
            self.template = own_template;
            return Some(());
        };
        let object = callee[..sign.start].trim();
        if !matches!(&callee[sign], "." | "->") {
            return None;
        }
        let is_variable = base.entities(object).iter().any(|id| base.entity(*id).kind == Kind::Variable);
        if is_variable && !self.is_call {
            self.name = object.to_owned();
            self.member = Some(name);
            return Some(());
        }
        let ty = Reading::new(object, variables, base).ty()?;
        let (class, mut template) = without_template_arguments(&ty.base);
        template.extend(own_template);
        self.template = template;
        self.name = format!("{class}::{name}");
        self.this = Some(object.to_owned());
        Some(())
    }
}

/// Cuts `callee(arguments)` where the last parenthesis of the text closes the call.
fn call_of(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(')')?;
    let mut depth = 0usize;
    for token in tokens(text, true).iter().rev() {
        match &text[token.range.clone()] {
            ")" => depth += 1,
            "(" => {
                depth -= 1;
                if depth == 0 {
                    return Some((text[..token.range.start].trim(), &inner[token.range.end..]));
                }
            }
            _ => {}
        }
    }
    None
}

impl Facts for Usage<'_> {
    fn argument_count(&self) -> usize {
        self.arguments.len()
    }

    fn argument_type(&self, index: usize) -> Option<String> {
        self.readings.get(index)?.ty().map(|ty| ty.to_string())
    }

    fn integer(&self, index: usize) -> Option<i128> {
        self.readings.get(index)?.integer()
    }

    fn space(&self, index: usize) -> Option<&'static str> {
        self.readings.get(index)?.space()
    }

    fn full_mask(&self, index: usize) -> Option<bool> {
        self.integer(index).map(|value| value & 0xffff_ffff == 0xffff_ffff)
    }

    fn member(&self) -> Option<&str> {
        self.member.as_deref()
    }

    fn has(&self, extension: &str) -> bool {
        self.with.iter().any(|with| with == extension)
    }

    fn spelled(&self, index: usize) -> Option<&str> {
        self.arguments.get(index).map(String::as_str)
    }

    fn template_argument(&self, index: usize) -> Option<&str> {
        self.template.get(index).map(String::as_str)
    }

    fn is_call(&self) -> bool {
        self.is_call
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{base, shown};
    use expect_test::{Expect, expect};

    const CUDA: &str = "
[[rule]]
kind = 'type'
cuda = ['uint3', 'ns::tile']
[[rule]]
cuda = ['uint3 index', 'float add(float *p, float v)', 'int ns::tile<N>::get(int i)', 'int one(unsigned mask)']
";

    fn run(maps: &str, expected: Expect) {
        let base = base(CUDA, maps);
        expected.assert_eq(&shown(&base, &base.run_examples(0)));
    }

    #[test]
    fn examples_that_hold() {
        run(
            "
[[map]]
cuda = 'add'
when = 'space(p) == shared'
expr = 'a(*{{p}})'
[[map]]
cuda = 'add'
when = 'space(p) == global && has(x)'
expr = 'b({{p}})'
[[map]]
cuda = 'add'
refuse = 'no'
[[map]]
cuda = 'index'
axis = { x = '2' }
expr = '{{item}}.get({{axis}})'
[[map]]
cuda = 'index'
keep = true
[[map]]
cuda = 'ns::tile::get'
expr = '{{this}}.at<{{N}}>({{i}})'
[[map]]
cuda = 'one'
when = 'full(mask)'
expr = '1'
[[map]]
cuda = 'one'
expr = '0'
[[example]]
given = '__shared__ float s[4]; const int n = 3;'
cuda = 'add(s + n, 1.0f)'
gives = 'a(*(s + n))'
[[example]]
given = '__shared__ float s[4];'
cuda = 'add(&s[1], (float)2)'
gives = 'a(*(&s[1]))'
[[example]]
with = ['x']
given = '__global_ptr__ const float *p;'
cuda = 'add(p, 1)'
gives = 'b(p)'
[[example]]
given = '__global_ptr__ const float *p;'
cuda = 'add(p, 1)'
refused = true
[[example]]
cuda = 'index.x'
gives = 'item.get(2)'
[[example]]
cuda = 'index'
kept = true
[[example]]
given = 'ns::tile<8> t;'
cuda = 't.get(1, 2)'
gives = 't.at<8>(1)'
[[example]]
given = 'ns::tile<8> t;'
cuda = 't.get(1)'
gives = 't.at<8>(1)'
[[example]]
cuda = 'one(0xffffffff)'
gives = '1'
[[example]]
given = 'unsigned m;'
cuda = 'one(m)'
gives = '0'
",
            expect![[r#"
                R010 at 't.get(1, 2)': ambiguous: no form of `ns::tile::get` takes these 2 arguments
            "#]],
        );
    }

    #[test]
    fn examples_that_fail() {
        run(
            "
[[map]]
cuda = 'add'
when = 'space(p) == shared'
expr = 'a({{p}})'
[[map]]
cuda = 'add'
expr = 'b({{p}})'
[[map]]
cuda = 'one'
expr = '1'
[[example]]
given = 'float *p;'
cuda = 'add(p, 1)'
gives = 'a(p)'
[[example]]
given = 'float q'
cuda = 'add(&q, 1)'
kept = true
[[example]]
given = 'float *p; nothing x;'
cuda = 'add(p, 1)'
refused = true
[[example]]
given = 'float p p;'
cuda = 'add(p, 1)'
refused = true
[[example]]
cuda = 'unheard(p, 1)'
refused = true
[[example]]
cuda = '1 + 2'
refused = true
[[example]]
cuda = 'add(p, 1)'
",
            expect![[r#"
                R007 at 'add': no example of the name reaches this alternative
                R006 at 'one': this has no example
                R010 at 'a(p)': it gives `b(p)`
                R010 at 'add(&q, 1)': it gives `b(&q)`
                R002 at nothing x;': no rule declares the type `nothing`
                R001 at p;': not C from here
                R010 at 'unheard(p, 1)': `unheard` is unknown
                R001 at '1 + 2': this is no call, member or name
                R009 at 'add(p, 1)': an example has exactly one of `gives`, `refused` and `kept`
            "#]],
        );
    }
}
