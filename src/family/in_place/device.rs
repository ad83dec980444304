//! Edits of device code: signatures, calls, rule-mapped names, shared declarations, qualifiers.
//!
//! In: a surveyed unit and the needs of all functions. Out: edits of the expanded text, and diagnostics.

use super::leading::Leading;
use super::needs::{Graph, Needs};
use super::substitute;
use super::survey::{Site, SiteKind, Survey};
use crate::diag::{Code, Diagnostic};
use crate::emit::{Edit, Edits, Swallow, written};
use crate::rules::{Piece, RuleBase, Selection};
use crate::sema::symbols::FunctionKind;
use crate::sema::uses::Use;
use crate::sema::{Analysis, Function, FunctionId, Variable, VariableSpace};
use crate::syntax::{Field, Kind, Node};
use std::collections::HashMap;
use std::ops::Range;

/// Builds the edits of one unit.
pub struct Device<'a> {
    /// The unit.
    pub analysis: &'a Analysis,
    /// Its number in the graph.
    pub index: usize,
    /// What its device code uses.
    pub survey: &'a Survey,
    /// The rules.
    pub rules: &'a RuleBase,
    /// The needs of all functions.
    pub graph: &'a Graph,
    /// The edits so far.
    pub edits: Edits,
    /// The diagnostics so far.
    pub diagnostics: Vec<Diagnostic>,
    /// Headers that the edits need, with the place that needs them.
    pub headers: Vec<(u32, String)>,
    leading: HashMap<FunctionId, Leading>,
}

impl<'a> Device<'a> {
    /// For unit `index` of `graph`.
    pub fn new(
        analysis: &'a Analysis,
        index: usize,
        survey: &'a Survey,
        rules: &'a RuleBase,
        graph: &'a Graph,
    ) -> Self {
        Device {
            analysis,
            index,
            survey,
            rules,
            graph,
            edits: Edits::default(),
            diagnostics: Vec::new(),
            headers: Vec::new(),
            leading: HashMap::new(),
        }
    }

    /// Rewrites all device code of the unit.
    pub fn rewrite(&mut self) {
        for (id, function) in self.analysis.symbols.iter() {
            if function.execution.on_device() {
                self.signature(id, function);
            }
        }
        for variable in &self.analysis.symbols.variables {
            self.shared(variable);
        }
        self.lambdas();
        self.range_loops();
        // Inner uses start later: going backwards, the edits inside an argument exist before its call is rewritten.
        let idioms = self.idioms();
        for site in self.survey.sites.iter().rev() {
            let at = idioms.partition_point(|i| i.end <= site.used.start);
            if idioms.get(at).is_none_or(|i| site.used.start < i.start) {
                self.site(site);
            }
        }
    }

    /// The place of `range` as the user wrote it.
    pub fn span(&self, range: Range<u32>) -> crate::source::Span {
        let unit = &self.analysis.unit;
        written::place_of(unit, range).unwrap_or(crate::source::Span::new(unit.main, 0, 0))
    }

    /// The leading parameters of `function`.
    pub fn leading(&mut self, function: FunctionId) -> Leading {
        if let Some(found) = self.leading.get(&function) {
            return found.clone();
        }
        let needs = self.graph.needs(self.index, function);
        let leading = Leading::of(self.analysis, function, &needs, self.rules.target());
        self.leading.insert(function, leading.clone());
        leading
    }

