//! The programs of corpus/, built and run.

use crate::tools::{can_build, has, outcome, root};
use std::process::Command;

#[test]
fn corpus_programs_pass() {
    let what = "the programs of corpus/";
    if !can_build(what) || !has("python3", what) {
        return;
    }
    let mut command = Command::new("python3");
    command.arg(root().join("tests/corpus.py")).args(["--quiet", "--cu2x", env!("CARGO_BIN_EXE_cu2x")]);
    let (code, said) = outcome(&mut command);
    println!("{said}");
    assert_eq!(code, 0, "{said}");
}
