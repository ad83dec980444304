//! Goldens: what becomes of small inputs, to the letter, and what is said about others, to the line.
//!
//! `tests/golden/NAME.cu` stands beside `NAME.sycl.cpp` (single source) and the texts for run-time compilation,
//! `NAME.host.cpp` and `NAME.device.cpp`; `CU2X_BLESS=1` writes them anew. A golden without an input fails. In
//! `tests/golden/sycl/TOPIC/`, small inputs, each about one construct, have their single source beside them, `NAME.cpp`;
//! those of `project/` belong together. In `tests/diagnostics/`, a comment
//! `//~ CODE text` stands above the line that the diagnostic speaks of.

use crate::tools::{can_build, contents, outcome, root, succeed};
use cu2x::source::load::{Loader, encode};
use cu2x::translate::{Mode, Request, Translation, translate};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const TEXTS: [(&str, Mode); 3] =
    [(".sycl.cpp", Mode::Source), (".host.cpp", Mode::Host), (".device.cpp", Mode::Device)];

fn inputs(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).into_iter().flatten().flatten().map(|e| e.path());
    let mut inputs: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "cu")).collect();
    inputs.sort();
    inputs
}

fn translated(path: &Path, mode: Mode) -> Translation {
    let loader = Loader::new();
    // The name that diagnostics and texts show must not depend on where the repository stands.
    let name = PathBuf::from(path.file_name().unwrap());
    loader.insert(&name, std::fs::read_to_string(path).unwrap());
    let request = Request {
        target: "sycl".to_owned(),
        rules: Vec::new(),
        mode,
        include_dirs: Vec::new(),
        defines: Vec::new(),
        undefines: Vec::new(),
        units: vec![name],
        roots: vec![PathBuf::new()],
        jobs: 1,
    };
    translate(&request, &loader, &|_| {})
}

/// The inputs of `tests/golden/sycl`, in the groups that are translated together.
fn groups() -> Vec<Vec<PathBuf>> {
    let folder = root().join("tests/golden/sycl");
    let mut topics: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|e| e.path()).collect();
    topics.sort();
    let mut out = Vec::new();
    for topic in topics {
        let units = inputs(&topic.strip_prefix(root()).unwrap().to_string_lossy());
        match topic.ends_with("project") {
            true => out.push(units),
            false => out.extend(units.into_iter().map(|unit| vec![unit])),
        }
    }
    out
}

/// The recorded outputs of `tests/golden/sycl`.
pub fn outputs() -> Vec<PathBuf> {
    let folder = root().join("tests/golden/sycl");
    let files = contents(&folder).into_iter().map(|(name, _)| folder.join(name));
    files.filter(|path| path.extension().is_some_and(|e| e == "cpp")).collect()
}

fn single_source(units: Vec<PathBuf>, loader: &Loader) -> Translation {
    let roots = vec![units[0].parent().unwrap().to_path_buf()];
    let request = Request {
        target: "sycl".to_owned(),
        rules: Vec::new(),
        mode: Mode::Source,
        include_dirs: Vec::new(),
        defines: Vec::new(),
        undefines: Vec::new(),
        units,
        roots,
        jobs: 1,
    };
    translate(&request, loader, &|_| {})
}

/// Where the output for `path` stands: beside its input, or, for the files of a project, under their names in a folder.
fn recorded(path: &Path, translation: &Translation) -> PathBuf {
    let folder = path.parent().unwrap();
    if !folder.ends_with("project") {
        return path.with_extension("cpp");
    }
    let included = translation.files.values().any(|f| f.includes.iter().any(|(_, included)| included == path));
    let output = folder.join("translated").join(path.file_name().unwrap());
    if included { output } else { output.with_extension("cpp") }
}

#[test]
fn single_sources_are_as_recorded() {
    let bless = std::env::var_os("CU2X_BLESS").is_some();
    let (mut differing, mut expected) = (Vec::new(), Vec::new());
    for units in groups() {
        let translation = single_source(units, &Loader::new());
        for (path, file) in &translation.files {
            let output = recorded(path, &translation);
            let text = file.text.as_ref().unwrap_or(&file.original.text);
            let bytes = encode(text);
            if bless {
                std::fs::create_dir_all(output.parent().unwrap()).unwrap();
                std::fs::write(&output, &bytes).unwrap();
            } else if std::fs::read(&output).ok().as_deref() != Some(&bytes) {
                differing.push(format!("{}:\n{text}", output.display()));
            }
            expected.push(output);
        }
    }
    assert!(differing.is_empty(), "CU2X_BLESS=1 records what is new\n{}", differing.join("\n"));
    for (name, _) in contents(&root().join("tests/golden/sycl")) {
        let path = root().join("tests/golden/sycl").join(name);
        let is_input = !path.parent().unwrap().ends_with("translated") && path.extension().is_some_and(|e| e != "cpp");
        assert!(is_input || expected.contains(&path), "{} has no input", path.display());
    }
}

