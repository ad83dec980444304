//! Goldens: what becomes of small inputs, to the letter, and what is said about others, to the line.
//!
//! `tests/golden/NAME.cu` stands beside `NAME.sycl.cpp` (single source) and the texts for run-time compilation,
//! `NAME.host.cpp` and `NAME.device.cpp`; `CU2X_BLESS=1` writes them anew. A golden without an input fails. In `tests/diagnostics/`, a comment
//! `//~ CODE text` stands above the line that the diagnostic speaks of.

use crate::tools::{can_build, outcome, root, succeed};
use cu2x::source::load::Loader;
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
