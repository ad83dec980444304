//! Translated text on disk for the compiler's eyes: a tree that mirrors the user's files.
//!
//! In: a translation. Out: a folder in which every file that was read stands under its own absolute path, so that
//! includes between the user's files work as they did, with `#line` naming the original in every message.

use crate::emit::disk::{self, absolute};
use crate::emit::rtc::quoted;
use crate::source::load::{encode, normalise};
use crate::translate::{FileResult, Translation};
use std::io;
use std::path::{Path, PathBuf};

/// A tree of translated files.
#[derive(Debug)]
pub struct Staged {
    /// The top of the tree.
    pub folder: PathBuf,
    /// The unit's file in it.
    pub unit: PathBuf,
}

/// Writes the files of `translation` into `folder`; `prologue` goes before the text of `unit`.
pub fn stage(unit: &Path, translation: &Translation, folder: &Path, prologue: &str) -> io::Result<Staged> {
    let folder = absolute(folder);
    let unit_key = normalise(unit);
    let mut staged = Staged { unit: below(&folder, unit), folder };
    for (path, file) in &translation.files {
        let is_unit = *path == unit_key;
        let mut to = below(&staged.folder, path);
        let mut text = String::new();
        if is_unit {
            text.push_str(prologue);
            // The compiler goes by the extension where it is one that it knows.
            to.as_mut_os_string().push(".cpp");
            staged.unit.clone_from(&to);
        }
        write(file, path, &to, text)?;
    }
    Ok(staged)
}

fn write(file: &FileResult, path: &Path, to: &Path, mut head: String) -> io::Result<()> {
    match &file.text {
        None if !file.original.is_utf8 => disk::copy(path, to),
        text => {
            head.push_str(&format!("#line 1 {}\n", quoted(&path.to_string_lossy())));
            match text {
                Some(text) => push_with_lines(&mut head, file, text),
                None => head.push_str(&file.original.text),
            }
            disk::write(to, &encode(&head))
        }
    }
}

/// Adds `text`, with a `#line` after each edit that made lines more or fewer, so that messages name the user's lines.
fn push_with_lines(out: &mut String, file: &FileResult, text: &str) {
    let original = &file.original.text;
    let start = out.len();
    let (mut from, mut shifted) = (0, false);
    for edit in &file.edits {
        let (Some(kept), Some(gone)) =
            (original.get(from..edit.start as usize), original.get(edit.start as usize..edit.end as usize))
        else {
            break;
        };
        shifted = push_kept(out, file, kept, from, shifted) || lines(&edit.text) != lines(gone);
        out.push_str(&edit.text);
        from = edit.end as usize;
    }
    push_kept(out, file, original.get(from..).unwrap_or(""), from, shifted);
    let plain: String = out[start..].split_inclusive('\n').filter(|line| !line.starts_with(RESUME)).collect();
    // A raw string would get the lines, too; and what is not the sum of its edits is left alone.
    if plain != text || original.contains("R\"") {
        out.truncate(start);
        out.push_str(text);
    }
}

/// How the lines that [`push_with_lines`] adds begin; nobody else writes two blanks there.
const RESUME: &str = "#line  ";

/// Adds text that no edit touches. `shifted`: line numbers no longer agree with the original; gives whether they do not
/// at the end, either.
fn push_kept(out: &mut String, file: &FileResult, kept: &str, from: usize, shifted: bool) -> bool {
    let mut ends = kept.match_indices('\n').map(|(at, _)| at + 1);
    // A directive cannot stand inside a continued line.
    let end = ends.find(|at| !kept[..at - 1].trim_end_matches('\r').ends_with('\\')).filter(|_| shifted);
    let Some(end) = end else {
        out.push_str(kept);
        return shifted;
    };
    let (line, _) = file.original.line_column((from + end) as u32);
    out.push_str(&kept[..end]);
    out.push_str(&format!("{RESUME}{line}\n"));
    out.push_str(&kept[end..]);
    false
}

fn lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// The place of `path` in the tree at `folder`.
fn below(folder: &Path, path: &Path) -> PathBuf {
    let absolute = absolute(path);
    let mut out = folder.to_path_buf();
    out.extend(absolute.components().filter(|c| matches!(c, std::path::Component::Normal(_))));
    out
}

impl Staged {
    /// The folder that mirrors `folder`, where the tree has one.
    pub fn mirror_of(&self, folder: &Path) -> Option<PathBuf> {
        let mirror = below(&self.folder, folder);
        mirror.is_dir().then_some(mirror)
    }

    /// `text` with names in the tree turned into those of the user's files, relative where they are below the
    /// current folder.
    pub fn with_user_names(&self, text: &str) -> String {
        let tree = self.folder.to_string_lossy();
        let unit = self.unit.to_string_lossy();
        let text = text.replace(&*unit, unit.strip_suffix(".cpp").unwrap_or(&unit));
        match std::env::current_dir() {
            Ok(here) => text.replace(&format!("{tree}{}/", here.to_string_lossy()), "").replace(&*tree, ""),
            Err(_) => text.replace(&*tree, ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::edit::FileEdit;
    use crate::source::SourceFile;
    use std::sync::Arc;

    #[test]
    fn a_tree_mirrors_paths_and_names_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut translation = Translation::default();
        for (path, text) in [("/p/a.cu", "int a;\n"), ("/p/inc/b.h", "int b;\n")] {
            let original = Arc::new(SourceFile::new(PathBuf::from(path), text.to_owned()));
            let file = FileResult { original, text: None, edits: Vec::new(), is_unit: false, includes: Vec::new() };
            translation.files.insert(PathBuf::from(path), file);
        }
        let staged = stage(Path::new("/p/a.cu"), &translation, folder.path(), "// prologue\n").unwrap();
        let text = std::fs::read_to_string(&staged.unit).unwrap();
        assert_eq!(text, "// prologue\n#line 1 \"/p/a.cu\"\nint a;\n");
        assert!(staged.mirror_of(Path::new("/p/inc")).is_some());
        assert!(staged.mirror_of(Path::new("/q")).is_none());
        let message = format!("In file included from {}:1", staged.unit.display());
        assert_eq!(staged.with_user_names(&message), "In file included from /p/a.cu:1");
    }

    #[test]
    fn line_numbers_agree_again_after_an_edit() {
        let text = "first\nsecond\nthird\nfourth\n";
        let original = Arc::new(SourceFile::new(PathBuf::from("a.cu"), text.to_owned()));
        let edit = |start, end, text: &str| FileEdit { start, end, text: text.into(), rules: Vec::new() };
        let edits = vec![edit(0, 0, "added\n"), edit(13, 18, "3rd")];
        let file = FileResult { original, text: None, edits, is_unit: true, includes: Vec::new() };
        let mut out = String::new();
        push_with_lines(&mut out, &file, "added\nfirst\nsecond\n3rd\nfourth\n");
        assert_eq!(out, "added\nfirst\n#line  2\nsecond\n3rd\nfourth\n");
        let mut out = String::new();
        push_with_lines(&mut out, &file, "something else\n");
        assert_eq!(out, "something else\n");
    }
}
