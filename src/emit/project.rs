//! A translated project on disk.
//!
//! In: a tree and its translations. Out: a [`Plan`] of files with their contents, and, by [`write`], the files: each
//! whole or not at all, and none over a file that cu2x did not write. What cu2x wrote is known by the hashes in
//! `.cu2x-manifest`.

use super::cmake;
use super::disk::{self, absolute, common_folder, relative};
use super::rtc;
use crate::embedded::SHIMS;
use crate::source::load::{encode, normalise};
use crate::translate::{FileResult, Request, Translation};
use crate::walk::{Kind, Tree, kind};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// The file that says what cu2x wrote.
pub const MANIFEST: &str = ".cu2x-manifest";
/// The folder for the runtime shim below the output.
pub const SHIM_FOLDER: &str = "cu2x";
/// The folder for the texts of run-time compilation below the output.
pub const RTC_FOLDER: &str = "rtc";

/// What a file will hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// This text.
    Text(String),
    /// The bytes of another file, with its permission bits.
    CopyOf(PathBuf),
}

/// The files to write, by their paths below the output folder.
#[derive(Debug, Default)]
pub struct Plan {
    /// The output folder.
    pub output: PathBuf,
    /// What to write.
    pub files: BTreeMap<PathBuf, Content>,
    /// Where each of the user's files goes, by its path as the user knows it.
    pub outputs: BTreeMap<PathBuf, PathBuf>,
    /// Files of the user's that are changed where they are.
    in_place: BTreeSet<PathBuf>,
}

/// The texts of a translated tree.
#[derive(Debug)]
pub struct Texts<'a> {
    /// Single-source text.
    pub source: &'a Translation,
    /// Host text for run-time compilation.
    pub host: &'a Translation,
    /// The device text that the host text carries.
    pub device: &'a Translation,
}

/// Where the output goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Below a folder.
    Folder(PathBuf),
    /// Where the files are.
    InPlace,
}

/// The folder above all paths of `tree`: what output paths are relative to.
fn base_of(tree: &Tree) -> PathBuf {
    let folder = |root: &PathBuf| {
        let root = absolute(root);
        if root.is_file() { root.parent().map(Path::to_path_buf).unwrap_or_default() } else { root }
    };
    let folders: Vec<PathBuf> = tree.roots.iter().map(folder).collect();
    common_folder(folders.iter().map(PathBuf::as_path)).unwrap_or_default()
}

/// The default output folder: `PATH-TARGET` beside the first path.
pub fn default_output(tree: &Tree, target: &str) -> PathBuf {
    let first = tree.roots.first().cloned().unwrap_or_default();
    // `.` and `..` have no name of their own.
    let named = if first.file_name().is_none() { absolute(&first) } else { first };
    let stem = if named.is_file() { named.file_stem() } else { named.file_name() };
    let name = stem.map(|s| s.to_string_lossy().into_owned()).unwrap_or_else(|| "out".to_owned());
    named.with_file_name(format!("{name}-{target}"))
}

/// Plans the output of `tree`.
pub fn plan(tree: &Tree, texts: &Texts<'_>, place: &Place, request: &Request) -> Plan {
    let layout = Layout::new(tree, texts.source, place, &request.include_dirs);
    let mut plan = Plan { output: layout.output.clone(), ..Plan::default() };
    plan_user_files(&mut plan, tree, texts.source, &layout);
    if tree.units.is_empty() {
        return plan;
    }
    for (name, text) in SHIMS {
        plan.files.insert(Path::new(SHIM_FOLDER).join(name), Content::Text((*text).to_owned()));
    }
    let mut project = plan_build(&mut plan, tree, texts, &layout, request);
    project.defines = request.defines.iter().map(define).collect();
    let build_file = PathBuf::from("CMakeLists.txt");
    if let Some(theirs) = plan.files.remove(&build_file) {
        plan.files.insert(PathBuf::from("CMakeLists.txt.cuda"), theirs);
    }
    plan.files.insert(build_file, Content::Text(cmake::text(&project)));
    plan
}

/// Which of the user's files goes where.
struct Layout {
    base: PathBuf,
    output: PathBuf,
    in_place: bool,
    /// `-I` folders outside the base, whose files go to `external/N`.
    external: Vec<PathBuf>,
    renamed: BTreeMap<PathBuf, PathBuf>,
}

