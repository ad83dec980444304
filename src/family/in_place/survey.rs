//! What device code uses: rule-mapped names, functions of the user's, device variables.
//!
//! In: an analysed unit and the rules. Out: a [`Survey`]. Decides nothing about text.

use super::facts::SiteFacts;
use crate::rules::{RuleBase, Selection};
use crate::sema::scope::LocalKind;
use crate::sema::symbols::{FunctionKind, VariableId, VariableSpace, simple_name};
use crate::sema::uses::{Call, Use};
use crate::sema::{Analysis, Function, FunctionId, Type};
use crate::syntax::{Field, Kind, Node};
use std::ops::Range;

/// A stretch of device code: the body of one function, initialiser list included.
#[derive(Clone, Debug)]
pub struct Region {
    /// The function or lambda.
    pub function: FunctionId,
    /// From the end of its parameter list to the end of its body.
    pub range: Range<u32>,
}

/// One name used in device code that matters for translation.
#[derive(Debug)]
pub struct Site {
    /// The function whose region it is in.
    pub function: FunctionId,
    /// The use.
    pub used: Use,
    /// What it refers to.
    pub kind: SiteKind,
}

impl Site {
    /// What stands behind a rule that keeps or replaces the name.
    pub fn mapped(&self) -> Option<&crate::rules::Mapped> {
        let SiteKind::Rule(selection) = &self.kind else { return None };
        match selection.as_ref() {
            Selection::Replace { mapped, .. } | Selection::Keep(mapped) => Some(mapped),
            Selection::Refuse { .. } | Selection::Ambiguous { .. } | Selection::Unknown => None,
        }
    }
}

/// What a name in device code refers to.
#[derive(Debug)]
pub enum SiteKind {
    /// Something CUDA has, with what the rules say.
    Rule(Box<Selection>),
    /// A call that may reach these functions of the user's.
    Call(Vec<FunctionId>),
    /// One of these functions as a value.
    Reference(Vec<FunctionId>),
    /// A `__device__`, `__constant__` or `__managed__` variable.
    Variable(VariableId),
    /// A name that looks like CUDA's own and is not known.
    Unknown,
}

/// What the device code of one unit uses.
#[derive(Debug, Default)]
pub struct Survey {
    /// All device code, in source order, outermost functions only.
    pub regions: Vec<Region>,
    /// The uses, in source order.
    pub sites: Vec<Site>,
}

impl Survey {
    /// The region that holds `offset`.
    pub fn region_at(&self, offset: u32) -> Option<&Region> {
        let end = self.regions.partition_point(|r| r.range.start <= offset);
        self.regions[end.saturating_sub(NESTED)..end].iter().find(|r| offset < r.range.end)
    }
}

/// How many regions that start inside one another are looked at; they hardly ever do.
const NESTED: usize = 16;

/// The ranges of device code in `analysis`.
pub fn regions(analysis: &Analysis) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    for (id, function) in analysis.symbols.iter() {
        let (true, Some(body)) = (is_device(function), function.body) else { continue };
        let start = match function.parameter_list {
            Some(list) => analysis.node(list).end(),
            None => analysis.node(body).start(),
        };
        let range = start..analysis.node(body).end();
        if out.iter().rev().take(4).any(|r| r.range.start <= range.start && range.end <= r.range.end) {
            continue;
        }
        out.push(Region { function: id, range });
    }
    out.sort_by_key(|r| r.range.start);
    out
}

fn is_device(function: &Function) -> bool {
    function.execution.on_device()
}

/// Surveys the device code of `analysis`.
pub fn survey(analysis: &Analysis, rules: &RuleBase) -> Survey {
    let regions = regions(analysis);
    let mut surveyor = Surveyor { analysis, rules, sites: Vec::new() };
    for region in &regions {
        for used in analysis.uses(region.range.clone(), Some(region.function)) {
            surveyor.use_of(region.function, used);
        }
        surveyor.range_loops(region);
    }
    Survey { regions, sites: surveyor.sites }
}

