//! The parameters that a device function gets in front of its own, and their names in each function.
//!
//! In: a function and its needs. Out: [`Leading`]: how the parameters are declared, and how they are passed on.

use super::needs::{Key, LocalNeed, Needs, VariableNeed};
use crate::rules::Target;
use crate::sema::scope::LocalKind;
use crate::sema::{Analysis, FunctionId};

/// The leading parameters of one function.
#[derive(Clone, Debug, Default)]
pub struct Leading {
    /// The work item's name, where the function gets it.
    pub item: Option<String>,
    /// Static local variables with their names here.
    pub locals: Vec<(LocalNeed, String)>,
    /// The name of dynamic local memory, where the function gets it.
    pub dynamic: Option<String>,
    /// Device variables with their names here.
    pub variables: Vec<(VariableNeed, String)>,
}

impl Leading {
    /// The leading parameters of `function`.
    pub fn of(analysis: &Analysis, function: FunctionId, needs: &Needs, target: &Target) -> Leading {
        let mut outer = function;
        while let Some(next) = analysis.symbols.function(outer).outer {
            outer = next;
        }
        let locals = analysis.locals_of(outer);
        let mut taken: Vec<String> = Vec::new();
        let mut unique = |wanted: &str, own: usize| {
            let count = |name: &str| locals.iter().filter(|l| l.name == name).count();
            let mut name = wanted.to_string();
            let mut tries = 1;
            while count(&name) > if name == wanted { own } else { 0 } || taken.contains(&name) {
                tries += 1;
                name = format!("{wanted}_{tries}");
            }
            taken.push(name.clone());
            name
        };
        let item = needs.item.then(|| unique(target.context.get("item").map_or("item", String::as_str), 0));
        let is_own = |key: &Key| {
            let declared = locals.iter().filter(|l| l.kind == LocalKind::Shared);
            declared.filter_map(|l| super::needs::key_of(analysis, l.declared)).any(|k| k == *key)
        };
        let named: Vec<_> = needs
            .locals
            .iter()
            .map(|need| {
                let own = usize::from(is_own(&need.key));
                (need.clone(), unique(&need.name, own))
            })
            .collect();
        let dynamic = needs.dynamic.then(|| unique("dynamic_local", 0));
        let variables = needs.variables.values().map(|v| (v.clone(), unique(&v.short, 0))).collect();
        Leading { item, locals: named, dynamic, variables }
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.item.is_none() && self.locals.is_empty() && self.dynamic.is_none() && self.variables.is_empty()
    }

    /// The parameters as a declaration has them, separated by commas.
    pub fn declared(&self, target: &Target) -> String {
        let mut parts = Vec::new();
        if let Some(item) = &self.item {
            let pattern = target.spelling.get("item_parameter").map_or("auto &{{item}}", String::as_str);
            parts.push(pattern.replace("{{item}}", item));
        }
        parts.extend(self.locals.iter().map(|(need, name)| reference(&need.base, &need.bounds, name, false)));
        parts.extend(self.dynamic.iter().map(|name| format!("char *{name}")));
        parts
            .extend(self.variables.iter().map(|(need, name)| reference(&need.base, &need.bounds, name, need.is_const)));
        parts.join(", ")
    }

    /// The names in order.
    pub fn names(&self) -> Vec<String> {
        let mut out: Vec<String> = self.item.iter().cloned().collect();
        out.extend(self.locals.iter().map(|(_, name)| name.clone()));
        out.extend(self.dynamic.iter().cloned());
        out.extend(self.variables.iter().map(|(_, name)| name.clone()));
        out
    }

    /// What to pass to a function with `needs`, whose locals were already put in terms of this one; `Err` names the
    /// local variable that cannot be passed.
    pub fn passed(&self, needs: &Needs, locals: &[LocalNeed]) -> Result<String, String> {
        let mut parts = Vec::new();
        if needs.item {
            parts.push(self.item.clone().unwrap_or_default());
        }
        for local in locals {
            if local.unresolved.is_some() {
                return Err(local.name.clone());
            }
            let same =
                |l: &&(LocalNeed, String)| l.0.key == local.key && l.0.base == local.base && l.0.bounds == local.bounds;
            match self.locals.iter().find(same) {
                Some((_, name)) => parts.push(name.clone()),
                None => return Err(local.name.clone()),
            }
        }
        if needs.dynamic {
            parts.push(self.dynamic.clone().unwrap_or_default());
        }
        for need in needs.variables.values() {
            match self.variables.iter().find(|(v, _)| v.name == need.name) {
                Some((_, name)) => parts.push(name.clone()),
                None => return Err(need.name.clone()),
            }
        }
        Ok(parts.join(", "))
    }
}

/// A reference to a variable of type `base` with `bounds`, called `name`.
pub fn reference(base: &str, bounds: &str, name: &str, is_const: bool) -> String {
    let qualifier = if is_const { "const " } else { "" };
    match (bounds.is_empty(), base.ends_with('*'), is_const) {
        (true, true, true) => format!("{base} const &{name}"),
        (false, true, true) => format!("{base} const (&{name}){bounds}"),
        (true, true, false) => format!("{base}&{name}"),
        (true, false, _) => format!("{qualifier}{base} &{name}"),
        (false, _, _) => format!("{qualifier}{base} (&{name}){bounds}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_scalars_arrays_and_pointers() {
        assert_eq!(reference("float", "[16][17]", "tile", false), "float (&tile)[16][17]");
        assert_eq!(reference("int", "", "flag", false), "int &flag");
        assert_eq!(reference("float", "[4]", "c", true), "const float (&c)[4]");
        assert_eq!(reference("float *", "", "p", true), "float * const &p");
    }
}
