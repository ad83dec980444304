//! The rule files and the runtime shim, as listed by `build.rs` and carried inside the program.

/// The files of `rules/`: path below it, and text; sorted by path.
pub static RULES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/built_in_rules.rs"));

/// The files of `runtime-shims/`: path below it, and text; sorted by path.
pub static SHIMS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/built_in_shims.rs"));
