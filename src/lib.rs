//! cu2x: carries CUDA code to other makers' chips.
//!
//! The flow: files are preprocessed with origins ([`preprocess`]), parsed ([`syntax`]), understood
//! ([`sema`]), matched with rules ([`rules`]), and rewritten by the family that carries the target
//! ([`family`]); [`emit`] puts the result on disk. ARCHITECTURE.md is the map.

pub mod cli;
pub mod diag;
pub mod driver;
pub mod embedded;
pub mod emit;
pub mod family;
pub mod preprocess;
pub mod report;
pub mod rules;
pub mod sema;
pub mod source;
pub mod syntax;
pub mod toolchain;
pub mod translate;
pub mod walk;
