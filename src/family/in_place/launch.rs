//! Launches in single-source code: `k<<<grid, block>>>(a, n)` becomes a call that takes a lambda.
//!
//! In: a launch in the tree and its kernel's needs. Out: the text of the launch.

use super::device::Device;
use super::needs::Needs;
use super::substitute;
use crate::diag::{Code, Diagnostic};
use crate::emit::{Edit, written};
use crate::sema::scope::LocalKind;
use crate::sema::symbols::simple_name;
use crate::sema::uses::{Call, Use};
use crate::sema::{Analysis, FunctionId};
use crate::syntax::{Field, Kind, Node};
use std::collections::BTreeSet;

/// One `<<<>>>` in the tree.
#[derive(Clone, Debug)]
pub struct Launch<'t> {
    /// The whole call.
    pub node: Node<'t>,
    /// What is launched, template arguments included.
    pub callee: Node<'t>,
    /// The expressions between `<<<` and `>>>`.
    pub config: Vec<Node<'t>>,
    /// The arguments.
    pub arguments: Vec<Node<'t>>,
    /// The host function it stands in.
    pub function: Option<FunctionId>,
    /// The kernels it may mean, best first; empty for a pointer.
    pub kernels: Vec<FunctionId>,
}

/// All launches of `analysis`, in source order.
pub fn launches(analysis: &Analysis) -> Vec<Launch<'_>> {
    let calls = analysis.tree.root().descendants().filter(|n| n.kind() == Kind::KernelCallSyntax);
    calls.filter_map(|syntax| launch(analysis, syntax)).collect()
}

fn launch<'t>(analysis: &'t Analysis, syntax: Node<'t>) -> Option<Launch<'t>> {
    let node = syntax.parent().filter(|p| p.kind() == Kind::CallExpression)?;
    let callee = node.child(Field::Function)?;
    let config: Vec<_> = syntax.named_children().collect();
    let arguments: Vec<_> = node.child(Field::Arguments)?.named_children().collect();
    let function = analysis.function_at(node.start());
    let name = simple_name(callee.text());
    let is_local =
        callee.kind() == Kind::Identifier && analysis.local(function, callee.text(), callee.start()).is_some();
    let mut kernels: Vec<_> = match is_local {
        true => Vec::new(),
        false => analysis.symbols.functions_named(&name).to_vec(),
    };
    kernels.retain(|&id| {
        let kernel = analysis.symbols.function(id);
        let (least, most) = kernel.arity();
        kernel.execution.kernel && (least..=most).contains(&arguments.len())
    });
    kernels.sort_by_key(|&id| {
        let kernel = analysis.symbols.function(id);
        (kernel.is_specialisation, kernel.body.is_none())
    });
    let overloads = kernels.clone();
    if overloads.len() > 1 {
        let types: Vec<_> = arguments.iter().map(|a| analysis.type_of(function, *a)).collect();
        let fits = |id: &FunctionId| {
            analysis.symbols.function(*id).parameters.iter().zip(&types).all(|(p, ty)| {
                let wanted = p.ty.clone().and_then(|t| analysis.known(Some(*id), t));
                match (wanted, ty) {
                    (Some(a), Some(b)) => {
                        let (a, b) = (a.decayed(), b.clone().decayed());
                        a.pointers == b.pointers && (a.base == b.base || (a.rank().is_some() && b.rank().is_some()))
                    }
                    (None, _) | (_, None) => true,
                }
            })
        };
        let fitting: Vec<_> = overloads.iter().copied().filter(fits).collect();
        if !fitting.is_empty() {
            kernels = fitting;
        }
    }
    Some(Launch { node, callee, config, arguments, function, kernels })
}