struct Surveyor<'a> {
    analysis: &'a Analysis,
    rules: &'a RuleBase,
    sites: Vec<Site>,
}

impl Surveyor<'_> {
    fn push(&mut self, function: FunctionId, used: Use, kind: SiteKind) {
        self.sites.push(Site { function, used, kind });
    }

    fn use_of(&mut self, function: FunctionId, used: Use) {
        if let Some(object) = used.object.clone() {
            return self.method(function, used, object);
        }
        if used.qualifier.is_none() {
            if let Some(local) = self.analysis.local(Some(function), &used.name, used.name_range.start) {
                let shared_or_local = (local.ty.clone(), local.initialiser, local.kind);
                return self.local_use(function, used, shared_or_local);
            }
            if self.template_parameter(function, &used.name) {
                return self.type_use(function, used, None);
            }
            if let Some(ty) = self.field_of(function, &used.name) {
                if used.call.is_some() {
                    let candidates = self.call_operators(function, Some(ty), used.call.as_ref());
                    return self.calls(function, used, candidates);
                }
                return;
            }
        }
        let own = self.own_functions(function, &used);
        if !own.is_empty() {
            return self.own(function, used, own);
        }
        if let Some(variable) = self.variable(&used) {
            return self.push(function, used, SiteKind::Variable(variable));
        }
        if self.analysis.symbols.class(&used.name).is_some() && self.rules.entities(&used.name).is_empty() {
            return self.type_use(function, used, Some(()));
        }
        self.builtin(function, used);
    }

    fn own(&mut self, function: FunctionId, used: Use, own: Vec<FunctionId>) {
        let known = self.known_name(&used);
        let overloads_cuda = known.is_some_and(|name| !self.rules.entities(&name).is_empty());
        if !overloads_cuda || used.call.is_none() {
            let kind = if used.call.is_some() { SiteKind::Call(own) } else { SiteKind::Reference(own) };
            return self.push(function, used, kind);
        }
        // The user overloads a CUDA name: known argument types decide whose overload is called.
        match self.fits(function, &own, used.call.as_ref()) {
            Some(own) => self.push(function, used, SiteKind::Call(own)),
            None => self.builtin(function, used),
        }
    }

    /// A loop over a range calls `begin` and `end` without naming them.
    fn range_loops(&mut self, region: &Region) {
        let node = self.analysis.node(self.analysis.symbols.function(region.function).node);
        for of in node.descendants().filter(|n| n.kind() == Kind::ForRangeLoop) {
            for name in ["begin", "end"] {
                let candidates = range_methods(self.analysis, region.function, of, name);
                let start = of.start();
                let used = Use {
                    name: name.to_string(),
                    name_range: start..start,
                    qualifier: None,
                    start,
                    object: None,
                    template_arguments: None,
                    call: None,
                    member: None,
                };
                self.calls(region.function, used, candidates);
            }
        }
    }

    fn local_use(
        &mut self,
        function: FunctionId,
        used: Use,
        local: (Option<Type>, Option<crate::syntax::NodeId>, LocalKind),
    ) {
        let (ty, initialiser, _) = local;
        if used.call.is_none() {
            return;
        }
        let is_lambda = initialiser.is_some_and(|i| self.analysis.node(i).kind() == Kind::LambdaExpression);
        if !is_lambda {
            let candidates = self.call_operators(function, ty, used.call.as_ref());
            self.calls(function, used, candidates);
        }
    }

    fn calls(&mut self, function: FunctionId, used: Use, candidates: Vec<FunctionId>) {
        if !candidates.is_empty() {
            self.push(function, used, SiteKind::Call(candidates));
        }
    }

    /// `Op()(a, b)`, `Op{}(a)` and constructions: the call operator of an unnamed object, or a constructor.
    fn type_use(&mut self, function: FunctionId, used: Use, class: Option<()>) {
        let Some(call) = &used.call else { return };
        let second = self.call_after(call.close + 1);
        if let Some(second) = second {
            let ty = class.map(|()| Type::named(&used.name));
            let candidates = self.call_operators(function, ty, Some(&second));
            let used = Use { call: Some(second), ..used };
            return self.calls(function, used, candidates);
        }
        let constructors: Vec<_> = self.analysis.symbols.functions_named(&used.name).to_vec();
        let constructors = self.with_arity(constructors, used.call.as_ref());
        self.calls(function, used, constructors);
    }

    fn call_after(&self, offset: u32) -> Option<Call> {
        let tokens = self.analysis.unit.tokens_in(offset..offset + 1);
        let first = tokens.first().filter(|t| t.start == offset && self.analysis.text(t.start..t.end) == "(")?;
        let list = self.analysis.tree.leaf_at(first.start)?.parent()?;
        (list.kind() == Kind::ArgumentList).then(|| Call {
            open: list.start(),
            close: list.end() - 1,
            arguments: list.named_children().map(|n| n.range()).collect(),
        })
    }

    fn method(&mut self, function: FunctionId, used: Use, object: Range<u32>) {
        if used.call.is_none() {
            return;
        }
        let ty = self.analysis.type_of_range(Some(function), object);
        let class = ty.as_ref().map(|t| simple_name(&t.base));
        let known = class.as_deref().filter(|c| self.analysis.symbols.class(c).is_some());
        if let (Some(class), None) = (&class, known) {
            // A type that is not the user's: perhaps one that CUDA has.
            let name = format!("{class}::{}", used.name);
            let spelled = ty.as_ref().map(|t| self.spelled_out(&t.base)).map(|base| format!("{base}::{}", used.name));
            let known = spelled.filter(|name| !self.rules.entities(name).is_empty());
            let qualified = known.or_else(|| self.qualified_builtin(&name));
            if let Some(name) = qualified {
                let selection = self.select(function, &used, &name);
                self.push(function, used, SiteKind::Rule(Box::new(selection)));
            }
            return;
        }
        let is_member = |id: &FunctionId| self.analysis.symbols.function(*id).class.is_some();
        let mut candidates: Vec<_> =
            self.analysis.symbols.functions_named(&used.name).iter().copied().filter(is_member).collect();
        if let Some(class) = known {
            let family = self.class_family(class);
            candidates
                .retain(|&id| self.analysis.symbols.function(id).class.as_ref().is_some_and(|c| family.contains(c)));
            if candidates.is_empty()
                && let Some(ty) = self.analysis.field(class, &used.name, 0)
            {
                candidates = self.call_operators(function, Some(ty), used.call.as_ref());
            }
        }
        let candidates = self.with_arity(candidates, used.call.as_ref());
        self.calls(function, used, candidates);
    }

    /// A type's name without template arguments, namespace aliases followed.
    fn spelled_out(&self, base: &str) -> String {
        let plain = base.split('<').next().unwrap_or(base).trim().trim_start_matches("::");
        let aliases = &self.analysis.symbols.namespace_aliases;
        match plain.split_once("::").and_then(|(first, rest)| Some((aliases.get(first)?, rest))) {
            Some((space, rest)) => format!("{space}::{rest}"),
            None => plain.to_string(),
        }
    }

    fn class_family(&self, class: &str) -> Vec<String> {
        let mut out = vec![class.to_string()];
        let mut at = 0;
        while at < out.len() && out.len() < 64 {
            if let Some(found) = self.analysis.symbols.class(&out[at]) {
                let new: Vec<_> = found.bases.iter().filter(|b| !out.contains(b)).cloned().collect();
                out.extend(new);
            }
            at += 1;
        }
        out
    }

    fn builtin(&mut self, function: FunctionId, used: Use) {
        let Some(name) = self.known_name(&used) else {
            let shaped = used.name.starts_with("__") && !used.name.starts_with("__builtin_") && used.call.is_some();
            if shaped && used.qualifier.is_none() {
                self.push(function, used, SiteKind::Unknown);
            }
            return;
        };
        let selection = self.select(function, &used, &name);
        self.push(function, used, SiteKind::Rule(Box::new(selection)));
    }

    fn select(&self, function: FunctionId, used: &Use, name: &str) -> Selection {
        self.rules.select(name, &SiteFacts { analysis: self.analysis, function: Some(function), used })
    }

    /// The name under which the rules know what is used here.
    fn known_name(&self, used: &Use) -> Option<String> {
        known_name(self.analysis, self.rules, used)
    }

    fn qualified_builtin(&self, name: &str) -> Option<String> {
        if !self.rules.entities(name).is_empty() {
            return Some(name.to_string());
        }
        let spaces = &self.analysis.symbols.using_namespaces;
        spaces.iter().map(|s| format!("{s}::{name}")).find(|n| !self.rules.entities(n).is_empty())
    }

    fn template_parameter(&self, function: FunctionId, name: &str) -> bool {
        self.analysis.symbols.function(function).templates.iter().any(|t| t.name == name)
    }

    fn field_of(&self, function: FunctionId, name: &str) -> Option<Type> {
        let class = self.analysis.symbols.function(function).class.clone()?;
        let class = self.class_family(&class).into_iter().find_map(|c| {
            self.analysis.symbols.class(&c)?.fields.iter().find(|(n, _)| n == name).map(|(_, ty)| ty.clone())
        })?;
        Some(class)
    }

    fn variable(&self, used: &Use) -> Option<VariableId> {
        let matches = |v: &&crate::sema::Variable| {
            v.name == used.name && v.function.is_none() && (v.space != VariableSpace::Shared || v.is_extern)
        };
        let found = self.analysis.symbols.variables.iter().enumerate().filter(|(_, v)| matches(v)).find(|(_, v)| {
            used.qualifier.as_ref().is_none_or(|q| q.is_empty() || v.path.last().is_some_and(|p| *p == simple_name(q)))
        });
        found.map(|(at, _)| VariableId(at as u32))
    }

    fn own_functions(&self, function: FunctionId, used: &Use) -> Vec<FunctionId> {
        let symbols = &self.analysis.symbols;
        let scope = used.qualifier.as_deref().filter(|q| !q.is_empty()).map(simple_name);
        let is_parameter = scope.as_deref().is_some_and(|s| self.template_parameter(function, s));
        let own_class = symbols.function(function).class.as_deref();
        let found = symbols.functions_named(&used.name).iter().copied().filter(|&id| {
            let candidate = symbols.function(id);
            if candidate.kind == FunctionKind::Constructor && scope.is_none() {
                return used.call.is_some();
            }
            match (&scope, &candidate.class) {
                (Some(_), Some(_)) if is_parameter => true,
                (Some(scope), Some(class)) if scope == class => true,
                (Some(scope), _) => candidate.path.last() == Some(scope) || self.alias_of(scope, candidate),
                (None, Some(class)) => own_class.is_some_and(|own| self.class_family(own).contains(class)),
                (None, None) => true,
            }
        });
        let found: Vec<_> = found.collect();
        match &used.call {
            Some(_) => self.with_arity(found, used.call.as_ref()),
            None => found,
        }
    }

    fn alias_of(&self, scope: &str, candidate: &Function) -> bool {
        let symbols = &self.analysis.symbols;
        let namespace = symbols.namespace_aliases.get(scope).map(|n| simple_name(n));
        let class = symbols.aliases.get(scope).map(|t| simple_name(&t.base));
        let last = candidate.path.last();
        last.is_some() && (namespace.as_ref() == last || class.as_ref() == last)
    }

    fn with_arity(&self, mut candidates: Vec<FunctionId>, call: Option<&Call>) -> Vec<FunctionId> {
        if let Some(call) = call {
            let expands = call.arguments.iter().any(|a| self.analysis.text(a.clone()).ends_with("..."));
            candidates.retain(|&id| {
                let (least, most) = self.analysis.symbols.function(id).arity();
                expands || (least..=most).contains(&call.arguments.len())
            });
        }
        candidates
    }

    /// Call operators that calling an object of `ty` may reach.
    fn call_operators(&self, function: FunctionId, ty: Option<Type>, call: Option<&Call>) -> Vec<FunctionId> {
        let symbols = &self.analysis.symbols;
        let known = ty.and_then(|t| self.analysis.known(Some(function), t));
        let class = known.map(|t| simple_name(&t.base)).filter(|c| symbols.class(c).is_some());
        let fits = |f: &Function| match f.kind {
            FunctionKind::Call => class.as_ref().is_none_or(|c| f.class.as_ref() == Some(c)),
            FunctionKind::Lambda => class.is_none() && f.execution.on_device(),
            FunctionKind::Free
            | FunctionKind::Method
            | FunctionKind::Constructor
            | FunctionKind::Destructor
            | FunctionKind::Operator => false,
        };
        let found = symbols.iter().filter(|(_, f)| fits(f)).map(|(id, _)| id).collect();
        self.with_arity(found, call)
    }

    fn fits(&self, function: FunctionId, own: &[FunctionId], call: Option<&Call>) -> Option<Vec<FunctionId>> {
        let call = call?;
        let types: Vec<_> =
            call.arguments.iter().map(|a| self.analysis.type_of_range(Some(function), a.clone())).collect();
        let compatible = |id: &FunctionId| {
            let candidate = self.analysis.symbols.function(*id);
            candidate.parameters.iter().zip(&types).all(|(parameter, ty)| {
                let wanted = parameter.ty.clone().and_then(|t| self.analysis.known(Some(*id), t));
                match (wanted, ty) {
                    (Some(wanted), Some(ty)) => {
                        let (a, b) = (wanted.decayed(), ty.clone().decayed());
                        a.base == b.base && a.pointers == b.pointers
                    }
                    (None, _) | (_, None) => true,
                }
            })
        };
        let fitting: Vec<_> = own.iter().copied().filter(compatible).collect();
        (!fitting.is_empty()).then_some(fitting)
    }
}

