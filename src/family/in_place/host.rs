//! Host text for run-time compilation: kernels become stubs that name their own instantiation, device-only bodies go.
//!
//! In: a surveyed unit and the needs of all functions. Out: edits after which a plain C++ compiler takes the file.
//! The stub keeps the kernel's signature, so that the host compiler deduces template arguments as CUDA's does.

use super::device::Device;
use super::launch::launches;
use super::needs::{is_plain_constant, variable_need};
use crate::diag::{Code, Diagnostic};
use crate::emit::{Edit, Swallow};
use crate::sema::symbols::{FunctionKind, TemplateParameter};
use crate::sema::{Analysis, Function, FunctionId, VariableSpace};
use crate::syntax::{Field, Kind, Node};
use std::ops::Range;

/// How many functions inside one another are looked at.
const NESTED: usize = 64;

impl Device<'_> {
    /// Rewrites the unit for the host side of run-time compilation.
    pub fn host_text(&mut self) {
        let analysis = self.analysis;
        for (id, function) in analysis.symbols.iter() {
            if function.body.is_none() || !function.execution.device_only() || function.kind == FunctionKind::Lambda {
                continue;
            }
            if self.edits.before(function.name_range.start).take(64).any(|e| function.name_range.end <= e.range.end) {
                continue;
            }
            if function.execution.kernel {
                self.stub(id, function);
            } else if !(function.is_constexpr && self.is_portable(id)) {
                cut_body(self, function);
            }
        }
        self.registrations();
        self.host_launches();
    }

    /// True where nothing in the function's body is CUDA's.
    fn is_portable(&self, id: FunctionId) -> bool {
        !self.survey.sites.iter().any(|s| s.function == id && !matches!(s.kind, super::survey::SiteKind::Call(_)))
    }

    fn stub(&mut self, id: FunctionId, function: &Function) {
        let needs = self.graph.needs(self.index, id);
        let mut name = function.qualified_name();
        let own = &function.templates[function.class_templates.min(function.templates.len())..];
        if function.is_specialisation {
            let declarator = self.analysis.tree.leaf_at(function.name_range.start).and_then(|l| l.parent());
            if let Some(list) =
                declarator.filter(|d| d.kind() == Kind::TemplateFunction).and_then(|d| d.child(Field::Arguments))
            {
                name.push_str(&self.render(list.range()));
            }
        }
        let mut build = format!("cu2x::rtc::kernel_builder(cu2x_unit, \"{name}\")");
        build.extend(own.iter().map(template_argument));
        let names = self.parameter_names(function);
        let expand = |pack: bool| if pack { "..." } else { "" };
        let types: Vec<_> = names.iter().map(|(n, pack)| format!("decltype({n}){}", expand(*pack))).collect();
        let stub = self.stub_name(function, own);
        build.push_str(&format!(".template parameters<{}>(&{stub})", types.join(", ")));
        if needs.item {
            build.push_str(".item()");
        }
        for local in &needs.locals {
            if local.unresolved.is_some() {
                let what = format!("the type of shared variable `{}` is not known in kernel `{name}`", local.name);
                let help = "write the template arguments of the calls on the way to it";
                let span = self.span(function.name_range.clone());
                self.diagnostics.push(Diagnostic::new(Code::SharedTypeUnknown, span, what).with_help(help));
            }
            let text = format!("{}{}", local.base, local.bounds);
            build.push_str(&format!(".template local<{text}>(\"{}\")", text.replace('"', "\\\"")));
        }
        if needs.dynamic {
            build.push_str(".dynamic_local()");
        }
        for variable in needs.variables.values() {
            build.push_str(&format!(".variable(&{0}, \"{0}\")", variable.name));
        }
        for attribute in &needs.attributes {
            if let Some(size) = attribute.split_once("sub_group_size(").and_then(|(_, s)| s.split(')').next()) {
                build.push_str(&format!(".sub_group_size({size})"));
            }
        }
        let arguments: Vec<_> = names.iter().map(|(n, pack)| format!("{n}{}", expand(*pack))).collect();
        let text = format!(
            "{{ struct cu2x_description {{ static cu2x::rtc::kernel make() {{ return {build}.build(); }} }}; \
             cu2x::rtc::instance<cu2x_description>::kernel_object.launch({}); }}",
            arguments.join(", ")
        );
        if let Some(body) = function.body.map(|b| self.analysis.node(b).range()) {
            let text = format!("{text}{}", self.definitions_in(body.clone()));
            self.edits.push(Edit::replace(body, text, "kernel stub"));
        }
        self.without_restrict(function);
    }

    /// The macros defined in a body that goes: code after it may use them.
    fn definitions_in(&self, range: Range<u32>) -> String {
        let unit = &self.analysis.unit;
        let span = self.span(range);
        let inside = |d: &&crate::source::Span| d.file == span.file && d.start > span.start && d.end <= span.end;
        let directives: String = unit
            .macros_defined
            .iter()
            .map(|m| &m.directive)
            .filter(inside)
            .map(|d| format!("\n{}", unit.sources.slice(*d).trim_end()))
            .collect();
        if directives.is_empty() { directives } else { directives + "\n" }
    }

    /// The stub's own name inside its body, with its template arguments.
    fn stub_name(&self, function: &Function, own: &[TemplateParameter]) -> String {
        let declarator = self.analysis.tree.leaf_at(function.name_range.start).and_then(|l| l.parent());
        let list = declarator.filter(|d| d.kind() == Kind::TemplateFunction).and_then(|d| d.child(Field::Arguments));
        if let Some(list) = list {
            return format!("{}{}", function.name, self.render(list.range()));
        }
        // A parameter may be named like its kernel.
        let hidden = function.parameters.iter().any(|p| p.name.as_ref() == Some(&function.name));
        let name = if hidden { format!("::{}", function.qualified_name()) } else { function.name.clone() };
        if own.is_empty() {
            return name;
        }
        let arguments: Vec<_> =
            own.iter().map(|t| format!("{}{}", t.name, if t.is_pack { "..." } else { "" })).collect();
        format!("{name}<{}>", arguments.join(", "))
    }

    /// Promises about aliasing mean nothing in a stub, and qualify the deduced types of its parameters.
    fn without_restrict(&mut self, function: &Function) {
        let Some(list) = function.parameter_list.map(|l| self.analysis.node(l).range()) else { return };
        for token in self.analysis.unit.tokens_in(list) {
            let range = token.start..token.end;
            if matches!(self.analysis.text(range.clone()), "__restrict__" | "__restrict") {
                self.edits.push(Edit::remove(range, Swallow::Nothing, "kernel stub"));
            }
        }
    }

    /// The parameters' names, given to those that have none.
    fn parameter_names(&mut self, function: &Function) -> Vec<(String, bool)> {
        let mut out = Vec::new();
        for (at, parameter) in function.parameters.iter().enumerate() {
            let name = match &parameter.name {
                Some(name) => name.clone(),
                None => {
                    let name = format!("cu2x_argument_{at}");
                    let end = self.analysis.node(parameter.node).end();
                    self.edits.push(Edit::after(end, format!(" {name}"), "kernel stub"));
                    name
                }
            };
            out.push((name, parameter.is_pack));
        }
        out
    }

    fn registrations(&mut self) {
        let analysis = self.analysis;
        for variable in &analysis.symbols.variables {
            let declaration = analysis.node(variable.node);
            if variable.space == VariableSpace::Shared {
                if variable.function.is_none() {
                    self.edits.push(Edit::remove(declaration.range(), Swallow::Line, "shared memory"));
                }
                continue;
            }
            if variable.is_extern || is_plain_constant(analysis, variable) {
                continue;
            }
            let Some(need) = variable_need(analysis, variable) else { continue };
            let template = declaration.parent().is_some_and(|p| p.kind() == Kind::TemplateDeclaration);
            if template || declaration.kind() == Kind::FieldDeclaration {
                let what = format!("`{}` has a form that cannot become device memory", variable.name);
                let span = self.span(variable.name_range.clone());
                self.diagnostics.push(Diagnostic::new(Code::VariableUnsupported, span, what));
                continue;
            }
            let space = match variable.space {
                VariableSpace::Constant => "constant",
                VariableSpace::Device | VariableSpace::Shared => "device",
                VariableSpace::Managed => "managed",
            };
            let name = &variable.name;
            let text = format!(
                " static const cu2x::rtc::variable cu2x_variable_{name}(&{name}, sizeof {name}, \"{}\", cu2x::rtc::space::{space}{});",
                need.name,
                if variable.initialiser.is_some() { format!(", &{name}") } else { String::new() }
            );
            self.edits.push(Edit::after(declaration.end(), text, "device variable"));
        }
    }

    fn host_launches(&mut self) {
        let mut all = launches(self.analysis);
        all.reverse();
        for launch in all {
            if !launch.kernels.is_empty() {
                self.headers.push((launch.node.start(), "cu2x/rtc.hpp".into()));
            }
            let config: Vec<_> = launch.config.iter().map(|c| self.render(c.range())).collect();
            let arguments = launch.node.child(Field::Arguments).map_or(String::from("()"), |a| self.render(a.range()));
            let callee = self.render(launch.callee.range());
            let text = format!("(cu2x::rtc::push_config({}), {callee}{arguments})", config.join(", "));
            let range = launch.node.range();
            self.edits.remove_within(&range);
            self.edits.push(Edit::replace(range, text, "launch"));
        }
    }

    /// Cuts the bodies of functions that never run on the device; returns what was cut.
    pub fn cut_host_bodies(&mut self) -> Vec<Range<u32>> {
        let analysis = self.analysis;
        let mut cut = Vec::new();
        for (_, function) in analysis.symbols.iter() {
            let kept = function.execution.on_device() || function.is_constexpr || function.kind == FunctionKind::Lambda;
            if kept || function.body.is_none() || deduces(analysis, function) {
                continue;
            }
            // Functions come in source order: what holds this one was cut a little while ago.
            let inside = |r: &Range<u32>| r.contains(&function.name_range.start);
            if cut.iter().rev().take(NESTED).any(inside) || self.survey.region_at(function.name_range.start).is_some() {
                continue;
            }
            cut.push(cut_body(self, function));
        }
        cut.sort_by_key(|r| r.start);
        cut
    }
}