impl Device<'_> {
    /// Rewrites all launches of the unit for single-source targets.
    pub fn launches(&mut self) {
        let analysis = self.analysis;
        let mut all = launches(analysis);
        all.reverse();
        for launch in &all {
            match self.launch_text(launch) {
                Ok(text) => {
                    let range = launch.node.range();
                    self.edits.remove_within(&range);
                    self.headers.push((range.start, "cu2x/launch.hpp".into()));
                    self.edits.push(Edit::replace(range, text, "launch"));
                }
                Err(diagnostic) => self.diagnostics.push(*diagnostic),
            }
        }
    }

    fn launch_text(&mut self, launch: &Launch<'_>) -> Result<String, Box<Diagnostic>> {
        let Some(&kernel) = launch.kernels.first() else {
            let what = format!("`{}` is not a kernel that this unit declares", launch.callee.text());
            let help =
                "launch the kernel by its name; a pointer to a kernel cannot be launched from single-source code";
            return Err(Box::new(
                Diagnostic::new(Code::KernelUnknown, self.span(launch.callee.range()), what).with_help(help),
            ));
        };
        let needs = self.graph.needs(self.index, kernel);
        let locals = self.local_types(launch, kernel, &needs)?;
        let target = self.rules.target();
        let item = self.item_name(launch, target.context.get("item").map_or("item", String::as_str));
        let arguments = self.arguments(launch, kernel, &needs, &item);
        let mut parameters = vec![target.spelling.get("item_parameter").map_or(String::new(), |p| p.replace("{{item}}", if needs.item { &item } else { "" }))];
        parameters.extend(arguments.locals.iter().map(|n| format!("auto &{n}")));
        if needs.dynamic {
            parameters.push("char *dynamic_local".into());
        }
        // An attribute that the target's launch takes as a tag goes before the types of local variables.
        let tag = |a: &&String| target.spelling.contains_key(a.as_str());
        let (tags, attributes): (Vec<_>, Vec<_>) = needs.attributes.iter().partition(tag);
        let tags = tags.into_iter().map(|a| target.spelling.get(a).unwrap_or(a).clone());
        let locals: Vec<String> = tags.chain(locals).collect();
        let attributes: Vec<_> = attributes.into_iter().map(String::as_str).collect();
        let attributes = if attributes.is_empty() { String::new() } else { format!(" [[{}]]", attributes.join(", ")) };
        let config: Vec<_> = launch.config.iter().map(|c| self.render(c.range())).collect();
        let callee = self.render(launch.callee.range());
        let function = target.spelling.get("launch").map_or("launch", String::as_str);
        let types = if locals.is_empty() { String::new() } else { format!("<{}>", locals.join(", ")) };
        Ok(format!(
            "{function}{types}({{{}}}, [{}]({}){attributes} {{ {callee}({}); }})",
            config.join(", "),
            arguments.captures,
            parameters.join(", "),
            arguments.passed.join(", ")
        ))
    }

    /// The kernel's static local variables as types at the launch.
    fn local_types(
        &self,
        launch: &Launch<'_>,
        kernel: FunctionId,
        needs: &Needs,
    ) -> Result<Vec<String>, Box<Diagnostic>> {
        let analysis = self.analysis;
        let function = analysis.symbols.function(kernel);
        let used = as_use(analysis, launch);
        let arguments = substitute::template_arguments(analysis, launch.function, &used, function);
        let mut out = Vec::new();
        for local in &needs.locals {
            let mut text = format!("{}{}", local.base, local.bounds);
            let mut missing = local.unresolved.clone();
            for template in &function.templates {
                if !crate::sema::expression::mentions(&text, &template.name) {
                    continue;
                }
                match arguments.get(&template.name) {
                    Some(argument) => text = substitute::replace_word(&text, &template.name, argument),
                    None => missing = Some(template.name.clone()),
                }
            }
            if missing.is_some() {
                let what = format!(
                    "the type of shared variable `{}` of `{}` is not known at this launch",
                    local.name, function.name
                );
                let help = "write the template arguments of the kernel at the launch";
                let span = self.span(launch.callee.range());
                return Err(Box::new(Diagnostic::new(Code::SharedTypeUnknown, span, what).with_help(help)));
            }
            out.push(text);
        }
        Ok(out)
    }

    /// The name of the lambda's work item: `wanted`, or another where the launch names that already.
    fn item_name(&self, launch: &Launch<'_>, wanted: &str) -> String {
        let named: BTreeSet<String> =
            launch.arguments.iter().chain([&launch.callee]).flat_map(|a| identifiers(self.analysis, *a)).collect();
        let other = (2..).map(|count| format!("{wanted}_{count}"));
        std::iter::once(wanted.to_string()).chain(other).find(|name| !named.contains(name)).unwrap_or_default()
    }

    fn arguments(&self, launch: &Launch<'_>, kernel: FunctionId, needs: &Needs, item: &str) -> Arguments {
        let function = self.analysis.symbols.function(kernel);
        let mut names: BTreeSet<String> = [item.to_string(), "dynamic_local".to_string()].into();
        for argument in launch.arguments.iter().chain([&launch.callee]) {
            names.extend(identifiers(self.analysis, *argument));
        }
        let mut unique = |wanted: &str| {
            let mut name = wanted.to_string();
            let mut count = 1;
            while !names.insert(name.clone()) {
                count += 1;
                name = format!("{wanted}_{count}");
            }
            name
        };
        let mut passed = Vec::new();
        if needs.item {
            passed.push(item.to_string());
        }
        let locals: Vec<_> = needs.locals.iter().map(|l| unique(&l.name)).collect();
        passed.extend(locals.iter().cloned());
        if needs.dynamic {
            passed.push("dynamic_local".into());
        }
        let mut captures = String::from("=");
        for need in needs.variables.values() {
            let name = unique(&need.short);
            captures.push_str(&format!(", {name} = {}.device_pointer()", need.name));
            passed.push(format!("*{name}"));
        }
        for (at, argument) in launch.arguments.iter().enumerate() {
            let text = self.render(argument.range());
            if self.is_direct(launch, *argument) {
                passed.push(text);
                continue;
            }
            let parameter = function.parameters.get(at).and_then(|p| p.name.clone());
            let name = unique(&parameter.unwrap_or_else(|| format!("argument_{at}")));
            captures.push_str(&format!(", {name} = {text}"));
            passed.push(name);
        }
        if captures == "=" && launch.arguments.is_empty() {
            captures.clear();
        }
        Arguments { captures, passed, locals }
    }

    /// True where `[=]` captures everything in `argument` with the meaning it has on the host.
    fn is_direct(&self, launch: &Launch<'_>, argument: Node<'_>) -> bool {
        argument.descendants().all(|node| match node.kind() {
            Kind::Identifier => self.is_captured(launch, node),
            Kind::NumberLiteral
            | Kind::CharLiteral
            | Kind::Character
            | Kind::EscapeSequence
            | Kind::True
            | Kind::False
            | Kind::Null
            | Kind::Token
            | Kind::BinaryExpression
            | Kind::ParenthesizedExpression
            | Kind::CastExpression
            | Kind::TypeDescriptor
            | Kind::PrimitiveType
            | Kind::SizedTypeSpecifier
            | Kind::SizeofExpression
            | Kind::ConditionalExpression => true,
            Kind::UnaryExpression => {
                node.child(Field::Operator).is_some_and(|o| matches!(o.text(), "-" | "+" | "~" | "!"))
            }
            _ => false,
        })
    }

    fn is_captured(&self, launch: &Launch<'_>, node: Node<'_>) -> bool {
        match self.analysis.local(launch.function, node.text(), node.start()) {
            Some(local) => {
                let array = local.ty.as_ref().is_none_or(|t| !t.bounds.is_empty());
                let parameter = local.kind == LocalKind::Parameter;
                let plain = matches!(local.kind, LocalKind::Parameter | LocalKind::Variable);
                plain && (!array || parameter || local.ty.is_none())
            }
            None => {
                let template = |f: FunctionId| {
                    self.analysis.symbols.function(f).templates.iter().any(|t| t.name == node.text() && !t.is_type)
                };
                launch.function.is_some_and(template)
                    || node.text() == "NULL"
                    || self.analysis.symbols.constants.get(node.text()).is_some_and(|c| c.ty.rank().is_some())
            }
        }
    }
}

