//! From decisions to text: edits in the expanded text, their way back to the files as written, and projects on disk.

pub mod edit;
pub mod merge;
pub mod written;

pub use edit::{Edit, Swallow};