/// The methods called `name` that the range loop `of` may call.
pub fn range_methods(analysis: &Analysis, function: FunctionId, of: Node<'_>, name: &str) -> Vec<FunctionId> {
    let range = of.child(Field::Right);
    let class = range.and_then(|r| analysis.type_of(Some(function), r)).map(|t| simple_name(&t.base));
    let is_candidate = |id: &FunctionId| {
        let method = analysis.symbols.function(*id);
        method.class.is_some()
            && method.parameters.is_empty()
            && class.as_ref().is_none_or(|c| method.class.as_ref() == Some(c))
    };
    analysis.symbols.functions_named(name).iter().copied().filter(is_candidate).collect()
}

/// The name under which the rules know what `used` names, with namespace aliases and using-directives followed.
pub fn known_name(analysis: &Analysis, rules: &RuleBase, used: &Use) -> Option<String> {
    let known = |name: &str| rules.knows(name);
    match used.qualifier.as_deref() {
        None | Some("") => {
            if known(&used.name) {
                return Some(used.name.clone());
            }
            let spaces = &analysis.symbols.using_namespaces;
            spaces.iter().map(|s| format!("{s}::{}", used.name)).find(|n| known(n))
        }
        Some(qualifier) => {
            let (first, rest) = qualifier.split_once("::").map_or((qualifier, None), |(f, r)| (f, Some(r)));
            let first = analysis.symbols.namespace_aliases.get(first).map_or(first, String::as_str);
            let full = match rest {
                Some(rest) => format!("{first}::{rest}::{}", used.name),
                None => format!("{first}::{}", used.name),
            };
            known(&full).then_some(full)
        }
    }
}
