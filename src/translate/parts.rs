//! Which units belong together, and under which configurations each is looked at.
//!
//! In: a request. Out: groups of units that share files; for a unit, its preprocessed forms.

use super::Request;
use crate::preprocess::{Options, Unit, preprocess};
use crate::rules::RuleBase;
use crate::source::load::{Loader, normalise};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The name of the macro that tells the device pass of a CUDA compiler from its host pass.
const DEVICE_PASS: &str = "__CUDA_ARCH__";

/// How many further configurations one unit may take.
const MOST_CONFIGURATIONS: usize = 4;

/// The request's units in groups that share a folder or a file, in order of their first units.
pub fn parts(request: &Request, loader: &Loader) -> Vec<Vec<PathBuf>> {
    let mut owner: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let mut parents: Vec<usize> = (0..request.units.len()).collect();
    for (at, unit) in request.units.iter().enumerate() {
        let unit = normalise(unit);
        let mut reached = reached(request, loader, &unit);
        reached.insert(unit.parent().unwrap_or(Path::new("")).to_path_buf());
        for file in reached {
            let first = *owner.entry(file).or_insert(at);
            let (a, b) = (root(&parents, first), root(&parents, at));
            parents[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<PathBuf>> = BTreeMap::new();
    for (at, unit) in request.units.iter().enumerate() {
        groups.entry(root(&parents, at)).or_default().push(unit.clone());
    }
    groups.into_values().collect()
}

fn root(parents: &[usize], mut at: usize) -> usize {
    while parents[at] != at {
        at = parents[at];
    }
    at
}

/// The own files that `unit` may include, by a look at its include lines.
fn reached(request: &Request, loader: &Loader, unit: &Path) -> BTreeSet<PathBuf> {
    let mut out = BTreeSet::new();
    let mut open = vec![unit.to_path_buf()];
    while let Some(path) = open.pop() {
        let Some(file) = loader.load(&path) else { continue };
        if !out.insert(path.clone()) {
            continue;
        }
        for line in file.text.lines() {
            let Some(rest) = line.trim_start().strip_prefix('#').map(str::trim_start) else { continue };
            let Some(name) = rest.strip_prefix("include").map(str::trim_start) else { continue };
            let quoted = name.strip_prefix('"').and_then(|n| n.split('"').next());
            let angled = name.strip_prefix('<').and_then(|n| n.split('>').next());
            let beside = path.parent().map(Path::to_path_buf).filter(|_| quoted.is_some());
            let Some(name) = quoted.or(angled) else { continue };
            let folders = beside.into_iter().chain(request.include_dirs.iter().cloned());
            let found = folders.map(|f| normalise(&f.join(name))).find(|p| !is_system(p) && loader.load(p).is_some());
            open.extend(found);
        }
    }
    out
}

fn is_system(path: &Path) -> bool {
    path.starts_with("/usr") || path.starts_with("/opt")
}

/// The preprocessed forms of the unit at `path` that matter: the given configuration as device and host passes see it,
/// and where `both_sides` is wanted, marked, those that make further branches active.
pub fn configurations(
    request: &Request,
    both_sides: bool,
    loader: &Loader,
    rules: &RuleBase,
    path: &Path,
) -> Vec<(bool, Unit)> {
    let Some(main) = loader.load(path) else { return Vec::new() };
    let predefined = rules.target().predefined.iter().map(|(n, v)| (n.clone(), v.clone())).collect();
    let options = Options {
        include_dirs: request.include_dirs.clone(),
        defines: request.defines.clone(),
        undefines: request.undefines.clone(),
        predefined,
        ..Options::default()
    };
    let mut units = vec![preprocess(loader, main.clone(), &options)];
    let asks = |unit: &Unit| {
        unit.sources.iter().any(|(id, f)| id != crate::preprocess::PREDEFINED && f.text.contains(DEVICE_PASS))
    };
    if asks(&units[0]) {
        let mut host = options.clone();
        host.undefines.push(DEVICE_PASS.into());
        units.push(preprocess(loader, main.clone(), &host));
    }
    let unseen = if both_sides { unseen_branches(&units, rules) } else { BTreeMap::new() };
    let rounds = unseen.values().map(Vec::len).max().unwrap_or(0).min(MOST_CONFIGURATIONS);
    let mut out: Vec<_> = units.into_iter().map(|unit| (false, unit)).collect();
    for round in 0..rounds {
        let forced = unseen.iter().filter_map(|(at, branches)| Some((at.clone(), *branches.get(round)?))).collect();
        out.push((true, preprocess(loader, main.clone(), &Options { forced, ..options.clone() })));
    }
    out
}

/// Branches that hold CUDA and were active in none of `units`.
fn unseen_branches(units: &[Unit], rules: &RuleBase) -> BTreeMap<(PathBuf, u32), Vec<usize>> {
    let mut seen: BTreeMap<(PathBuf, u32), BTreeSet<usize>> = BTreeMap::new();
    let mut holding: BTreeMap<(PathBuf, u32), BTreeSet<usize>> = BTreeMap::new();
    for unit in units {
        for conditional in unit.conditionals.iter().filter(|c| c.active.is_some() || !c.branches.is_empty()) {
            let Some(first) = conditional.branches.first() else { continue };
            let key = (unit.sources.path(conditional.file).to_path_buf(), first.directive.start);
            seen.entry(key.clone()).or_default().extend(conditional.active);
            for (at, branch) in conditional.branches.iter().enumerate() {
                let never = unit.sources.slice(branch.condition).trim() == "0";
                if conditional.active != Some(at) && !never && holds_cuda(unit.sources.slice(branch.body), rules) {
                    holding.entry(key.clone()).or_default().insert(at);
                }
            }
        }
    }
    let mut out = BTreeMap::new();
    for (key, branches) in holding {
        let unseen: Vec<_> = branches.into_iter().filter(|b| !seen.get(&key).is_some_and(|s| s.contains(b))).collect();
        if !unseen.is_empty() {
            out.insert(key, unseen);
        }
    }
    out
}

fn holds_cuda(text: &str, rules: &RuleBase) -> bool {
    // C's own functions, which CUDA has too, are all in lower case.
    let is_cudas = |w: &str| w.starts_with("__") || w.bytes().any(|b| b.is_ascii_uppercase()) && rules.is_device_only(w);
    let holds = |w: &str| {
        w == "asm"
            || is_cudas(w) && !rules.entities(w).is_empty()
            || rules.is_built_in_value(w)
            || rules.is_namespace(w)
            || rules.library_of(w).is_some()
    };
    text.contains("<<<") || text.split(|c: char| !c.is_alphanumeric() && c != '_').any(holds)
}