fn template_argument(parameter: &TemplateParameter) -> String {
    let name = &parameter.name;
    match (parameter.is_type || parameter.is_template, parameter.is_pack) {
        (true, false) => format!(".template type_argument<{name}>(\"{name}\")"),
        (true, true) => format!(".template type_arguments<{name}...>()"),
        (false, false) => format!(".template value_argument<{name}>(\"{name}\")"),
        (false, true) => format!(".template value_arguments<{name}...>()"),
    }
}

/// True where the return type comes from the body.
fn deduces(analysis: &Analysis, function: &Function) -> bool {
    let auto = function
        .return_type
        .as_ref()
        .is_some_and(|t| t.base.starts_with("auto") || t.base.starts_with("decltype(auto"));
    let trailing = analysis.node(function.node).descendants().take(40).any(|n| n.kind() == Kind::TrailingReturnType);
    auto && !trailing
}

/// Replaces the body by `;`, or removes the definition where that would not be a declaration. Returns what went.
fn cut_body(device: &mut Device<'_>, function: &Function) -> Range<u32> {
    let analysis = device.analysis;
    let node = analysis.node(function.node);
    let body = function.body.map_or(node, |b| analysis.node(b));
    let start = node.first(Kind::FieldInitializerList).map_or(body.start(), |l| l.start());
    let qualified = node.child(Field::Declarator).is_some_and(|d| {
        d.descendants()
            .take_while(|n| n.start() <= function.name_range.start)
            .any(|n| n.kind() == Kind::QualifiedIdentifier)
    });
    let whole = qualified || deduces(analysis, function);
    let range = if whole { with_template(node).range() } else { start..body.end() };
    device.edits.remove_within(&range);
    let edit = match whole {
        true => Edit::remove(range.clone(), Swallow::Nothing, "device function"),
        false => Edit::replace(range.clone(), ";", "device function"),
    };
    device.edits.push(edit);
    range
}

/// The definition with the template headers around it.
fn with_template(node: Node<'_>) -> Node<'_> {
    node.ancestors().skip(1).take_while(|n| n.kind() == Kind::TemplateDeclaration).last().unwrap_or(node)
}
