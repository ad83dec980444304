//! What each device function needs from its kernel: the work item, local memory, device variables.
//!
//! In: the surveys of all units and configurations of a project part. Out: a [`Graph`] that gives every function
//! its [`Needs`]. A function is one function however many units include its header, so needs are joined over all
//! of them; functions that one call may reach must agree, so theirs are joined too.

use super::substitute;
use super::survey::{SiteKind, Survey};
use crate::emit::written;
use crate::sema::{Analysis, FunctionId, Variable, VariableSpace};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

/// A unit with what its device code uses.
pub struct Surveyed<'a> {
    /// The unit.
    pub analysis: &'a Analysis,
    /// Its device code.
    pub survey: &'a Survey,
}

/// A place in a file that identifies a declaration across units: file, offset, and for what a macro makes the
/// offset of the macro's use.
pub type Key = (PathBuf, u32, u32);

/// A static shared variable that must be passed down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalNeed {
    /// The variable.
    pub key: Key,
    /// Its name where it is declared.
    pub name: String,
    /// Its element type, in terms of the function that has this need.
    pub base: String,
    /// Its bounds as `[16][N]`, likewise.
    pub bounds: String,
    /// A template parameter of a called function that could not be expressed here.
    pub unresolved: Option<String>,
}

/// A device variable that must be passed down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VariableNeed {
    /// Its qualified name.
    pub name: String,
    /// Its plain name.
    pub short: String,
    /// Its element type as written.
    pub base: String,
    /// Its bounds as `[16]`.
    pub bounds: String,
    /// True where kernels only read it.
    pub is_const: bool,
}

/// What a function needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The work item.
    pub item: bool,
    /// Dynamic local memory.
    pub dynamic: bool,
    /// Static local variables, in the order in which they are passed.
    pub locals: Vec<LocalNeed>,
    /// Device variables by qualified name.
    pub variables: BTreeMap<String, VariableNeed>,
    /// Attributes that the kernel must carry.
    pub attributes: BTreeSet<String>,
}

impl Needs {
    /// True where nothing has to be passed.
    pub fn is_empty(&self) -> bool {
        !self.item && !self.dynamic && self.locals.is_empty() && self.variables.is_empty()
    }
}

/// Functions joined over units, with their needs.
#[derive(Debug, Default)]
pub struct Graph {
    of: HashMap<(usize, FunctionId), usize>,
    parents: Vec<usize>,
    needs: Vec<Needs>,
}

/// Each round passes needs on by at least one call, so this bounds the length of call chains. What grows without end is
/// a template that calls itself with ever larger types.
const ROUNDS: usize = 1000;