impl Layout {
    fn new(tree: &Tree, source: &Translation, place: &Place, includes: &[PathBuf]) -> Self {
        let mut base = base_of(tree);
        let outside = |base: &Path| includes.iter().map(|i| absolute(i)).filter(|i| !i.starts_with(base)).collect();
        let external: Vec<PathBuf> = outside(&base);
        // A header reached by `../` keeps its place beside the others, so the output begins further up.
        let stray = source.files.keys().map(|path| absolute(path));
        let stray: Vec<PathBuf> =
            stray.filter(|p| !p.starts_with(&base) && !external.iter().any(|e| p.starts_with(e))).collect();
        let folders = stray.iter().filter_map(|path| path.parent()).chain([base.as_path()]);
        base = common_folder(folders).unwrap_or(base);
        let (output, in_place) = match place {
            Place::Folder(folder) => (folder.clone(), false),
            Place::InPlace => (base.clone(), true),
        };
        let external = if in_place { Vec::new() } else { outside(&base) };
        let mut layout = Layout { base, output, in_place, external, renamed: BTreeMap::new() };
        layout.rename_units(tree);
        layout
    }

    /// Gives each CUDA source a C++ name, unless another file includes it or files stay where they are.
    fn rename_units(&mut self, tree: &Tree) {
        if self.in_place {
            return;
        }
        let mut taken: BTreeSet<PathBuf> = tree.files.iter().map(|path| self.plain_place(path)).collect();
        for unit in tree.units.iter().filter(|path| kind(path) == Kind::CudaSource) {
            let from = self.plain_place(unit);
            let mut to = from.with_extension("cpp");
            let mut number = 1;
            while !taken.insert(to.clone()) {
                let stem = from.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let suffix = if number == 1 { String::new() } else { number.to_string() };
                to = from.with_file_name(format!("{stem}_cu{suffix}.cpp"));
                number += 1;
            }
            self.renamed.insert(unit.clone(), to);
        }
    }

    /// The path of `path` below the output, extension unchanged.
    fn plain_place(&self, path: &Path) -> PathBuf {
        let path = absolute(path);
        for (at, folder) in self.external.iter().enumerate() {
            if let Ok(below) = path.strip_prefix(folder)
                && !path.starts_with(&self.base)
            {
                return Path::new("external").join((at + 1).to_string()).join(below);
            }
        }
        relative(&self.base, &path)
    }

    /// The path of `path` below the output.
    fn place(&self, path: &Path) -> PathBuf {
        self.renamed.get(path).cloned().unwrap_or_else(|| self.plain_place(path))
    }
}

/// Plans the user's own files: translated where something changed, copied where not.
fn plan_user_files(plan: &mut Plan, tree: &Tree, source: &Translation, layout: &Layout) {
    let known: BTreeSet<&PathBuf> = tree.files.iter().chain(source.files.keys()).collect();
    for path in known {
        let result = source.files.get(path);
        let changed = result.and_then(|file| file.text.as_ref());
        if layout.in_place && changed.is_none() {
            continue;
        }
        let to = layout.place(path);
        let content = match changed {
            Some(text) => Content::Text(text.clone()),
            None => Content::CopyOf(path.clone()),
        };
        if layout.in_place {
            plan.in_place.insert(to.clone());
        }
        plan.outputs.insert(path.clone(), layout.output.join(&to));
        plan.files.insert(to, content);
    }
}

fn define((name, value): &(String, Option<String>)) -> String {
    value.as_ref().map_or_else(|| name.clone(), |value| format!("{name}={value}"))
}

/// Plans the texts of run-time compilation, and says what the build file must name.
fn plan_build(plan: &mut Plan, tree: &Tree, texts: &Texts<'_>, layout: &Layout, request: &Request) -> cmake::Project {
    let mut project = cmake::Project { includes: vec![PathBuf::from(".")], ..cmake::Project::default() };
    let own = request.include_dirs.iter().map(|folder| absolute(folder)).filter(|f| f.starts_with(&layout.base));
    project.includes.extend(own.map(|folder| relative(&layout.base, &folder)).filter(|f| f != Path::new(".")));
    project.includes.extend((1..=layout.external.len()).map(|at| Path::new("external").join(at.to_string())));
    for unit in tree.units.iter().filter(|path| !matches!(kind(path), Kind::CudaHeader | Kind::Header)) {
        let at = layout.place(unit);
        let host = plan_host_text(plan, unit, &at, texts, layout);
        let has_main = texts.source.files.get(unit).is_some_and(|file| defines_main(&file.original.text));
        project.units.push(cmake::Unit { source: at, host, has_main, is_cuda: true });
    }
    for path in tree.files.iter().filter(|path| kind(path) == Kind::HostSource && !tree.units.contains(path)) {
        let at = layout.plain_place(path);
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let has_main = defines_main(&text);
        project.units.push(cmake::Unit { source: at.clone(), host: at, has_main, is_cuda: false });
    }
    project
}

