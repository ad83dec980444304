//! `cu2x rules list|show|test`.

use super::args::Rules;
use super::{REFUSED, Wrong, input, print_line};
use crate::diag::render::render;
use crate::embedded::RULES;
use crate::rules::load::Layer;
use crate::rules::{Entity, RuleBase};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Runs a subcommand of `cu2x rules`.
pub fn run(command: Rules) -> Result<u8, Wrong> {
    match command {
        Rules::List { to, rules } => list(&to, &rules),
        Rules::Show { name, to, rules } => show(&name, &to, &rules),
        Rules::Test { folder } => test(folder.as_deref()),
    }
}

fn load(target: &str, folders: &[PathBuf]) -> Result<RuleBase, Wrong> {
    input::check_target(target, folders)?;
    RuleBase::load(target, folders).map_err(|faults| Wrong(format!("the rules have faults\n{faults}")))
}

/// One line a name: its topic, and whether the target maps it.
fn list(target: &str, folders: &[PathBuf]) -> Result<u8, Wrong> {
    let base = load(target, folders)?;
    let mut topics: BTreeMap<String, BTreeMap<&str, bool>> = BTreeMap::new();
    for (id, entity) in base.all_entities() {
        let known = topics.entry(topic(&base, entity)).or_default().entry(&entity.name).or_insert(false);
        *known |= base.is_mapped(id);
    }
    for (topic, names) in &topics {
        let mapped = names.values().filter(|mapped| **mapped).count();
        print_line(&format!("{topic} ({mapped} of {})", names.len()));
        for (name, mapped) in names {
            print_line(&format!("  {}{name}", if *mapped { "" } else { "not mapped: " }));
        }
    }
    Ok(0)
}

/// The topic of `entity`: what its rule says, else the name of the file.
fn topic(base: &RuleBase, entity: &Entity) -> String {
    let file = || base.sources().path(entity.span.file).file_stem().map(|s| s.to_string_lossy().into_owned());
    entity.rule.group.clone().or_else(file).unwrap_or_default()
}

/// The rules about one name, as they are written.
fn show(name: &str, target: &str, folders: &[PathBuf]) -> Result<u8, Wrong> {
    let base = load(target, folders)?;
    if base.entities(name).is_empty() {
        return Err(Wrong(format!("no rule describes `{name}`; `cu2x rules list` shows what is described")));
    }
    let mut texts: Vec<(String, String)> =
        RULES.iter().map(|(path, text)| (format!("rules/{path}"), (*text).to_owned())).collect();
    for folder in folders {
        collect(folder, &mut texts);
    }
    for (path, text) in &texts {
        if !concerns(path, target) {
            continue;
        }
        for (line, table) in tables(text).filter(|(_, table)| mentions(table, name)) {
            print_line(&format!("# {path}:{line}\n{}\n", table.trim_end()));
        }
    }
    Ok(0)
}

/// Whether a rule file speaks of CUDA itself or of `target`.
fn concerns(path: &str, target: &str) -> bool {
    let folder = Path::new(path).parent().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    folder.is_some_and(|folder| folder == "cuda" || folder == target)
}

fn collect(folder: &Path, texts: &mut Vec<(String, String)>) {
    let mut paths: Vec<PathBuf> = ignore::Walk::new(folder).flatten().map(|entry| entry.into_path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    for path in paths {
        if let Ok(text) = std::fs::read_to_string(&path) {
            texts.push((path.display().to_string(), text));
        }
    }
}

/// The tables of a rule file with the lines that they begin at.
fn tables(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts: Vec<usize> = std::iter::once(0)
        .filter(|_| text.starts_with("[["))
        .chain(text.match_indices("\n[[").map(|(at, _)| at + 1))
        .collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| (text[..start].matches('\n').count() + 1, &text[start..end]))
}

/// Whether `name` stands in `table` as a whole word, comments left aside.
fn mentions(table: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let lines = table.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines
        .flat_map(|line| line.match_indices(name).map(move |(at, _)| (line, at)))
        .any(|(line, at)| !line[..at].ends_with(word) && !line[at + name.len()..].starts_with(word))
}

/// Checks rules and runs their examples, for every target that they speak of.
fn test(folder: Option<&Path>) -> Result<u8, Wrong> {
    let folders: Vec<PathBuf> = folder.map(Path::to_path_buf).into_iter().collect();
    if let Some(missing) = folders.iter().find(|folder| !folder.is_dir()) {
        return Err(Wrong(format!("{}: no such folder", missing.display())));
    }
    let mut faults = 0;
    for target in RuleBase::target_names(&folders) {
        faults += test_target(&target, &folders)?;
    }
    Ok(if faults == 0 { 0 } else { REFUSED })
}

fn test_target(target: &str, folders: &[PathBuf]) -> Result<usize, Wrong> {
    let mut layers = vec![Layer::built_in()];
    for folder in folders {
        layers.push(Layer::from_folder(folder).map_err(|e| Wrong(format!("{}: {e}", folder.display())))?);
    }
    // With a folder given, the rules of the program are taken to be sound.
    let from = folders.len();
    let (base, mut found) = RuleBase::from_layers(target, layers);
    let Some(base) = base else {
        return Err(Wrong(found.iter().map(|d| d.message.clone()).collect::<Vec<_>>().join("\n")));
    };
    found.extend(base.check(from));
    found.extend(base.run_examples(from));
    for diagnostic in &found {
        eprint!("{}", render(diagnostic, base.sources(), false));
    }
    print_line(&format!("{target}: {} examples known, {} faults", base.example_count(), found.len()));
    Ok(found.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_cut_at_their_heads() {
        let text = "# about\n[[map]]\ncuda = 'a'\n\n[[map]]\ncuda = ['b', 'a2']\n";
        let cut: Vec<_> = tables(text).map(|(line, _)| line).collect();
        assert_eq!(cut, [2, 5]);
        let hits: Vec<_> = tables(text).filter(|(_, t)| mentions(t, "a")).map(|(line, _)| line).collect();
        assert_eq!(hits, [2]);
    }

    #[test]
    fn only_files_of_cuda_and_the_target_concern() {
        assert!(concerns("rules/cuda/atomic.toml", "sycl"));
        assert!(concerns("mine/sycl/x.toml", "sycl"));
        assert!(!concerns("rules/opencl/x.toml", "sycl"));
    }
}
