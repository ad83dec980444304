//! Source text and places in it.
//!
//! In: paths. Out: [`SourceFile`]s with stable identities, and [`Span`]s that every later stage uses to
//! say where something stands. Only [`load`] touches the file system.

pub mod load;

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of one [`SourceMap`], numbered in the order in which the translation unit reached it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file the bytes belong to.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset one past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end` in `file`.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Span { file, start, end }
    }

    /// The range as `usize`, to slice text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One file's path and text. Shared between translation units, never changed.
#[derive(Debug)]
pub struct SourceFile {
    /// The path it was loaded from, normalised (no `.` or `..` components where they can be folded).
    pub path: PathBuf,
    /// The whole text. Bytes that are not UTF-8 stand as private characters; [`load::encode`] turns them back.
    pub text: String,
    /// False when the file on disk was not UTF-8.
    pub is_utf8: bool,
    line_starts: Vec<u32>,
}

impl SourceFile {
    /// A file made of `text`, as if it had been read from `path`.
    pub fn new(path: PathBuf, text: String) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1)).collect();
        SourceFile { path, text, is_utf8: true, line_starts }
    }

    /// One-based line and column (in characters) of byte `offset`.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line = self.line_starts.partition_point(|&start| start <= offset) - 1;
        let start = self.line_starts[line] as usize;
        let end = (offset as usize).min(self.text.len());
        let column = self.text.get(start..end).map_or(end - start, |t| t.chars().count());
        (line as u32 + 1, column as u32 + 1)
    }

    /// Offset of the first byte of one-based `line`; the end of the file past the last line.
    pub fn line_start(&self, line: u32) -> u32 {
        let index = line.saturating_sub(1) as usize;
        self.line_starts.get(index).copied().unwrap_or(self.text.len() as u32)
    }
}

/// The files of one translation unit. Identities depend only on the order of [`SourceMap::add`] calls.
#[derive(Debug, Default, Clone)]
pub struct SourceMap {
    files: Vec<Arc<SourceFile>>,
}

impl SourceMap {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `file`, or returns the identity it already has here.
    pub fn add(&mut self, file: Arc<SourceFile>) -> FileId {
        if let Some(at) = self.files.iter().position(|f| Arc::ptr_eq(f, &file)) {
            return FileId(at as u32);
        }
        self.files.push(file);
        FileId(self.files.len() as u32 - 1)
    }

    /// Adds a file made of `text`, for tests and for text that stands in no file.
    pub fn add_text(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) -> FileId {
        self.add(Arc::new(SourceFile::new(path.into(), text.into())))
    }

    /// The file with identity `id`.
    pub fn file(&self, id: FileId) -> &Arc<SourceFile> {
        &self.files[id.0 as usize]
    }

    /// The path of file `id`.
    pub fn path(&self, id: FileId) -> &Path {
        &self.file(id).path
    }

    /// The text of file `id`.
    pub fn text(&self, id: FileId) -> &str {
        &self.file(id).text
    }

    /// The bytes of `span` as text; empty when the span does not fit the file.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// All files with their identities, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Arc<SourceFile>)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(at as u32), file))
    }
}
