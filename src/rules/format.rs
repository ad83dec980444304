//! The rule format: these types are what a rule file may hold, and their comments are its manual.
//!
//! A rule folder has three kinds of files. `cuda/*.toml` ([`CudaFile`]) describe CUDA, once for all targets.
//! `<target>/target.toml` ([`super::target::Target`]) describes a target. The other files of `<target>/`
//! ([`TargetFile`]) say how the target spells what CUDA has. Unknown keys are faults, never ignored.

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::collections::BTreeMap;
use toml::Spanned;

/// A file of `cuda/`: what CUDA has.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CudaFile {
    /// Functions, variables, types, macros: see [`Rule`].
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// Whole libraries known by the look of their names: see [`LibraryRule`].
    #[serde(default)]
    pub library: Vec<LibraryRule>,
}

/// `[[rule]]`: one CUDA entity, or several that have their description in common.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// A function or variable as C declares it: `'__device__ float atomicAdd(float *address, float val)'`,
    /// `'__device__ const uint3 threadIdx'`. C++ may show in names (`cooperative_groups::this_thread_block`, methods as
    /// `void cooperative_groups::thread_group::sync()`, operators), in references (`T &x`), in template arguments
    /// (`cooperative_groups::tiled_partition<Size>(...)`, whose `Size` becomes a placeholder) and in default
    /// arguments (`int width = warpSize`). Execution-space words are for the reader. A type, macro, enumerator,
    /// qualifier or header is its name alone, with `kind`. Several are a list.
    pub cuda: Spanned<OneOrMany>,
    /// Where `cuda` lists names that differ in nothing else: their common prototype, with `{{name}}` for the name.
    pub prototype: Option<String>,
    /// What it is. Left out, what is called is a function and what has a type is a variable.
    pub kind: Option<Kind>,
    /// Type variables: the types each stands for, `{ T = ['int', 'float'] }`. An empty list means any type.
    #[serde(default)]
    pub types: BTreeMap<String, Vec<String>>,
    /// Values of arguments that a call may leave out, `{ width = 'warpSize' }`.
    #[serde(default)]
    pub defaults: BTreeMap<String, String>,
    /// Parameters that stand for a variable by its name and not for its value, as `symbol` does in
    /// `cudaMemcpyToSymbol(symbol, ...)`.
    #[serde(default)]
    pub by_name: Vec<String>,
    /// What the entity means, in prose, for the manual.
    #[serde(default)]
    pub semantics: String,
    /// The topic it stands under in the manual, `'atomic'`. Left out, the file's name.
    pub group: Option<String>,
    /// Of an enumerator, macro or constant: its integer value, which guards can then compute with.
    pub value: Option<i64>,
    /// Of types: which are other names of which, `{ half = '__half' }`. Overloads and guards know them as one type.
    #[serde(default)]
    pub alias: BTreeMap<String, String>,
    /// The header that declares it, where that is not known to every CUDA source.
    pub header: Option<String>,
}

/// What a CUDA entity is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A function, member function, or macro that is used like one.
    Function,
    /// A built-in variable or an object of a header.
    Variable,
    /// A type.
    Type,
    /// A macro without arguments.
    Macro,
    /// An enumerator.
    Enumerator,
    /// A word or attribute of a declaration.
    Qualifier,
    /// A header file, by the name that `#include` gives.
    Header,
}

/// `[[library]]`: a family of functions and types known only by the look of their names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryRule {
    /// The name to show and to refuse by, `'cuBLAS'`.
    pub name: Spanned<String>,
    /// Beginnings of its names. `'cublas'` takes `cublasSgemm` and `cublas_x` but not `cublasting`: after a prefix
    /// that does not end in `_` stands an upper-case letter, a digit or `_`.
    #[serde(default)]
    pub prefix: Vec<String>,
    /// Its namespaces, `'thrust'`.
    #[serde(default)]
    pub namespace: Vec<String>,
    /// Its headers: `'cublas_v2.h'`, or a folder of them, `'thrust/'`.
    #[serde(default)]
    pub header: Vec<String>,
    /// What it is, in prose.
    #[serde(default)]
    pub semantics: String,
}

/// A file of a target's folder other than `target.toml`: how it spells what CUDA has.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetFile {
    /// Replacements: see [`Map`].
    #[serde(default)]
    pub map: Vec<Map>,
    /// Names that stay because a header of the runtime shim provides them: see [`Keep`].
    #[serde(default)]
    pub keep: Vec<Keep>,
    /// Names that the target has no answer to: see [`Refuse`].
    #[serde(default)]
    pub refuse: Vec<Refuse>,
    /// What the maps above give: see [`Example`].
    #[serde(default)]
    pub example: Vec<Example>,
}

