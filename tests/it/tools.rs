//! What the tests share: the program, scratch folders, and whether there is a toolchain to build with.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `cu2x` as a command.
pub fn cu2x() -> Command {
    Command::new(env!("CARGO_BIN_EXE_cu2x"))
}

/// Says that a check could not run. Where everything is to run (`CU2X_REQUIRE_ALL`, as in CI), that is a failure.
pub fn not_run(what: &str, why: &str) {
    eprintln!("{what}: not run ({why})");
    assert!(std::env::var_os("CU2X_REQUIRE_ALL").is_none(), "{what}: not run ({why})");
}

/// Whether CUDA text can be built and run here. Says "not run" where not: that is no pass.
pub fn can_build(what: &str) -> bool {
    let can = cu2x::toolchain::find().is_ok() && cu2x::toolchain::on_path("g++").is_some();
    if !can {
        not_run(what, "no SYCL toolchain; `cu2x toolchain install sycl` or CU2X_SYCL_ROOT");
    }
    can
}

/// Whether `program` is on PATH. Says "not run" where not.
pub fn has(program: &str, what: &str) -> bool {
    let there = cu2x::toolchain::on_path(program).is_some();
    if !there {
        not_run(what, &format!("{program} is not on PATH"));
    }
    there
}

/// A folder with `files` in it.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Runs `command` and gives what it printed, or fails the test with it.
pub fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(output.status.success(), "{command:?}: {}\n{}", output.status, said(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs `command` and gives its exit code and what it printed.
pub fn outcome(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    (output.status.code().unwrap_or(-1), said(&output))
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The files below `folder` with their bytes, sorted by name.
pub fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        for entry in std::fs::read_dir(path).unwrap().flatten() {
            if entry.path().is_dir() {
                waiting.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                out.push((name, std::fs::read(entry.path()).unwrap()));
            }
        }
    }
    out.sort();
    out
}

/// CUDA sources of the corpus and the goldens, sorted.
pub fn cuda_files() -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut waiting = vec![root().join("corpus"), root().join("tests/golden"), root().join("tests/hostile")];
    while let Some(path) = waiting.pop() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            let path = entry.path();
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() {
                waiting.push(path);
            } else if matches!(extension.as_str(), "cu" | "cuh" | "h") {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}
