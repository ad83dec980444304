//! Translation speed as a ratio: `cu2x translate` of folders, against tree-sitter-cuda alone parsing the same
//! .cu and .cuh files, both on the same cores in the same run.
//!
//! `cargo bench` measures the corpus; `CU2X_BENCH=DIR[:DIR...] cargo bench` measures other folders. Wall-clock times,
//! the best of three rounds; the parser's rounds and the translator's alternate.

use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const ROUNDS: usize = 3;

fn main() {
    let folders: Vec<PathBuf> = match std::env::var("CU2X_BENCH") {
        Ok(list) => list.split(':').map(PathBuf::from).collect(),
        Err(_) => vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")],
    };
    let mut files = Vec::new();
    folders.iter().for_each(|folder| collect(folder, &mut files));
    files.sort();
    let texts: Vec<Vec<u8>> = files.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    let bytes: usize = texts.iter().map(Vec::len).sum();
    let output = tempfile::tempdir().expect("a folder for the output");
    let (mut parsing, mut translating) = (Duration::MAX, Duration::MAX);
    for round in 0..ROUNDS {
        parsing = parsing.min(time(|| texts.par_iter().for_each(|text| parse(text))));
        let to = output.path().join(round.to_string());
        translating = translating.min(time(|| translate(&folders, &to)));
    }
    println!("{} files, {:.1} MB, {} threads", texts.len(), bytes as f64 / 1e6, rayon::current_num_threads());
    println!("tree-sitter-cuda alone  {:8.3} s", parsing.as_secs_f64());
    println!("cu2x translate          {:8.3} s", translating.as_secs_f64());
    println!("ratio                   {:8.2}", translating.as_secs_f64() / parsing.as_secs_f64());
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn parse(text: &[u8]) {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_cuda::LANGUAGE.into()).expect("the grammar fits the library");
    std::hint::black_box(parser.parse(text, None));
}

/// Exit code 1 says that something was refused, which is no failure here.
fn translate(folders: &[PathBuf], to: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cu2x"));
    command.arg("translate").args(folders).args(["--to", "sycl", "-o"]).arg(to);
    let done = command.output().expect("cu2x runs");
    assert!(matches!(done.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&done.stderr));
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|e| e == "cu" || e == "cuh") {
            out.push(path);
        }
    }
}
