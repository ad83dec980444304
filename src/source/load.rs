//! Reading source files, each once, shared by all translation units of a run.
//!
//! In: paths. Out: `Arc<SourceFile>`. With the command line, the only place that reads the disk.

use super::SourceFile;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A cache of files by normalised path. Files can also be put in by hand, so that tests need no disk.
#[derive(Debug, Default)]
pub struct Loader {
    files: Mutex<HashMap<PathBuf, Option<Arc<SourceFile>>>>,
    /// Where set, nothing outside the files put in by [`Loader::insert`] is ever found.
    memory_only: bool,
}

impl Loader {
    /// A loader over the file system.
    pub fn new() -> Self {
        Self::default()
    }

    /// A loader that sees only what [`Loader::insert`] gives it.
    pub fn in_memory() -> Self {
        Loader { memory_only: true, ..Self::default() }
    }

    /// Makes `text` the content of `path`, hiding what is on disk.
    pub fn insert(&self, path: impl Into<PathBuf>, text: impl Into<String>) -> Arc<SourceFile> {
        let path = normalise(&path.into());
        let file = Arc::new(SourceFile::new(path.clone(), text.into()));
        self.lock().insert(path, Some(file.clone()));
        file
    }

    /// The file at `path`, or `None` where there is no readable regular file.
    pub fn load(&self, path: &Path) -> Option<Arc<SourceFile>> {
        let path = normalise(path);
        if let Some(found) = self.lock().get(&path) {
            return found.clone();
        }
        let file = if self.memory_only { None } else { read(&path) };
        self.lock().entry(path).or_insert(file).clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Option<Arc<SourceFile>>>> {
        self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn read(path: &Path) -> Option<Arc<SourceFile>> {
    if !path.is_file() {
        return None;
    }
    let bytes = std::fs::read(path).ok()?;
    // Offsets are u32 throughout; a source file of 4 GB is not source.
    if bytes.len() >= u32::MAX as usize {
        return None;
    }
    let file = match String::from_utf8(bytes) {
        Ok(text) => SourceFile::new(path.to_path_buf(), text),
        Err(error) => SourceFile { is_utf8: false, ..SourceFile::new(path.to_path_buf(), decode(error.as_bytes())) },
    };
    Some(Arc::new(file))
}

/// First of the 256 private characters that stand for bytes which are not UTF-8.
const PRIVATE: u32 = 0x10_FF00;

/// `bytes` as text; a byte that is not UTF-8 (Latin-1 in an old comment) becomes a private character.
fn decode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 64);
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().filter_map(|&byte| char::from_u32(PRIVATE + u32::from(byte))));
    }
    out
}

/// The bytes that `text` was read from: what [`Loader::load`] put in for stray bytes turned back into them.
pub fn encode(text: &str) -> Cow<'_, [u8]> {
    let stray = |c: char| (u32::from(c)).checked_sub(PRIVATE).filter(|byte| *byte < 256);
    if !text.contains(|c| stray(c).is_some()) {
        return Cow::Borrowed(text.as_bytes());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        match stray(c) {
            Some(byte) => out.push(byte as u8),
            None => out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
        }
    }
    Cow::Owned(out)
}

/// Folds `.` and `..` without asking the disk, so that one file has one name.
pub fn normalise(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalise_folds_dots_but_keeps_leading_parents() {
        assert_eq!(normalise(Path::new("a/./b/../c")), Path::new("a/c"));
        assert_eq!(normalise(Path::new("../a/../../b")), Path::new("../../b"));
    }

    #[test]
    fn stray_bytes_survive() {
        let bytes = b"// \xa9 caf\xc3\xa9\n";
        let text = decode(bytes);
        assert!(text.contains("café"));
        assert_eq!(encode(&text).as_ref(), bytes);
    }

    #[test]
    fn a_memory_loader_sees_only_what_it_was_given() {
        let loader = Loader::in_memory();
        loader.insert("x/a.cu", "int a;");
        assert_eq!(loader.load(Path::new("x/./a.cu")).unwrap().text, "int a;");
        assert!(loader.load(Path::new("/etc/passwd")).is_none());
    }
}