struct Arguments {
    captures: String,
    passed: Vec<String>,
    locals: Vec<String>,
}

fn identifiers(analysis: &Analysis, node: Node<'_>) -> Vec<String> {
    let text = written::render(&analysis.unit, node.range(), &[]);
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).map(str::to_string).collect()
}

/// The launch in the form of an ordinary use, for deduction.
pub fn as_use(analysis: &Analysis, launch: &Launch<'_>) -> Use {
    let list = launch.callee.descendants().filter(|n| n.kind() == Kind::TemplateArgumentList).last();
    let ends = |l: &Node<'_>| l.end() == launch.callee.end();
    let list =
        launch.callee.descendants().filter(|n| n.kind() == Kind::TemplateArgumentList).find(ends).or(list.filter(ends));
    let qualifier =
        launch.callee.text().rsplit_once("::").filter(|(q, _)| !q.contains('(')).map(|(q, _)| q.to_string());
    Use {
        name: simple_name(launch.callee.text()),
        name_range: launch.callee.range(),
        qualifier,
        start: launch.callee.start(),
        object: None,
        template_arguments: list.map(|l| l.start() + 1..l.end() - 1),
        call: launch.node.child(Field::Arguments).map(|a| Call {
            open: a.start(),
            close: a.end() - 1,
            arguments: launch.arguments.iter().map(|n| n.range()).collect(),
        }),
        member: None,
    }
    .checked(analysis)
}

impl Use {
    /// Itself; drops template arguments that do not lie in the unit's text.
    fn checked(mut self, analysis: &Analysis) -> Use {
        let length = analysis.unit.text.len() as u32;
        self.template_arguments = self.template_arguments.filter(|r| r.start <= r.end && r.end <= length);
        self
    }
}
