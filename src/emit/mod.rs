//! From decisions to text: edits in the expanded text, their way back to the files as written, and projects on disk.

pub mod cmake;
pub mod disk;
pub mod edit;
pub mod edits;
pub mod merge;
pub mod project;
pub mod rtc;
pub mod written;

pub use edit::{Edit, Swallow};
pub use edits::Edits;
