//! No CUDA construct stays without being said: `tests/support/scan.py`, which knows nothing of the translator, reads
//! what was written and what was reported.

use crate::tools::{cu2x, has, outcome, root};
use std::process::Command;

fn scan(inputs: &[&str]) {
    let what = "the scan for CUDA left behind";
    if !has("python3", what) {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let mut translate = cu2x();
    translate.current_dir(root()).arg("translate").args(inputs).args(["--to", "sycl", "--report", "json", "-o"]);
    let output = translate.arg(scratch.path().join("out")).output().unwrap();
    let report = scratch.path().join("report.json");
    std::fs::write(&report, &output.stdout).unwrap();
    let mut scan = Command::new("python3");
    scan.current_dir(root()).arg("tests/support/scan.py").arg(&report);
    let (code, said) = outcome(&mut scan);
    println!("{said}");
    assert_eq!(code, 0, "{said}");
}

#[test]
fn of_the_corpus() {
    scan(&["corpus"]);
}

#[test]
fn of_the_goldens() {
    scan(&["tests/golden/sycl"]);
}

#[test]
fn of_what_is_refused() {
    scan(&["tests/diagnostics"]);
}
