//! From results to text and files on disk.

pub mod cmake;
pub mod disk;
pub mod project;
pub mod rtc;
