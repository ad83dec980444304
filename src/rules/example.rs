//! Running the examples that rules carry.
//!
//! In: a rule base. Out: an R010 for each `[[example]]` that does not come out as it says, an R006 for each `[[map]]`
//! without an example, an R007 for each that its examples do not reach.

use super::dialect::{split_arguments, tokens, without_template_arguments};
use super::expression::{Reading, Variables};
use super::format::{Example, Kind};
use super::prototype::Fault;
use super::select::{Facts, Selection, render};
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
                    text = format!("{}.{member}", super::select::operand(&text, false));
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
