//! All integration tests, one binary.

mod compile_goldens;
mod corpus;
mod docs;
mod driver;
mod golden;
mod left_behind;
mod project;
mod robust;
mod robustness;
mod rules;
mod shim;
mod tools;