/// Writes the host text of `unit` and its headers below `rtc/`, and gives the path of the unit's.
fn plan_host_text(plan: &mut Plan, unit: &Path, at: &Path, texts: &Texts<'_>, layout: &Layout) -> PathBuf {
    let reached = rtc::reached_from(unit, texts.host);
    let changed = |path: &PathBuf| texts.host.files.get(path).is_some_and(|file| file.text.is_some());
    if !reached.iter().any(changed) {
        return at.to_path_buf();
    }
    for path in reached.iter().filter(|path| path.as_path() != unit) {
        if let Some(file) = texts.host.files.get(path) {
            let to = Path::new(RTC_FOLDER).join(layout.plain_place(path));
            plan.files.insert(to, Content::Text(text_of(file).to_owned()));
        }
    }
    let mut text = String::new();
    if let Some(device) = rtc::device_text(unit, texts.device) {
        // The build file says where the shim is, for only it knows where the output stands.
        text.push_str(&rtc::prologue(&device, &["CU2X_DEVICE_OPTIONS".to_owned()]));
    }
    let name = unit.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    text.push_str(&format!("#line 1 {}\n", rtc::quoted(&name)));
    text.push_str(texts.host.files.get(unit).map_or("", text_of));
    let to = Path::new(RTC_FOLDER).join(at).with_extension("cpp");
    plan.files.insert(to.clone(), Content::Text(text));
    to
}

fn text_of(file: &FileResult) -> &str {
    file.text.as_deref().unwrap_or(&file.original.text)
}

/// Whether `text` defines `main`, by a look at its words.
fn defines_main(text: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices("main").any(|(at, _)| {
        let before = text[..at].trim_end();
        let alone = !text[..at].ends_with(word) && text[at + 4..].trim_start().starts_with('(');
        let line = text[..at].rsplit('\n').next().unwrap_or("");
        alone
            && (before.ends_with("int") || before.ends_with("auto") || before.ends_with("void"))
            && !line.trim_start().starts_with("//")
    })
}

/// What [`write`] did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files written or already as they should be.
    pub files: usize,
    /// Files that stand in the way: they exist and cu2x did not write them.
    pub in_the_way: Vec<PathBuf>,
}

/// Writes `plan`. Files that cu2x did not write are overwritten with `force` only.
pub fn write(plan: &Plan, force: bool) -> io::Result<Written> {
    let mut written = Written::default();
    let manifest_path = plan.output.join(MANIFEST);
    let known = read_manifest(&manifest_path);
    let mut manifest = BTreeMap::new();
    for (path, content) in &plan.files {
        let to = plan.output.join(path);
        let bytes = match content {
            Content::Text(text) => encode(text).into_owned(),
            Content::CopyOf(from) => std::fs::read(from)?,
        };
        let hash = disk::hash(&[&bytes]);
        let name = path.to_string_lossy().replace('\\', "/");
        match std::fs::read(&to) {
            Ok(there) if there == bytes => {}
            Ok(there) if force || plan.in_place.contains(path) || known.get(&name) == Some(&disk::hash(&[&there])) => {
                put(content, &to, &bytes)?;
            }
            Ok(_) => {
                written.in_the_way.push(to);
                continue;
            }
            Err(_) => put(content, &to, &bytes)?,
        }
        written.files += 1;
        manifest.insert(name, hash);
    }
    remove_stale(plan, &known, &manifest);
    let lines = manifest.iter().map(|(name, hash)| format!("{hash} {name}\n"));
    let text: String =
        std::iter::once("# What cu2x wrote here, with a hash of each file.\n".to_owned()).chain(lines).collect();
    disk::write(&manifest_path, text.as_bytes())?;
    Ok(written)
}

fn put(content: &Content, to: &Path, bytes: &[u8]) -> io::Result<()> {
    match content {
        Content::Text(_) => disk::write(to, bytes),
        Content::CopyOf(from) => disk::copy(from, to),
    }
}

/// Removes files that an earlier run wrote, nobody changed since, and this run has no use for.
fn remove_stale(plan: &Plan, known: &BTreeMap<String, String>, manifest: &BTreeMap<String, String>) {
    for (name, hash) in known.iter().filter(|(name, _)| !manifest.contains_key(*name)) {
        let path = plan.output.join(name);
        let inside = normalise(Path::new(name)).components().all(|c| matches!(c, std::path::Component::Normal(_)));
        if inside && std::fs::read(&path).is_ok_and(|there| disk::hash(&[&there]) == *hash) {
            let _ = std::fs::remove_file(&path);
        }
    }
}

fn read_manifest(path: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let entries = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    entries.map(|(hash, name)| (name.to_owned(), hash.to_owned())).collect()
}

#[cfg(test)]
#[path = "project_tests.rs"]
mod tests;
