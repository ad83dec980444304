//! The text that a host file needs for run-time compilation: its device text as data.
//!
//! In: a unit of a single-source translation. Out: the lines that go before the unit's host text, which define
//! `cu2x_unit` (see `<cu2x/rtc.hpp>`).
//!
//! The run-time compiler sees headers as a small tree of named files without search paths, so each `#include` that
//! reaches one of the user's own files is respelled as the way from the including file to it.

use crate::emit::disk::{common_folder, relative};
use crate::translate::{FileResult, Translation};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// One unit's device text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceText {
    /// The unit's file name, for messages.
    pub name: String,
    /// The unit's own text.
    pub main: String,
    /// The user's headers: name in the tree, text.
    pub files: Vec<(String, String)>,
}

/// Compilers take string literals of any sensible size, but the standard promises 65,536 characters and one vendor 16,380.
const LITERAL_LIMIT: usize = 16_000;

/// The device text of `unit`; `None` where the translation does not know it.
pub fn device_text(unit: &Path, translation: &Translation) -> Option<DeviceText> {
    let main = translation.files.get(unit)?;
    let reached = reached_from(unit, translation);
    let folders = reached.iter().filter_map(|path| path.parent());
    let base = common_folder(folders).unwrap_or_default();
    // The compiler takes the unit's text as a file at the top of the tree, wherever it stood.
    let main_text = respell_includes(main, &base);
    let mut files = Vec::new();
    for path in reached.iter().filter(|path| path.as_path() != unit) {
        if let (Some(file), Some(folder)) = (translation.files.get(path), path.parent()) {
            let name = relative(&base, path).to_string_lossy().replace('\\', "/");
            files.push((name, respell_includes(file, folder)));
        }
    }
    let name = unit.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Some(DeviceText { name, main: main_text, files })
}

/// `unit` and every file of the user's that it includes, however deep.
pub fn reached_from(unit: &Path, translation: &Translation) -> BTreeSet<PathBuf> {
    let mut reached = BTreeSet::from([unit.to_path_buf()]);
    let mut waiting = vec![unit.to_path_buf()];
    while let Some(path) = waiting.pop() {
        let Some(file) = translation.files.get(&path) else { continue };
        for (_, target) in &file.includes {
            if translation.files.contains_key(target) && reached.insert(target.clone()) {
                waiting.push(target.clone());
            }
        }
    }
    reached
}

fn current_text(file: &FileResult) -> &str {
    file.text.as_deref().unwrap_or(&file.original.text)
}

/// The text of `file` with includes of known files spelled as the way there from `folder`.
fn respell_includes(file: &FileResult, folder: &Path) -> String {
    let text = current_text(file);
    if file.includes.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match included_name(line).and_then(|name| Some((name, find(&file.includes, name)?))) {
            Some((name, target)) => {
                let at = name.as_ptr() as usize - line.as_ptr() as usize;
                let spelled = relative(folder, target).to_string_lossy().replace('\\', "/");
                let _ = write!(out, "{}\"{spelled}\"{}", &line[..at - 1], &line[at + name.len() + 1..]);
            }
            None => out.push_str(line),
        }
    }
    out
}

fn find<'a>(includes: &'a [(String, PathBuf)], name: &str) -> Option<&'a Path> {
    let plain = |spelled: &str| spelled.trim_matches(['"', '<', '>']) == name;
    includes.iter().find(|(spelled, _)| plain(spelled)).map(|(_, target)| target.as_path())
}

/// The name in an `#include "name"` or `#include <name>` line.
pub fn included_name(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('#')?.trim_start().strip_prefix("include")?.trim_start();
    let (close, rest) = match rest.strip_prefix('"') {
        Some(rest) => ('"', rest),
        None => ('>', rest.strip_prefix('<')?),
    };
    rest.split_once(close).map(|(name, _)| name)
}