    fn signature(&mut self, id: FunctionId, function: &Function) {
        let needs = self.graph.needs(self.index, id);
        if needs.is_empty() {
            return;
        }
        let leading = self.leading(id);
        if function.is_specialisation && function.body.is_none() && !leading.locals.is_empty() {
            // The types of its local variables are those of template arguments: uses instantiate it as they need.
            let node = self.analysis.node(function.node);
            let whole = node.ancestors().find(|n| n.kind() == Kind::TemplateInstantiation).unwrap_or(node);
            return self.edits.push(Edit::remove(whole.range(), Swallow::Line, "work item"));
        }
        if matches!(function.kind, FunctionKind::Operator | FunctionKind::Destructor) {
            let what = format!("`{}` would need extra parameters, which an operator cannot take", function.name);
            let help = "make it a named function that is passed what it needs";
            self.diagnostics.push(
                Diagnostic::new(Code::OperatorNeedsContext, self.span(function.name_range.clone()), what)
                    .with_help(help),
            );
            return;
        }
        let parameters = leading.declared(self.rules.target());
        let Some(list) = function.parameter_list.map(|l| self.analysis.node(l)) else {
            let captures = self.analysis.node(function.node).child(Field::Captures);
            if let Some(captures) = captures {
                self.edits.push(Edit::after(captures.end(), format!("({parameters})"), "work item"));
            }
            return;
        };
        self.lead(list.start(), list.end() - 1, parameters, "work item");
    }

    /// Puts `text` first between the parentheses at `open` and `close`.
    pub fn lead(&mut self, open: u32, close: u32, text: String, rule: &str) {
        let inside = self.analysis.unit.tokens_in(open + 1..close);
        let only_void = inside.len() == 1 && self.analysis.text(inside[0].start..inside[0].end) == "void";
        if only_void {
            let range = inside[0].start..inside[0].end;
            return self.edits.push(Edit::replace(range, text, rule));
        }
        let text = if inside.is_empty() { text } else { format!("{text}, ") };
        self.edits.push(Edit::after(open + 1, text, rule));
    }

    fn shared(&mut self, variable: &Variable) {
        if variable.space != VariableSpace::Shared {
            return;
        }
        let region = self.survey.region_at(variable.name_range.start);
        let declaration = self.analysis.node(variable.node);
        let range = declaration.range();
        let Some(region) = region.map(|r| r.function) else {
            if variable.is_extern {
                self.edits.push(Edit::remove(range, Swallow::Line, "shared memory"));
            }
            return;
        };
        let leading = self.leading(region);
        if variable.is_extern {
            let name = leading.dynamic.clone().unwrap_or_default();
            let text = dynamic_pointer(self.analysis, variable, &name);
            self.edits.push(Edit::replace(range, text, "shared memory"));
            return;
        }
        let key = super::needs::key_of(self.analysis, variable.name_range.start);
        let passed = leading.locals.iter().find(|(need, _)| Some(&need.key) == key.as_ref());
        let first = declaration.children_in(Field::Declarator).next().map(|d| d.id());
        let rest = Edit::remove(range.clone(), Swallow::Line, "shared memory");
        match passed {
            Some((need, name)) if *name != need.name => {
                let text = format!("auto &{} = {name};", need.name);
                self.edits.push(Edit::replace(range, text, "shared memory"));
            }
            Some(_) if first == Some(variable.declarator) => self.edits.push(rest),
            Some(_) | None => {}
        }
    }

    /// Captures: a lambda in device code that uses leading parameters must capture them by reference.
    fn lambdas(&mut self) {
        for (id, function) in self.analysis.symbols.iter() {
            let (FunctionKind::Lambda, Some(body)) = (function.kind, function.body) else { continue };
            let body = self.analysis.node(body).range();
            let region = self.survey.region_at(body.start).filter(|r| r.function != id);
            let Some(region) = region.map(|r| r.function) else { continue };
            let Some(captures) = self.analysis.node(function.node).child(Field::Captures) else { continue };
            let leading = self.leading(region);
            let default = captures.first(Kind::LambdaDefaultCapture).map(|d| d.text());
            if leading.is_empty() || default == Some("&") || captures.text().contains("&]") {
                continue;
            }
            let mut wanted = self.used_leading(&leading, body);
            if default == Some("=") {
                wanted.retain(|n| leading.item.as_ref() != Some(n) && leading.dynamic.as_ref() != Some(n));
            }
            if wanted.is_empty() {
                continue;
            }
            let list: Vec<_> = wanted.iter().map(|n| format!("&{n}")).collect();
            let text = list.join(", ");
            let inside = captures.named_children().next();
            match inside {
                Some(_) => self.edits.push(Edit::before(captures.end() - 1, format!(", {text}"), "work item")),
                None => self.edits.push(Edit::after(captures.start() + 1, text, "work item")),
            }
        }
    }

