//! The runtime shim's own tests: its API, run-time compilation, threads, leaks, and the helpers of device code.

use crate::tools::{can_build, not_run, outcome, root};
use cu2x::toolchain::runtimes;
use std::process::Command;

fn script(path: &str, checker: Option<&str>) {
    if !can_build(path) {
        return;
    }
    let Ok(runtimes) = runtimes() else {
        return not_run(path, "it needs the SYCL run-times from PyPI");
    };
    let mut command = Command::new("sh");
    command.arg(root().join(path)).arg(&runtimes.root);
    if let Some(checker) = checker {
        command.env("CU2X_SANITIZE", checker);
    }
    let (code, said) = outcome(&mut command);
    println!("{said}");
    assert_eq!(code, 0, "{path} {checker:?}\n{said}");
}

#[test]
fn runtime() {
    script("tests/shim/run.sh", None);
}

#[test]
fn runtime_leaks_nothing() {
    script("tests/shim/run.sh", Some("leak"));
}

#[test]
fn device_helpers() {
    script("tests/shim/device/run.sh", None);
}