/// What was translated holds no CUDA, so that another translation leaves it alone.
#[test]
fn a_second_translation_changes_nothing() {
    let mut changed = Vec::new();
    for output in outputs() {
        // As CUDA, so that nothing is left alone for its name.
        let again = output.with_extension("cu");
        let loader = Loader::new();
        loader.insert(&again, String::from_utf8_lossy(&std::fs::read(&output).unwrap()).into_owned());
        let translation = single_source(vec![again.clone()], &loader);
        changed.extend(translation.files[&again].text.as_ref().map(|text| format!("{}:\n{text}", output.display())));
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

fn text_of(path: &Path, translation: &Translation) -> String {
    let file = &translation.files[Path::new(path.file_name().unwrap())];
    file.text.clone().unwrap_or_else(|| file.original.text.clone())
}

#[test]
fn goldens_are_as_recorded() {
    let bless = std::env::var_os("CU2X_BLESS").is_some();
    let mut differing = Vec::new();
    for input in inputs("tests/golden") {
        for (ending, mode) in TEXTS {
            let golden = input.with_file_name(format!("{}{ending}", input.file_stem().unwrap().to_string_lossy()));
            let text = text_of(&input, &translated(&input, mode));
            if bless {
                std::fs::write(&golden, &text).unwrap();
            } else if std::fs::read_to_string(&golden).ok().as_ref() != Some(&text) {
                differing.push(format!("{}:\n{text}", golden.display()));
            }
        }
    }
    assert!(differing.is_empty(), "CU2X_BLESS=1 records what is new\n{}", differing.join("\n"));
}

#[test]
fn no_golden_is_stale() {
    for entry in std::fs::read_dir(root().join("tests/golden")).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let input = TEXTS.iter().find_map(|(ending, _)| name.strip_suffix(ending));
        if let Some(stem) = input {
            assert!(root().join(format!("tests/golden/{stem}.cu")).is_file(), "{name} has no input");
        }
    }
}

/// Each golden builds and ends with 0: its kernels go through the target's compiler when it runs.
#[test]
fn goldens_build_and_run() {
    if !can_build("building the goldens") {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    for input in inputs("tests/golden") {
        let program = scratch.path().join(input.file_stem().unwrap());
        let mut build = crate::tools::cu2x();
        succeed(build.args(["nvcc", "--to", "sycl", "-O1"]).arg(&input).arg("-o").arg(&program));
        succeed(&mut Command::new(&program));
    }
}

#[test]
fn diagnostics_stand_where_they_are_expected() {
    let mut wrong = String::new();
    for input in inputs("tests/diagnostics") {
        let source = std::fs::read_to_string(&input).unwrap();
        let mut expected: Vec<(usize, String, String)> = Vec::new();
        for (at, line) in source.lines().enumerate() {
            if let Some(text) = line.trim_start().strip_prefix("//~ ") {
                let (code, words) = text.split_once(' ').unwrap_or((text, ""));
                // Several may stand above one line.
                let below = source.lines().skip(at).take_while(|l| l.trim_start().starts_with("//~")).count();
                expected.push((at + below + 1, code.to_owned(), words.trim().to_owned()));
            }
        }
        let translation = translated(&input, Mode::Source);
        for placed in &translation.diagnostics {
            let line = placed.place.rsplit(':').nth(1).and_then(|l| l.parse().ok()).unwrap_or(0);
            let code = placed.diagnostic.code.to_string();
            let fits =
                |e: &&(usize, String, String)| e.0 == line && e.1 == code && placed.diagnostic.message.contains(&e.2);
            match expected.iter().position(|e| fits(&e)) {
                Some(at) => drop(expected.remove(at)),
                None => {
                    writeln!(wrong, "unexpected at {}: {code} {}", placed.place, placed.diagnostic.message).unwrap()
                }
            }
        }
        for (line, code, words) in expected {
            writeln!(wrong, "missing at {}:{line}: {code} {words}", input.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_refused_program_is_not_built() {
    for input in inputs("tests/diagnostics") {
        let refused = std::fs::read_to_string(&input).unwrap().contains("//~ CU03");
        if !refused || !can_build("refused programs") {
            continue;
        }
        let scratch = tempfile::tempdir().unwrap();
        let object = scratch.path().join("a.o");
        let mut build = crate::tools::cu2x();
        let (code, said) = outcome(build.args(["nvcc", "--to", "sycl", "-c"]).arg(&input).arg("-o").arg(&object));
        assert_eq!(code, 1, "{}: {said}", input.display());
        assert!(!object.exists());
    }
}