    /// Range loops whose `begin` or `end` need leading parameters: written out, since nothing else can pass them.
    fn range_loops(&mut self) {
        let analysis = self.analysis;
        for region in &self.survey.regions {
            let node = analysis.node(analysis.symbols.function(region.function).node);
            for of in node.descendants().filter(|n| n.kind() == Kind::ForRangeLoop) {
                self.range_loop(region.function, of);
            }
        }
    }

    fn range_loop(&mut self, function: FunctionId, of: Node<'_>) {
        let leading = self.leading(function);
        let mut passed = Vec::new();
        for name in ["begin", "end"] {
            let method = super::survey::range_methods(self.analysis, function, of, name).first().copied();
            let needs = method.map_or(Needs::default(), |m| self.graph.needs(self.index, m));
            passed.push(leading.passed(&needs, &needs.locals).unwrap_or_default());
        }
        let parts = (of.child(Field::Type), of.child(Field::Declarator), of.child(Field::Right), of.child(Field::Body));
        let (Some(ty), Some(declarator), Some(range), Some(body)) = parts else { return };
        if passed.iter().all(String::is_empty) {
            return;
        }
        let element = self.render(ty.start()..declarator.end());
        let head = Edit::replace(of.start()..range.start(), "if (auto &&cu2x_range =", "work item");
        let rest = format!(
            "; true) for (auto cu2x_at = cu2x_range.begin({}), cu2x_end = cu2x_range.end({}); cu2x_at != cu2x_end; ++cu2x_at) \
             if ({element} = *cu2x_at; true)",
            passed[0], passed[1]
        );
        let rest = Edit { swallow: Swallow::Blanks, ..Edit::replace(range.end()..body.start(), rest, "work item") };
        self.edits.extend([head, rest]);
    }

