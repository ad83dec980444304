//! From the shared arguments to a request: folders, macros, compilation databases, threads, colour, progress.

use super::Wrong;
use super::args::{Colour, Input};
use crate::driver::options::{self, Macro};
use crate::embedded::RULES;
use crate::source::load::{Loader, normalise};
use crate::translate::{Mode, Request, Translation, translate_modes};
use crate::walk::{self, Tree};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// A request and the tree that it is about.
#[derive(Debug)]
pub struct Prepared {
    /// The files.
    pub tree: Tree,
    /// What to translate.
    pub request: Request,
    /// The files' texts.
    pub loader: Loader,
}

/// Understands `input`. `leave_out` are folders not to look into.
pub fn prepare(input: &Input, leave_out: &[PathBuf]) -> Result<Prepared, Wrong> {
    check_target(&input.to, &input.rules)?;
    let mut include_dirs = input.include.clone();
    let mut macros: Vec<Macro> = input.define.iter().map(|text| define(text)).collect();
    macros.extend(input.undefine.iter().cloned().map(Macro::Undefine));
    if let Some(path) = &input.database {
        read_database(path, &mut include_dirs, &mut macros)?;
    }
    if let Some(missing) = input.rules.iter().find(|folder| !folder.is_dir()) {
        return Err(Wrong(format!("--rules {}: no such folder", missing.display())));
    }
    let loader = Loader::new();
    let tree = walk::walk(&input.paths, leave_out, &include_dirs, &loader).map_err(|e| Wrong(e.to_string()))?;
    let mut request = Request {
        target: input.to.clone(),
        rules: input.rules.clone(),
        mode: Mode::Source,
        include_dirs,
        defines: Vec::new(),
        undefines: Vec::new(),
        units: tree.units.clone(),
        roots: tree.roots.iter().map(|root| editable_root(root)).collect(),
        jobs: jobs(input.jobs)?,
    };
    for one in macros {
        match one {
            Macro::Define(name, value) => request.defines.push((name, value)),
            Macro::Undefine(name) => request.undefines.push(name),
        }
    }
    Ok(Prepared { tree, request, loader })
}

/// A file's neighbours go over with it.
fn editable_root(root: &Path) -> PathBuf {
    if root.is_file() { root.parent().map(Path::to_path_buf).unwrap_or_default() } else { root.to_path_buf() }
}

fn jobs(asked: Option<usize>) -> Result<usize, Wrong> {
    match asked {
        Some(0) => Err(Wrong("-j 0: at least one thread is needed".to_owned())),
        Some(jobs) => Ok(jobs),
        None => Ok(std::thread::available_parallelism().map_or(1, std::num::NonZero::get)),
    }
}

fn define(text: &str) -> Macro {
    match text.split_once('=') {
        Some((name, value)) => Macro::Define(name.to_owned(), Some(value.to_owned())),
        None => Macro::Define(text.to_owned(), None),
    }
}

/// The targets that the rules describe, built in and in `folders`.
pub fn targets(folders: &[PathBuf]) -> Vec<String> {
    let built_in = RULES.iter().filter_map(|(name, _)| name.strip_suffix("/target.toml")).map(str::to_owned);
    let mut targets: Vec<String> = built_in.collect();
    for folder in folders {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let described = entries.filter(|entry| entry.path().join("target.toml").is_file());
        targets.extend(described.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    }
    targets.sort();
    targets.dedup();
    targets
}

/// Says so where `target` is not one.
pub fn check_target(target: &str, folders: &[PathBuf]) -> Result<(), Wrong> {
    let known = targets(folders);
    if known.iter().any(|name| name == target) {
        return Ok(());
    }
    Err(Wrong(format!("--to {target}: no such target; there are: {}", known.join(", "))))
}

/// One entry of a compilation database.
#[derive(serde::Deserialize)]
struct Entry {
    directory: PathBuf,
    #[serde(default)]
    command: Option<String>,
    #[serde(default)]
    arguments: Option<Vec<String>>,
}

/// Adds the folders and macros of every entry: one analysis serves all units, and both sides of each `#if` are
/// looked at anyhow.
fn read_database(path: &Path, folders: &mut Vec<PathBuf>, macros: &mut Vec<Macro>) -> Result<(), Wrong> {
    let path = if path.is_dir() { path.join("compile_commands.json") } else { path.to_path_buf() };
    let wrong = |what: String| Wrong(format!("-p {}: {what}", path.display()));
    let text = std::fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
    let entries: Vec<Entry> = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    for entry in entries {
        let words = entry.arguments.or_else(|| entry.command.map(|c| options::split_words(&c))).unwrap_or_default();
        let Ok(options) = options::parse(words.get(1..).unwrap_or_default()) else { continue };
        for folder in options.includes {
            let folder = nearer(&entry.directory.join(folder));
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        for one in options.macros {
            let name = macro_name(&one);
            if !macros.iter().any(|known| macro_name(known) == name) {
                macros.push(one);
            }
        }
    }
    Ok(())
}

fn macro_name(one: &Macro) -> &str {
    match one {
        Macro::Define(name, _) | Macro::Undefine(name) => name,
    }
}

/// `path` as seen from the current folder where it lies below it, so that each file has one name.
fn nearer(path: &Path) -> PathBuf {
    let path = normalise(path);
    match std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf)) {
        Some(below) => below,
        None => path,
    }
}

/// Whether to use colour on a stream that is or is not a terminal.
pub fn colour(asked: Colour, is_terminal: bool) -> bool {
    match asked {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none(),
    }
}

impl Prepared {
    /// Translates in `mode`, with a progress bar where a person is watching.
    pub fn translate(&self, mode: Mode) -> Translation {
        self.translate_modes(&[mode]).pop().unwrap_or_default()
    }

    /// Translates once for each of `modes`, from one analysis, with a progress bar on a terminal.
    pub fn translate_modes(&self, modes: &[Mode]) -> Vec<Translation> {
        let bar = progress_bar(self.request.units.len());
        let translations = translate_modes(&self.request, modes, &self.loader, &|path| {
            bar.set_message(path.display().to_string());
            bar.inc(1);
        });
        bar.finish_and_clear();
        translations
    }
}

fn progress_bar(length: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}");
    ProgressBar::new(length as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_gives_folders_and_macros_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("compile_commands.json");
        let text = r#"[{"directory": "/b", "file": "a.cu", "command": "nvcc -I../inc -DN=2 -c a.cu"},
                       {"directory": "/b", "file": "b.cu", "arguments": ["nvcc", "-I/inc", "-DN=3", "-DM", "-c", "b.cu"]}]"#;
        std::fs::write(&path, text).unwrap();
        let (mut folders, mut macros) = (Vec::new(), Vec::new());
        read_database(folder.path(), &mut folders, &mut macros).unwrap();
        assert_eq!(folders, [PathBuf::from("/inc")]);
        assert_eq!(macros, [define("N=2"), define("M")]);
        std::fs::write(&path, "{").unwrap();
        assert!(read_database(&path, &mut folders, &mut macros).is_err());
    }

    #[test]
    fn no_thread_at_all_is_a_wrong_command() {
        assert!(jobs(Some(0)).is_err());
        assert_eq!(jobs(Some(3)).unwrap(), 3);
    }
}