/// The lines that go before the host text of a unit. `options` are C++ expressions that give string literals.
pub fn prologue(device: &DeviceText, options: &[String]) -> String {
    let mut out = String::from("#include <cu2x/rtc.hpp>\n");
    if !device.files.is_empty() {
        out.push_str("static const cu2x::rtc::file cu2x_files[] = {\n");
        for (name, text) in &device.files {
            let _ = writeln!(out, "{{{},\n{}}},", quoted(name), raw_literals(text));
        }
        out.push_str("};\n");
    }
    let files = if device.files.is_empty() { "nullptr" } else { "cu2x_files" };
    let name = quoted(&device.name);
    let main = raw_literals(&device.main);
    let options = if options.is_empty() { "\"\"".to_owned() } else { options.join(" \"\\n\"\n") };
    let _ = writeln!(
        out,
        "static cu2x::rtc::unit cu2x_unit({name},\n{main},\n{files}, {}, {options});",
        device.files.len()
    );
    out
}

/// `text` as an ordinary string literal.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `text` as raw string literals that the compiler joins, none too long.
fn raw_literals(text: &str) -> String {
    let mut delimiter = String::from("cu2x");
    while text.contains(&format!("){delimiter}\"")) {
        delimiter.push('_');
    }
    let mut out = String::new();
    let mut rest = text;
    loop {
        let (piece, after) = rest.split_at(cut(rest));
        let _ = write!(out, "R\"{delimiter}({piece}){delimiter}\"");
        rest = after;
        if rest.is_empty() {
            return out;
        }
        out.push('\n');
    }
}

/// Where to end a literal that begins `text`: after a line if possible, never inside a character.
fn cut(text: &str) -> usize {
    if text.len() <= LITERAL_LIMIT {
        return text.len();
    }
    let mut limit = LITERAL_LIMIT;
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    text[..limit].rfind('\n').map_or(limit, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;
    use std::sync::Arc;

    fn file(path: &str, text: &str, includes: &[(&str, &str)]) -> (PathBuf, FileResult) {
        let original = Arc::new(SourceFile::new(PathBuf::from(path), text.to_owned()));
        let includes = includes.iter().map(|(s, p)| ((*s).to_owned(), PathBuf::from(p))).collect();
        (PathBuf::from(path), FileResult { original, text: None, edits: Vec::new(), is_unit: false, includes })
    }

    #[test]
    fn includes_are_respelled_as_ways_in_the_tree() {
        let mut t = Translation::default();
        t.files.extend([
            file("/p/src/a.cu", "#include <vector>\n# include <k.h> // k\nint a;", &[("k.h", "/p/inc/k.h")]),
            file("/p/inc/k.h", "#include \"../src/d.h\"\n", &[("../src/d.h", "/p/src/d.h")]),
            file("/p/src/d.h", "int d;\n", &[]),
            file("/p/src/unrelated.h", "", &[]),
        ]);
        let device = device_text(Path::new("/p/src/a.cu"), &t).unwrap();
        assert_eq!(device.main, "#include <vector>\n# include \"inc/k.h\" // k\nint a;");
        let names: Vec<_> = device.files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["inc/k.h", "src/d.h"]);
        assert_eq!(device.files[0].1, "#include \"../src/d.h\"\n");
    }

    #[test]
    fn long_texts_become_several_literals() {
        let text = "é line of text\n".repeat(3000);
        let literals = raw_literals(&text);
        assert!(literals.matches("R\"cu2x(").count() >= 3);
        let joined: String =
            literals.split(")cu2x\"").map(|p| p.trim_start_matches('\n').trim_start_matches("R\"cu2x(")).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn a_text_with_the_delimiter_gets_another() {
        assert!(raw_literals(")cu2x\"").starts_with("R\"cu2x_("));
        assert_eq!(raw_literals(""), "R\"cu2x()cu2x\"");
    }

    #[test]
    fn the_prologue_names_files_and_options() {
        let device = DeviceText { name: "a.cu".into(), main: "int a;".into(), files: vec![("k.h".into(), "x".into())] };
        let text = prologue(&device, &[quoted("-std=c++17"), quoted("-DS=\"q\"")]);
        assert!(text.contains("{\"k.h\",\nR\"cu2x(x)cu2x\"},"), "{text}");
        assert!(text.contains("cu2x_files, 1, \"-std=c++17\" \"\\n\"\n\"-DS=\\\"q\\\"\");"), "{text}");
    }
}