    fn used_leading(&mut self, leading: &Leading, range: Range<u32>) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut add = |name: Option<&String>| {
            if let Some(name) = name.filter(|n| !out.contains(n)) {
                out.push(name.clone());
            }
        };
        for (_, name) in &leading.locals {
            let used =
                self.analysis.unit.tokens_in(range.clone()).iter().any(|t| self.analysis.text(t.start..t.end) == name);
            add(used.then_some(name));
        }
        for site in self.survey.sites.iter().filter(|s| range.contains(&s.used.start)) {
            add(leading.item.as_ref().filter(|_| site.mapped().is_some_and(|m| m.uses("item"))));
            match &site.kind {
                SiteKind::Call(candidates) => {
                    let Some(&callee) = candidates.first() else { continue };
                    let needs = self.graph.needs(self.index, callee);
                    add(leading.item.as_ref().filter(|_| needs.item));
                    add(leading.dynamic.as_ref().filter(|_| needs.dynamic));
                    for (need, name) in &leading.locals {
                        add(Some(name).filter(|_| needs.locals.iter().any(|l| l.key == need.key)));
                    }
                    for (need, name) in &leading.variables {
                        add(Some(name).filter(|_| needs.variables.contains_key(&need.name)));
                    }
                }
                SiteKind::Variable(id) if self.analysis.symbols.variable(*id).space == VariableSpace::Shared => {}
                SiteKind::Variable(id) => {
                    let short = &self.analysis.symbols.variable(*id).name;
                    add(leading.variables.iter().find(|(v, _)| v.short == *short).map(|(_, n)| n));
                }
                SiteKind::Rule(_) | SiteKind::Reference(_) | SiteKind::Unknown => {}
            }
        }
        out
    }

    fn site(&mut self, site: &Site) {
        match &site.kind {
            SiteKind::Rule(selection) => self.rule(site, selection),
            SiteKind::Call(candidates) => self.call(site, candidates),
            SiteKind::Reference(candidates) => self.reference(site, candidates),
            SiteKind::Variable(id) => self.variable(site, *id),
            SiteKind::Unknown => {
                let what = format!("`{}` is not a function that cu2x knows", site.used.name);
                let help = "if it is yours, pass its header's folder with -I; if it is CUDA's, describe it in a rule file and pass --rules";
                let span = self.span(site.used.name_range.clone());
                self.diagnostics.push(Diagnostic::new(Code::UnknownDeviceFunction, span, what).with_help(help));
            }
        }
    }

    fn variable(&mut self, site: &Site, id: crate::sema::VariableId) {
        let variable = self.analysis.symbols.variable(id);
        if variable.space == VariableSpace::Shared {
            return self.shared_outside(site.function, variable);
        }
        let name = &variable.name;
        let leading = self.leading(site.function);
        let passed = leading.variables.iter().find(|(v, _)| v.short == *name).map(|(_, n)| n.clone());
        if let Some(passed) = passed
            && (site.used.qualifier.is_some() || passed != *name)
        {
            self.edits.push(Edit::replace(site.used.start..site.used.name_range.end, passed, "device variable"));
        }
    }

    /// Dynamic shared memory that is declared outside functions: declared where `function` begins instead.
    fn shared_outside(&mut self, function: FunctionId, variable: &Variable) {
        let leading = self.leading(function);
        let Some(body) = self.analysis.symbols.function(function).body else { return };
        let body = self.analysis.node(body);
        let text = dynamic_pointer(self.analysis, variable, &leading.dynamic.unwrap_or_default());
        let indent = body.named_children().next().map(|first| self.indent(first.start()));
        let text = match indent.flatten() {
            Some(indent) => format!("\n{indent}{text}"),
            None => format!(" {text}"),
        };
        let edit = Edit::after(body.start() + 1, text, "shared memory");
        if !self.edits.within(edit.range.clone()).any(|e| *e == edit) {
            self.edits.push(edit);
        }
    }

    /// The blanks before `offset` where nothing else stands before it on its line.
    fn indent(&self, offset: u32) -> Option<String> {
        let span = self.analysis.unit.spelled(offset..offset + 1)?;
        let text = self.analysis.unit.sources.text(span.file);
        let line = text[..span.start as usize].rsplit('\n').next()?;
        line.bytes().all(|b| b == b' ' || b == b'\t').then(|| line.to_string())
    }

    fn reference(&mut self, site: &Site, candidates: &[FunctionId]) {
        let needing = candidates.iter().find(|&&c| !self.graph.needs(self.index, c).is_empty());
        if needing.is_some() {
            let what = format!("`{}` is used as a value, but it needs the work item", site.used.name);
            let help = "call it directly, or wrap it in a functor whose call operator calls it";
            let span = self.span(site.used.name_range.clone());
            self.diagnostics.push(Diagnostic::new(Code::FunctionAsValue, span, what).with_help(help));
        }
    }

    fn call(&mut self, site: &Site, candidates: &[FunctionId]) {
        let (Some(&callee), Some(call)) = (candidates.first(), &site.used.call) else { return };
        let needs: Needs = self.graph.needs(self.index, callee);
        if needs.is_empty() {
            return;
        }
        let leading = self.leading(site.function);
        let same_group = self.graph.same(self.index, site.function, callee);
        let locals: Vec<_> = needs
            .locals
            .iter()
            .map(|l| match same_group {
                true => l.clone(),
                false => substitute::into_caller(self.analysis, site, candidates, l.clone()),
            })
            .collect();
        match leading.passed(&needs, &locals) {
            Ok(text) => self.lead(call.open, call.close, text, "work item"),
            Err(name) => {
                let what =
                    format!("the type of shared variable `{name}` in `{}` is not known at this call", site.used.name);
                let help = "write the template arguments of the call";
                let span = self.span(site.used.name_range.clone());
                self.diagnostics.push(Diagnostic::new(Code::SharedTypeUnknown, span, what).with_help(help));
            }
        }
    }

    fn rule(&mut self, site: &Site, selection: &Selection) {
        let span = self.span(site.used.range());
        let name = site.used.qualified();
        match selection {
            Selection::Unknown => {}
            Selection::Keep(mapped) => self.mapped(site, mapped, &name),
            Selection::Refuse { reason, help, .. } => {
                let diagnostic = Diagnostic::new(Code::Refused, span, format!("`{name}`: {reason}"));
                self.diagnostics.push(match help {
                    Some(help) => diagnostic.with_help(help.clone()),
                    None => diagnostic,
                });
            }
            Selection::Ambiguous { reason } => {
                let what = format!("`{name}`: {reason}");
                let help = "cast the arguments to the types that are meant";
                self.diagnostics.push(Diagnostic::new(Code::AmbiguousOverload, span, what).with_help(help));
            }
            Selection::Replace { mapped, pieces, with_member, .. } => {
                self.mapped(site, mapped, &name);
                let leading = self.leading(site.function);
                let item = leading.item.clone().unwrap_or_default();
                let mark = self.edits.mark();
                self.replace(&site.used, pieces, *with_member, &item);
                if site.used.call.is_some() {
                    return;
                }
                let range = site.used.range();
                let made = self.edits.only_since(mark, &range).map(|e| (e.range.clone(), e.text.clone()));
                if let Some((place, text)) = made {
                    let text = self.without_cast(site.function, place, &text, true);
                    if let Some(edit) = self.edits.only_since(mark, &range) {
                        edit.text = text;
                    }
                }
            }
        }
    }

    fn mapped(&mut self, site: &Site, mapped: &crate::rules::Mapped, name: &str) {
        for header in mapped.needs.shim.iter().chain(&mapped.needs.include) {
            self.headers.push((site.used.start, header.clone()));
        }
        if let Some(loses) = &mapped.loses {
            let span = self.span(site.used.range());
            self.diagnostics.push(Diagnostic::new(Code::Loses, span, format!("`{name}`: {loses}")));
        }
    }

    /// Replaces a use by `pieces`, as edits of what stands between the arguments where their order allows it.
    pub fn replace(&mut self, used: &Use, pieces: &[Piece], by_member: bool, item: &str) {
        let end = match (&used.call, &used.member) {
            (Some(call), _) => call.close + 1,
            (None, Some((_, member))) if by_member => member.end,
            (None, _) => used.name_range.end,
        };
        let arguments = used.call.as_ref().map_or(&[][..], |c| &c.arguments[..]);
        let order: Vec<usize> = pieces
            .iter()
            .filter_map(|p| if let Piece::Argument { index, .. } = p { Some(*index) } else { None })
            .collect();
        let in_order = order.iter().copied().eq(0..arguments.len());
        let object = used.object.as_ref().map_or(String::new(), |o| self.render(o.clone()));
        let start = match &used.object {
            Some(object) if pieces.iter().any(|p| matches!(p, Piece::This { .. })) => object.start,
            Some(_) => used.name_range.start,
            None => used.start,
        };
        let mut texts = gaps(pieces, &object, |index| self.wraps(arguments, index), |name| self.context(name, item));
        let rule = used.name.clone();
        let mut arguments = arguments.to_vec();
        if in_order {
            self.dereference(&mut texts, &mut arguments);
        } else {
            let mut text = texts[0].clone();
            for (at, &index) in order.iter().enumerate() {
                text.push_str(&arguments.get(index).map_or(String::new(), |a| self.render(a.clone())));
                text.push_str(&texts[at + 1]);
            }
            self.edits.remove_within(&(start..end));
            self.edits.push(Edit::replace(start..end, text, &rule));
            return;
        }
        let mut from = start;
        for (argument, text) in arguments.iter().zip(&texts) {
            self.gap(from..argument.start, text, Swallow::Blanks, &rule);
            from = argument.end;
        }
        self.gap(from..end, texts.last().map_or("", String::as_str), Swallow::Nothing, &rule);
    }

    /// `*(&x)` is `x`.
    fn dereference(&self, texts: &mut [String], arguments: &mut [Range<u32>]) {
        for (at, argument) in arguments.iter_mut().enumerate() {
            let node = self.analysis.tree.covering(self.analysis.tree.root().id(), argument.clone());
            let address = node.kind() == Kind::PointerExpression && node.range() == *argument && node.has_token("&");
            let operand = node.child(Field::Argument).filter(|_| address).filter(|o| is_primary(o.kind()));
            let wrapped = texts[at].ends_with("*(") && texts[at + 1].starts_with(')');
            if let (Some(operand), true) = (operand, wrapped) {
                let length = texts[at].len() - 2;
                texts[at].truncate(length);
                texts[at + 1].remove(0);
                *argument = operand.range();
            }
        }
    }

    fn gap(&mut self, range: Range<u32>, text: &str, swallow: Swallow, rule: &str) {
        if self.analysis.text(range.clone()) != text && !range.is_empty() {
            self.edits.push(Edit { swallow, ..Edit::replace(range, text, rule) });
        }
    }

    /// The text of `range` as written, with the edits inside applied.
    pub fn render(&self, range: Range<u32>) -> String {
        let edits: Vec<_> = self.edits.within(range.clone()).cloned().collect();
        written::render(&self.analysis.unit, range, &edits)
    }

    /// True where argument `index` needs parentheses next to an operator.
    fn wraps(&self, arguments: &[Range<u32>], index: usize) -> bool {
        let Some(range) = arguments.get(index) else { return false };
        let tokens = self.analysis.unit.tokens_in(range.clone());
        if tokens.len() <= 1 {
            return false;
        }
        let within = self.analysis.tree.root();
        let node = self.analysis.tree.covering(within.id(), range.clone());
        !(is_primary(node.kind()) && node.range() == *range)
    }

    fn context(&self, name: &str, item: &str) -> String {
        let target = self.rules.target();
        let text = target.context.get(name).map_or(name, String::as_str);
        match name {
            "item" => item.to_string(),
            _ => text.replace("{{item}}", item),
        }
    }
}

