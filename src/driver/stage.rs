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
            head.push_str(text.as_deref().unwrap_or(&file.original.text));
            disk::write(to, &encode(&head))
        }
    }
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
    use crate::source::SourceFile;
    use crate::source::load::Loader;
    use std::sync::Arc;

    #[test]
    fn a_tree_mirrors_paths_and_names_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let _ = Loader::new();
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
}
