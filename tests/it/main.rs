//! All integration tests, one binary.

mod corpus;
mod docs;
mod driver;
mod golden;
mod project;
mod robust;
mod robustness;
mod rules;
mod shim;
mod tools;