/// True for expressions that no operator around them takes apart.
fn is_primary(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::CallExpression
            | Kind::SubscriptExpression
            | Kind::FieldExpression
            | Kind::ParenthesizedExpression
            | Kind::Identifier
    )
}

/// Texts before, between and after the arguments of `pieces`, with parentheses where an argument needs them.
fn gaps(
    pieces: &[Piece],
    object: &str,
    wraps: impl Fn(usize) -> bool,
    context: impl Fn(&str) -> String,
) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut close = false;
    for piece in pieces {
        let Some(last) = texts.last_mut() else { continue };
        if std::mem::take(&mut close) {
            last.push(')');
        }
        match piece {
            Piece::Text(text) => last.push_str(text),
            Piece::Context(name) => last.push_str(&context(name)),
            Piece::This { .. } => last.push_str(object),
            Piece::Argument { index, alone } => {
                close = !alone && wraps(*index);
                if close {
                    last.push('(');
                }
                texts.push(String::new());
            }
        }
    }
    if let Some(last) = texts.last_mut().filter(|_| close) {
        last.push(')');
    }
    texts
}

fn dynamic_pointer(analysis: &Analysis, variable: &Variable, name: &str) -> String {
    let (base, bounds) = super::needs::spelled_type(analysis, variable);
    let inner = bounds.find(']').map_or("", |at| &bounds[at + 1..]);
    let short = &variable.name;
    match (inner.is_empty(), bounds.is_empty()) {
        (_, true) => format!("{base} &{short} = *reinterpret_cast<{base} *>({name});"),
        (true, false) => format!("{base} *{short} = reinterpret_cast<{base} *>({name});"),
        (false, false) => format!("{base} (*{short}){inner} = reinterpret_cast<{base} (*){inner}>({name});"),
    }
}