/// `[[map]]`: one alternative for what `cuda` names.
///
/// Alternatives of one name stand in one file, in order. The first whose `when` is known to hold is taken; the
/// last has no `when`. Each has exactly one of `expr`, `stmt`, `refuse` and `keep`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// The entity: by name, which means all its overloads, or by a full prototype as `[[rule]]` has it, which picks
    /// one and goes before an alternative by name. Several are a list.
    pub cuda: Option<Spanned<OneOrMany>>,
    /// Instead of `cuda`: many names that differ in one word of the replacement, `{ sinf = 'sin', cosf = 'cos' }`.
    /// The word is `{{to}}`.
    #[serde(default)]
    pub names: Option<Spanned<BTreeMap<String, String>>>,
    /// A condition, as a C expression over the arguments: see [`super::guard`].
    pub when: Option<Spanned<String>>,
    /// The replacement, an expression with placeholders: see [`super::template`].
    pub expr: Option<Spanned<String>>,
    /// The replacement, where it is a statement: it can stand only where the call's value is not used.
    pub stmt: Option<Spanned<String>>,
    /// Why this cannot be translated: said to the user at the call.
    pub refuse: Option<Spanned<String>>,
    /// What the user can do about it, with `refuse`.
    pub help: Option<String>,
    /// The name stays as it is.
    #[serde(default)]
    pub keep: bool,
    /// The shim's header that provides a kept name.
    pub header: Option<String>,
    /// For a variable with members: what `{{axis}}` is for each, `{ x = '2', y = '1', z = '0' }`. The alternative is
    /// taken only for one of these members.
    #[serde(default)]
    pub axis: BTreeMap<String, String>,
    /// What the translated code needs around it.
    #[serde(default)]
    pub needs: Needs,
    /// How the result differs from CUDA: said to the user once per run, and counted.
    pub loses: Option<String>,
}

/// What translated code needs around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// Headers of the target, as `#include <...>` names them.
    #[serde(default)]
    pub include: Vec<String>,
    /// Headers of the runtime shim, `'cu2x/warp.hpp'`.
    #[serde(default)]
    pub shim: Vec<String>,
    /// Extensions of the target's language.
    #[serde(default)]
    pub ext: Vec<String>,
    /// Attributes of the kernel that reaches this, `'sycl::reqd_sub_group_size(32)'`.
    #[serde(default)]
    pub attr: Vec<String>,
    /// Architectures of the target that have it; empty means all.
    #[serde(default)]
    pub arch: Vec<String>,
}

/// `[[keep]]`: names that stay as they are, all at once.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// The names or prototypes.
    pub cuda: Spanned<OneOrMany>,
    /// The shim's header that provides them.
    pub header: Option<String>,
    /// How they differ from CUDA.
    pub loses: Option<String>,
    /// What they need besides.
    #[serde(default)]
    pub needs: Needs,
}

/// `[[refuse]]`: names and libraries that are refused, all at once.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refuse {
    /// The names or prototypes.
    pub cuda: Option<Spanned<OneOrMany>>,
    /// Libraries, by their names.
    pub library: Option<Spanned<OneOrMany>>,
    /// Why.
    pub reason: String,
    /// What the user can do.
    pub help: Option<String>,
}

/// `[[example]]`: CUDA code and what becomes of it; run by `cargo test` and `cu2x rules test`, shown in the manual.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Declarations of the names in `cuda`, in C. `__shared__` and `__constant__` say where a variable lives,
    /// `__global_ptr__` that a pointer is known to point to global memory.
    #[serde(default)]
    pub given: Option<Spanned<String>>,
    /// A call (`'f(a, b)'`, `'object.method(a)'`), a member (`'threadIdx.x'`) or a name.
    pub cuda: Spanned<String>,
    /// The expected replacement. Arguments stand as spelled; the target's `[context]` gives `{{item}}` and so on.
    pub gives: Option<Spanned<String>>,
    /// The call is refused.
    #[serde(default)]
    pub refused: bool,
    /// The name stays.
    #[serde(default)]
    pub kept: bool,
    /// Extensions that `has(...)` answers yes for.
    #[serde(default)]
    pub with: Vec<String>,
}

/// One string or a list of them.
#[derive(Clone, Debug)]
pub enum OneOrMany {
    /// A string alone; its place is that of the whole value.
    One(String),
    /// A list, each with its place.
    Many(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or a list of strings")
            }

            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMany, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element::<Spanned<String>>()? {
                    all.push(item);
                }
                Ok(OneOrMany::Many(all))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

/// The strings of `value`, each with its place in the file.
pub fn each(value: &Spanned<OneOrMany>) -> Vec<(&str, std::ops::Range<usize>)> {
    match value.get_ref() {
        OneOrMany::One(text) => vec![(text.as_str(), value.span())],
        OneOrMany::Many(all) => all.iter().map(|s| (s.get_ref().as_str(), s.span())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_know_their_places() {
        let text = "[[rule]]\ncuda = 'int f(int x)'\n[[rule]]\nkind = 'type'\ncuda = ['a', 'b']\n";
        let file: CudaFile = toml::from_str(text).unwrap();
        let one = each(&file.rule[0].cuda);
        assert_eq!(&text[one[0].1.clone()], "'int f(int x)'");
        let many = each(&file.rule[1].cuda);
        assert_eq!(many.len(), 2);
        assert_eq!(&text[many[1].1.clone()], "'b'");
    }

    #[test]
    fn unknown_keys_are_errors() {
        assert!(toml::from_str::<CudaFile>("[[rule]]\ncuda = 'a'\ncolour = 1\n").is_err());
        assert!(toml::from_str::<TargetFile>("[[map]]\ncuda = 'a'\nwhem = ''\n").is_err());
    }

    #[test]
    fn names_and_needs() {
        let file: TargetFile = toml::from_str(
            "[[map]]\nnames = { sinf = 'sin' }\nexpr = 'sycl::{{to}}({{0}})'\nneeds = { include = ['x'] }\n",
        )
        .unwrap();
        assert_eq!(file.map[0].names.as_ref().unwrap().get_ref()["sinf"], "sin");
        assert_eq!(file.map[0].needs.include, ["x"]);
    }
}
