//! `cu2x translate`, `check` and `diff` on whole trees.

use crate::tools::{can_build, contents, cu2x, folder, has, outcome, root, succeed};
use std::path::Path;
use std::process::Command;

fn translate(from: &Path, to: &Path, more: &[&str]) -> (i32, String) {
    outcome(cu2x().arg("translate").arg(from).args(["--to", "sycl", "-o"]).arg(to).args(more))
}

#[test]
fn a_tree_without_cuda_comes_out_byte_for_byte() {
    let files =
        [("a.cpp", "int main() {}\r\n"), ("b/c.h", "// é\n\tint b;"), ("Makefile", "all:\n"), ("n.bin", "\0\u{1}")];
    let (from, to) = (folder(&files), folder(&[]));
    std::fs::write(from.path().join("latin1.cpp"), b"// \xe9\n").unwrap();
    let (code, said) = translate(from.path(), to.path(), &[]);
    assert_eq!(code, 0, "{said}");
    std::fs::remove_file(to.path().join(".cu2x-manifest")).unwrap();
    assert_eq!(contents(from.path()), contents(to.path()));
}

#[test]
fn runs_and_thread_counts_agree_to_the_byte() {
    let corpus = root().join("corpus");
    let (one, eight, again) = (folder(&[]), folder(&[]), folder(&[]));
    let (code, said) = translate(&corpus, one.path(), &["-j1"]);
    assert_ne!(code, 2, "{said}");
    translate(&corpus, eight.path(), &["-j8"]);
    translate(&corpus, again.path(), &["-j8"]);
    let first = contents(one.path());
    assert!(first.len() > 50);
    assert!(first == contents(eight.path()), "-j1 and -j8 differ");
    assert!(first == contents(again.path()), "two runs differ");
}

#[test]
fn translating_twice_changes_nothing() {
    let (once, twice) = (folder(&[]), folder(&[]));
    translate(&root().join("corpus/saxpy"), once.path(), &[]);
    let text = |folder: &Path| std::fs::read(folder.join("saxpy.cpp")).unwrap();
    let single = folder(&[]);
    std::fs::write(single.path().join("saxpy.cpp"), text(once.path())).unwrap();
    let (code, said) = translate(single.path(), twice.path(), &[]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(text(once.path()), text(twice.path()));
}

#[test]
fn files_of_others_are_left_alone() {
    let (from, to) = (folder(&[("a.cpp", "new\n")]), folder(&[("a.cpp", "theirs\n")]));
    let (code, said) = translate(from.path(), to.path(), &[]);
    assert_eq!(code, 1);
    assert!(said.contains("CU0003"), "{said}");
    assert_eq!(std::fs::read(to.path().join("a.cpp")).unwrap(), b"theirs\n");
    assert_eq!(translate(from.path(), to.path(), &["--force"]).0, 0);
    assert_eq!(std::fs::read(to.path().join("a.cpp")).unwrap(), b"new\n");
}

#[test]
fn wrong_commands_end_with_two() {
    for line in ["translate", "translate /nowhere/at/all", "translate . --to nothing", "check . -j 0", "explain CU9999"]
    {
        let (code, said) = outcome(cu2x().args(line.split(' ')));
        assert_eq!(code, 2, "{line}: {said}");
    }
}

#[test]
fn a_report_is_json() {
    let text = outcome(cu2x().arg("check").arg(root().join("corpus/saxpy")).args(["--report", "json"])).1;
    let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
    assert_eq!(value["target"], "sycl");
    assert_eq!(value["counts"]["kernels"], 1);
    assert_eq!(value["counts"]["launches"], 1);
}

#[test]
fn a_diff_names_the_rules_and_writes_nothing() {
    let folder = folder(&[]);
    std::fs::copy(root().join("corpus/saxpy/saxpy.cu"), folder.path().join("saxpy.cu")).unwrap();
    let (code, text) = outcome(cu2x().args(["diff", "saxpy.cu", "--to", "sycl"]).current_dir(folder.path()));
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("--- a/saxpy.cu\n+++ b/saxpy.cu\n@@ -"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("@@") && line.contains("work item")), "{text}");
    assert_eq!(contents(folder.path()).len(), 1);
    if has("patch", "applying the diff") {
        std::fs::write(folder.path().join("d.patch"), &text).unwrap();
        succeed(Command::new("patch").args(["-p1", "-i", "d.patch"]).current_dir(folder.path()));
    }
}

#[test]
fn the_output_builds_with_cmake_and_without_cu2x() {
    let what = "building the output with cmake";
    if !can_build(what) || !has("cmake", what) {
        return;
    }
    let to = folder(&[]);
    let (code, said) = translate(&root().join("corpus/transpose_templated"), to.path(), &[]);
    assert_eq!(code, 0, "{said}");
    let cu2x::toolchain::Toolchain::RunTime(runtimes) = cu2x::toolchain::find().unwrap() else { return };
    let definition = format!("-DCU2X_SYCL_ROOT={}", runtimes.root.display());
    succeed(Command::new("cmake").args(["-B", "build", &definition]).current_dir(to.path()));
    succeed(Command::new("cmake").args(["--build", "build", "-j2"]).current_dir(to.path()));
    let said = succeed(&mut Command::new(to.path().join("build/main")));
    assert!(said.contains("PASS"), "{said}");
}

#[test]
fn in_place_changes_the_files_where_they_are() {
    let folder = folder(&[("notes.txt", "mine\n")]);
    std::fs::copy(root().join("corpus/saxpy/saxpy.cu"), folder.path().join("saxpy.cu")).unwrap();
    let (code, said) = outcome(cu2x().arg("translate").arg(folder.path()).args(["--to", "sycl", "--in-place"]));
    assert_eq!(code, 0, "{said}");
    let text = std::fs::read_to_string(folder.path().join("saxpy.cu")).unwrap();
    assert!(!text.contains("<<<"), "{text}");
    assert!(folder.path().join("CMakeLists.txt").is_file() && folder.path().join("notes.txt").is_file());
}
