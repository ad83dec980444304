//! Which files a run is about.
//!
//! In: the paths of the command line. Out: a [`Tree`]: every file below them that .gitignore does not hide, and which
//! of them are translation units: the CUDA sources, and the headers with CUDA in them that no unit reaches.

use crate::emit::rtc::included_name;
use crate::source::load::{Loader, normalise};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The files of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The paths of the command line, normalised.
    pub roots: Vec<PathBuf>,
    /// Every file, sorted.
    pub files: Vec<PathBuf>,
    /// The translation units, sorted: CUDA sources first, then headers that none of them reaches.
    pub units: Vec<PathBuf>,
    /// CUDA sources that another file includes; they keep their names and are no units of their own.
    pub included_sources: BTreeSet<PathBuf>,
}

/// What is wrong with a path of the command line.
#[derive(Debug, thiserror::Error)]
pub enum BadPath {
    /// Nothing is there.
    #[error("{0}: no such file or folder")]
    Missing(PathBuf),
}

/// Finds the files below `paths`. `leave_out` are folders not to enter: the output of an earlier run.
pub fn walk(paths: &[PathBuf], leave_out: &[PathBuf], includes: &[PathBuf], loader: &Loader) -> Result<Tree, BadPath> {
    let mut files = BTreeSet::new();
    for path in paths {
        if !path.exists() {
            return Err(BadPath::Missing(path.clone()));
        }
        if path.is_file() {
            files.insert(normalise(path));
        } else {
            walk_folder(path, leave_out, &mut files);
        }
    }
    let mut tree = Tree { roots: paths.iter().map(|p| normalise(p)).collect(), ..Tree::default() };
    tree.files = files.into_iter().collect();
    tree.find_units(includes, loader);
    Ok(tree)
}

fn walk_folder(folder: &Path, leave_out: &[PathBuf], files: &mut BTreeSet<PathBuf>) {
    let leave_out: Vec<PathBuf> = leave_out.iter().map(|p| crate::emit::disk::absolute(p)).collect();
    let mut walker = ignore::WalkBuilder::new(folder);
    // A .gitignore counts in an exported tree too.
    walker.require_git(false).sort_by_file_name(Ord::cmp);
    walker.filter_entry(move |entry| !leave_out.contains(&crate::emit::disk::absolute(entry.path())));
    for entry in walker.build().flatten() {
        if entry.path().is_file() {
            files.insert(normalise(entry.path()));
        }
    }
}

/// What a file may hold, by its name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `.cu`.
    CudaSource,
    /// `.cuh`.
    CudaHeader,
    /// `.h`, `.hpp` and the like.
    Header,
    /// `.cpp`, `.c` and the like.
    HostSource,
    /// Anything else.
    Other,
}

/// The kind of file `path` is.
pub fn kind(path: &Path) -> Kind {
    match path.extension().and_then(|e| e.to_str()) {
        Some("cu") => Kind::CudaSource,
        Some("cuh") => Kind::CudaHeader,
        Some("h" | "hpp" | "hxx" | "hh" | "H" | "inl" | "inc" | "ipp" | "tpp") => Kind::Header,
        Some("cpp" | "cc" | "cxx" | "C" | "c" | "c++") => Kind::HostSource,
        Some(_) | None => Kind::Other,
    }
}

impl Tree {
    fn find_units(&mut self, includes: &[PathBuf], loader: &Loader) {
        let sources: Vec<&PathBuf> = self.files.iter().filter(|path| kind(path) != Kind::Other).collect();
        let edges: BTreeMap<PathBuf, Vec<PathBuf>> =
            sources.par_iter().map(|path| ((*path).clone(), includes_of(path, includes, loader))).collect();
        let is_unit_source = |path: &&PathBuf| match kind(path) {
            Kind::CudaSource => true,
            // Programs are also built with `-x cu`.
            Kind::HostSource => has_cuda(path, loader),
            Kind::CudaHeader | Kind::Header | Kind::Other => false,
        };
        let targets: BTreeSet<&PathBuf> =
            edges.iter().flat_map(|(from, to)| to.iter().filter(move |target| *target != from)).collect();
        let included = |path: &PathBuf| targets.contains(path);
        let candidates: Vec<&PathBuf> = sources.iter().copied().filter(is_unit_source).collect();
        self.included_sources = candidates.iter().filter(|path| included(path)).map(|path| (*path).clone()).collect();
        self.units = candidates.into_iter().filter(|path| !self.included_sources.contains(*path)).cloned().collect();
        if self.units.is_empty() {
            // They include each other: each is a unit then.
            self.units = std::mem::take(&mut self.included_sources).into_iter().collect();
        }
        self.add_lone_headers(&edges, loader);
    }

