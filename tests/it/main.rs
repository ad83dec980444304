//! All integration tests, one binary.

mod corpus;
mod driver;
mod golden;
mod project;
mod robust;
mod rules;
mod tools;
