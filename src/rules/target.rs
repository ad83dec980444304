//! `target.toml`: what a target is, what its chips have, and how it spells the shapes of a CUDA program.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole of `target.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The name of the folder and of `--to`, `'sycl'`.
    pub name: String,
    /// The name to show, `'SYCL 2020'`.
    pub title: String,
    /// Which family of translation carries it.
    pub family: Family,
    /// The language that comes out, `'C++17'`.
    pub language: String,
    /// Lanes in what CUDA calls a warp.
    #[serde(default = "thirty_two")]
    pub warp_size: u32,
    /// Sub-group sizes that devices of the target may have; empty where this does not vary.
    #[serde(default)]
    pub sub_group_sizes: Vec<u32>,
    /// The most threads a block may have.
    #[serde(default = "thousand_and_twenty_four")]
    pub max_threads_per_block: u32,
    /// The most blocks a grid may have in all; left out where CUDA's own limits hold.
    pub max_blocks: Option<u64>,
    /// Bytes of shared memory a block can count on.
    pub local_memory: Option<u64>,
    /// Devices have 64-bit floating point.
    #[serde(default)]
    pub fp64: bool,
    /// Devices have 16-bit floating point.
    #[serde(default)]
    pub fp16: bool,
    /// A pointer need not say which address space it points to.
    #[serde(default)]
    pub generic_address_space: bool,
    /// A block's barrier waits for all its threads, those that have ended included; CUDA's lets these out.
    #[serde(default)]
    pub barriers_need_all_threads: bool,
    /// Kernels, functions and types may be templates.
    #[serde(default)]
    pub templates: bool,
    /// Names of extensions that every device of the target has, for `has(...)`.
    #[serde(default)]
    pub extensions: Vec<String>,
    /// What context placeholders stand for. A text without placeholders is a root, such as `item = 'item'`: the name
    /// of something that a function gets when it needs it. The others are written with roots:
    /// `group = '{{item}}.get_group()'`.
    #[serde(default)]
    pub context: BTreeMap<String, String>,
    /// How kernels, device functions, shared, constant and device variables and launches are spelled: texts with
    /// placeholders that the family names.
    #[serde(default)]
    pub spelling: BTreeMap<String, String>,
    /// Sums and products of CUDA's built-in values that the target has one word for: see [`Idiom`].
    #[serde(default)]
    pub idiom: Vec<Idiom>,
    /// Files and includes.
    #[serde(default)]
    pub files: TargetFiles,
    /// Macros that translated code is analysed with, over those that CUDA has.
    #[serde(default)]
    pub predefined: BTreeMap<String, String>,
}

/// `[[idiom]]`: what a sum of products of built-in values becomes as a whole. Operands match in any order.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idiom {
    /// The sum, `'blockIdx.{axis} * blockDim.{axis} + threadIdx.{axis}'`.
    pub cuda: String,
    /// What `{{axis}}` becomes for each member, `{ x = '2', y = '1', z = '0' }`.
    pub axis: BTreeMap<String, String>,
    /// The replacement, with `{{axis}}` and `{{item}}`. A cast to `unsigned` around the whole is left out where an
    /// initialisation or an assignment converts anyway.
    pub expr: String,
}

/// A way of carrying CUDA over, shared by the targets of a kind.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// The user's text is edited where it stands; for languages that are C++.
    InPlace,
    /// The code is lowered and printed anew; for languages that are C.
    Lowered,
}

/// Names of files.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetFiles {
    /// What `.cu` becomes, `'cpp'`.
    #[serde(default)]
    pub source_extension: String,
    /// What `.cuh` becomes; empty: it stays.
    #[serde(default)]
    pub header_extension: String,
    /// Headers that each translated file with device code includes.
    #[serde(default)]
    pub include: Vec<String>,
    /// Build files to write, by name: texts with placeholders.
    #[serde(default)]
    pub build: BTreeMap<String, String>,
}

fn thirty_two() -> u32 {
    32
}

fn thousand_and_twenty_four() -> u32 {
    1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_target() {
        let target: Target =
            toml::from_str("name = 'x'\ntitle = 'X'\nfamily = 'in_place'\nlanguage = 'C++17'\n").unwrap();
        assert_eq!((target.family, target.warp_size, target.max_threads_per_block), (Family::InPlace, 32, 1024));
        assert!(toml::from_str::<Target>("name = 'x'\ntitle = 'X'\nfamily = 'odd'\nlanguage = 'C'\n").is_err());
    }
}