    /// Adds headers with CUDA in them that nothing above reaches, those first that include others.
    fn add_lone_headers(&mut self, edges: &BTreeMap<PathBuf, Vec<PathBuf>>, loader: &Loader) {
        let mut reached = BTreeSet::new();
        self.units.iter().for_each(|unit| reach(unit, edges, &mut reached));
        let lone = |path: &&PathBuf| match kind(path) {
            Kind::CudaHeader => !reached.contains(*path),
            Kind::Header => !reached.contains(*path) && has_cuda(path, loader),
            Kind::CudaSource | Kind::HostSource | Kind::Other => false,
        };
        let lone: Vec<PathBuf> = self.files.iter().filter(lone).cloned().collect();
        let mut below = BTreeSet::new();
        for header in &lone {
            for target in edges.get(header).into_iter().flatten().filter(|target| *target != header) {
                reach(target, edges, &mut below);
            }
        }
        let mut done = BTreeSet::new();
        let tops = lone.iter().filter(|header| !below.contains(*header));
        for header in tops.chain(&lone) {
            if !done.contains(header) {
                reach(header, edges, &mut done);
                self.units.push(header.clone());
            }
        }
    }
}

fn reach(from: &Path, edges: &BTreeMap<PathBuf, Vec<PathBuf>>, reached: &mut BTreeSet<PathBuf>) {
    let mut waiting = vec![from.to_path_buf()];
    while let Some(path) = waiting.pop() {
        if reached.insert(path.clone()) {
            waiting.extend(edges.get(&path).into_iter().flatten().cloned());
        }
    }
}

/// The files that `path` includes, by a look at its lines: good enough to say who reaches whom.
fn includes_of(path: &Path, includes: &[PathBuf], loader: &Loader) -> Vec<PathBuf> {
    let Some(file) = loader.load(path) else { return Vec::new() };
    let folder = path.parent().unwrap_or(Path::new(""));
    let folders = || std::iter::once(folder).chain(includes.iter().map(PathBuf::as_path));
    let names = file.text.lines().filter_map(included_name);
    names.filter_map(|name| folders().map(|f| normalise(&f.join(name))).find(|target| target.is_file())).collect()
}

/// Whether the text of `path` looks like CUDA.
fn has_cuda(path: &Path, loader: &Loader) -> bool {
    let marks = ["__global__", "__device__", "<<<"];
    loader.load(path).is_some_and(|file| marks.iter().any(|mark| file.text.contains(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, Tree) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            crate::emit::disk::write(&folder.path().join(name), text.as_bytes()).unwrap();
        }
        let tree = walk(&[folder.path().to_path_buf()], &[], &[], &Loader::new()).unwrap();
        (folder, tree)
    }

    fn names(folder: &Path, paths: &[PathBuf]) -> Vec<String> {
        paths.iter().map(|p| p.strip_prefix(folder).unwrap().display().to_string()).collect()
    }

    #[test]
    fn units_are_sources_that_none_includes_and_headers_that_none_reaches() {
        let (folder, tree) = tree(&[
            ("main.cu", "#include \"k.cuh\"\n#include \"part.cu\"\n"),
            ("part.cu", "int part;\n"),
            ("k.cuh", "#pragma once\n"),
            ("lone.cuh", "#include \"lower.h\"\n"),
            ("lower.h", "__device__ int f();\n"),
            ("plain.h", "int g();\n"),
        ]);
        assert_eq!(names(folder.path(), &tree.units), ["main.cu", "lone.cuh"]);
        let included: Vec<PathBuf> = tree.included_sources.iter().cloned().collect();
        assert_eq!(names(folder.path(), &included), ["part.cu"]);
    }

    #[test]
    fn what_git_ignores_is_left_out() {
        let (folder, tree) = tree(&[(".gitignore", "build/\n"), ("build/a.cu", ""), ("b.cu", ""), ("note.txt", "")]);
        assert_eq!(names(folder.path(), &tree.files), ["b.cu", "note.txt"]);
    }

    #[test]
    fn a_missing_path_is_said() {
        assert!(walk(&[PathBuf::from("/nowhere/at/all")], &[], &[], &Loader::new()).is_err());
    }
}