impl Graph {
    /// Builds the graph of `units` and joins the needs along calls.
    pub fn new(units: &[Surveyed<'_>]) -> Graph {
        let mut graph = Graph::default();
        graph.functions(units);
        graph.specialisations(units);
        graph.candidates(units);
        graph.needs = vec![Needs::default(); graph.parents.len()];
        for (at, unit) in units.iter().enumerate() {
            graph.direct(at, unit);
        }
        for _ in 0..ROUNDS {
            if !graph.round(units) {
                break;
            }
        }
        graph
    }

    /// True where both functions of unit `unit` are joined.
    pub fn same(&self, unit: usize, a: FunctionId, b: FunctionId) -> bool {
        match (self.of.get(&(unit, a)), self.of.get(&(unit, b))) {
            (Some(&a), Some(&b)) => self.root(a) == self.root(b),
            (_, _) => false,
        }
    }

    /// What `function` of unit `unit` needs.
    pub fn needs(&self, unit: usize, function: FunctionId) -> Needs {
        self.of.get(&(unit, function)).map_or(Needs::default(), |&g| self.needs[self.root(g)].clone())
    }

    fn root(&self, mut group: usize) -> usize {
        while self.parents[group] != group {
            group = self.parents[group];
        }
        group
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller index wins, so that the outcome does not depend on the order of joins.
        let (low, high) = (a.min(b), a.max(b));
        self.parents[high] = low;
    }

    fn functions(&mut self, units: &[Surveyed<'_>]) {
        let mut by_key: HashMap<Key, usize> = HashMap::new();
        let mut by_signature: HashMap<String, usize> = HashMap::new();
        for (at, unit) in units.iter().enumerate() {
            for (id, function) in unit.analysis.symbols.iter() {
                let Some(key) = key_of(unit.analysis, function.name_range.start) else { continue };
                let next = self.parents.len();
                let group = *by_key.entry(key).or_insert(next);
                if group == next {
                    self.parents.push(next);
                }
                self.of.insert((at, id), group);
                if function.name.is_empty() {
                    continue;
                }
                let types = function.parameters.iter().map(|p| {
                    let ty = p.ty.clone().map(|t| unit.analysis.symbols.resolved(t).decayed());
                    ty.map_or("?".into(), |t| t.spelled())
                });
                let mut signature = format!("{}({})", function.qualified_name(), types.collect::<Vec<_>>().join(","));
                if function.is_internal {
                    signature.push_str(&unit.analysis.unit.sources.path(unit.analysis.unit.main).to_string_lossy());
                }
                match by_signature.get(&signature) {
                    Some(&other) => self.join(group, other),
                    None => {
                        by_signature.insert(signature, group);
                    }
                }
            }
        }
    }

    /// Explicit specialisations and instantiations have the parameters that their templates have.
    fn specialisations(&mut self, units: &[Surveyed<'_>]) {
        for (at, unit) in units.iter().enumerate() {
            let symbols = &unit.analysis.symbols;
            for (id, function) in symbols.iter().filter(|(_, f)| f.is_specialisation && !f.name.is_empty()) {
                let primary = symbols.functions_named(&function.name).iter().copied().find(|&other| {
                    let other = symbols.function(other);
                    let same = other.qualified_name() == function.qualified_name();
                    same && !other.is_specialisation && !other.templates.is_empty() && other.arity() == function.arity()
                });
                let groups = primary.map(|p| (self.of.get(&(at, p)), self.of.get(&(at, id))));
                if let Some((Some(&a), Some(&b))) = groups {
                    self.join(a, b);
                }
            }
        }
    }

    fn candidates(&mut self, units: &[Surveyed<'_>]) {
        for (at, unit) in units.iter().enumerate() {
            for site in &unit.survey.sites {
                let SiteKind::Call(candidates) = &site.kind else { continue };
                for pair in candidates.windows(2) {
                    if let (Some(&a), Some(&b)) = (self.of.get(&(at, pair[0])), self.of.get(&(at, pair[1]))) {
                        self.join(a, b);
                    }
                }
            }
        }
    }

    fn direct(&mut self, at: usize, unit: &Surveyed<'_>) {
        let analysis = unit.analysis;
        for site in &unit.survey.sites {
            let Some(group) = self.of.get(&(at, site.function)).map(|&g| self.root(g)) else { continue };
            if let Some(mapped) = site.mapped() {
                self.needs[group].item |= mapped.uses("item");
                self.needs[group].attributes.extend(mapped.needs.attr.iter().cloned());
            }
            match &site.kind {
                SiteKind::Variable(id) if analysis.symbols.variable(*id).space == VariableSpace::Shared => {
                    self.needs[group].dynamic = true;
                }
                SiteKind::Variable(id) => {
                    if let Some(need) = variable_need(analysis, analysis.symbols.variable(*id)) {
                        self.needs[group].variables.insert(need.name.clone(), need);
                    }
                }
                SiteKind::Rule(_) | SiteKind::Call(_) | SiteKind::Reference(_) | SiteKind::Unknown => {}
            }
        }
        for variable in analysis.symbols.variables.iter().filter(|v| v.space == VariableSpace::Shared) {
            let Some(region) = unit.survey.region_at(variable.name_range.start) else {
                continue;
            };
            let Some(group) = self.of.get(&(at, region.function)).map(|&g| self.root(g)) else { continue };
            if variable.is_extern {
                self.needs[group].dynamic = true;
            } else if let Some(need) = local_need(analysis, region.function, variable) {
                let locals = &mut self.needs[group].locals;
                if !locals.iter().any(|l| l.key == need.key) {
                    locals.push(need);
                }
            }
        }
    }

    /// Passes needs from callees to callers once; true where something changed.
    fn round(&mut self, units: &[Surveyed<'_>]) -> bool {
        let mut changed = false;
        for (at, unit) in units.iter().enumerate() {
            for site in &unit.survey.sites {
                let SiteKind::Call(candidates) = &site.kind else { continue };
                let Some(&callee) = candidates.first() else { continue };
                let (Some(&caller_group), Some(&callee_group)) =
                    (self.of.get(&(at, site.function)), self.of.get(&(at, callee)))
                else {
                    continue;
                };
                let (caller_group, callee_group) = (self.root(caller_group), self.root(callee_group));
                if caller_group == callee_group {
                    continue;
                }
                let from = self.needs[callee_group].clone();
                let to = &mut self.needs[caller_group];
                let before = (to.item, to.dynamic, to.locals.len(), to.variables.len(), to.attributes.len());
                to.item |= from.item;
                to.dynamic |= from.dynamic;
                to.attributes.extend(from.attributes);
                to.variables.extend(from.variables);
                for local in from.locals {
                    let local = substitute::into_caller(unit.analysis, site, candidates, local);
                    let same = |l: &LocalNeed| l.key == local.key && l.base == local.base && l.bounds == local.bounds;
                    if !to.locals.iter().any(same) {
                        to.locals.push(local);
                    }
                }
                changed |= before != (to.item, to.dynamic, to.locals.len(), to.variables.len(), to.attributes.len());
            }
        }
        changed
    }
}

/// The identity of the declaration whose name stands at `offset` of the expanded text.
pub fn key_of(analysis: &Analysis, offset: u32) -> Option<Key> {
    let unit = &analysis.unit;
    let index = unit.token_at(offset)?;
    let token = &unit.tokens[index];
    let path = unit.sources.path(token.spelled.file).to_path_buf();
    let site = written::root_expansion(unit, index).map(|id| unit.expansion(id).use_site.start);
    Some((path, token.spelled.start, site.unwrap_or(u32::MAX)))
}

/// Specifier text and bounds of a variable's declaration, as written, without storage and space words.
pub fn spelled_type(analysis: &Analysis, variable: &Variable) -> (String, String) {
    let (base, bounds) = spelled_as_written(analysis, variable);
    // A macro defined inside the function is not yet defined where the function's head stands.
    let Some(function) = variable.function.map(|f| analysis.symbols.function(f)) else { return (base, bounds) };
    let unit = &analysis.unit;
    let head = unit.token_at(function.name_range.start).map(|at| unit.place(&unit.tokens[at]));
    let declarator = analysis.node(variable.node).range();
    let inside = unit.tokens_in(declarator).iter().filter_map(|t| t.expansion).any(|id| {
        let definition = unit.expansion(id).definition;
        definition.zip(head).is_some_and(|(d, h)| d.file == h.file && d.start > h.start)
    });
    if inside { expanded_type(analysis, variable) } else { (base, bounds) }
}

fn expanded_type(analysis: &Analysis, variable: &Variable) -> (String, String) {
    let base = format!("{}{}", variable.ty.base, if variable.ty.pointers > 0 { " " } else { "" });
    let base = base + &"*".repeat(variable.ty.pointers as usize);
    let volatile = analysis.node(variable.node).children().any(|c| c.text() == "volatile");
    let base = if volatile { format!("volatile {base}") } else { base };
    (base, variable.ty.bounds.iter().map(|b| format!("[{b}]")).collect())
}

fn spelled_as_written(analysis: &Analysis, variable: &Variable) -> (String, String) {
    use crate::sema::types::is_declarator;
    use crate::syntax::{Field, Kind};
    let declaration = analysis.node(variable.node);
    let base = match declaration.child(Field::Type) {
        Some(ty) => match ty.child(Field::Body).and(ty.child(Field::Name)) {
            Some(name) => name.text().to_string(),
            None => written::render(&analysis.unit, ty.range(), &[]),
        },
        None => String::new(),
    };
    let mut stars = String::new();
    let mut bounds = Vec::new();
    let mut node = Some(analysis.node(variable.declarator));
    while let Some(at) = node {
        match at.kind() {
            Kind::PointerDeclarator => stars.push('*'),
            Kind::ArrayDeclarator => {
                let size =
                    at.child(Field::Size).map_or(String::new(), |s| written::render(&analysis.unit, s.range(), &[]));
                bounds.insert(0, format!("[{size}]"));
            }
            _ => {}
        }
        node = at.child(Field::Declarator).or_else(|| at.named_children().find(|c| is_declarator(c.kind())));
    }
    let volatile = declaration.children().any(|c| c.kind() == Kind::TypeQualifier && c.text() == "volatile");
    let base = if volatile { format!("volatile {base}") } else { base };
    let base = if stars.is_empty() { base } else { format!("{base} {stars}") };
    (base, bounds.concat())
}

/// The need for device variable `variable`; nothing for a constant that every compiler folds.
pub fn variable_need(analysis: &Analysis, variable: &Variable) -> Option<VariableNeed> {
    if is_plain_constant(analysis, variable) {
        return None;
    }
    let (base, mut bounds) = spelled_type(analysis, variable);
    if bounds.starts_with("[]")
        && let Some(initialiser) = variable.initialiser
    {
        let count = analysis.node(initialiser).named_children().count();
        bounds = format!("[{count}]{}", &bounds[2..]);
    }
    let mut name = String::new();
    for part in variable.path.iter().filter(|p| !p.is_empty()) {
        name.push_str(part);
        name.push_str("::");
    }
    name.push_str(&variable.name);
    let is_const = variable.space == VariableSpace::Constant || variable.is_const;
    Some(VariableNeed { name, short: variable.name.clone(), base, bounds, is_const })
}

/// A `const` or `constexpr` variable with an initialiser: usable in device code as it stands.
pub fn is_plain_constant(analysis: &Analysis, variable: &Variable) -> bool {
    let declaration = analysis.node(variable.node);
    let constexpr = declaration.children().any(|c| c.text() == "constexpr");
    variable.initialiser.is_some()
        && !variable.is_extern
        && (constexpr || (variable.is_const && variable.space == VariableSpace::Device))
}

fn local_need(analysis: &Analysis, function: FunctionId, variable: &Variable) -> Option<LocalNeed> {
    let key = key_of(analysis, variable.name_range.start)?;
    let (base, bounds) = spelled_type(analysis, variable);
    let at = variable.name_range.start;
    let (base, unresolved) = match super::hoist::hoisted(analysis, variable) {
        Some((class, name)) => {
            let templates = &analysis.symbols.function(function).templates;
            let depends = templates.iter().find(|t| crate::sema::expression::mentions(class.text(), &t.name));
            (name, depends.map(|t| t.name.clone()))
        }
        None => (substitute::local_names(analysis, function, at, &base), None),
    };
    let bounds = substitute::local_names(analysis, function, at, &bounds);
    Some(LocalNeed { key, name: variable.name.clone(), base, bounds, unresolved })
}
