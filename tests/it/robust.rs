//! No input makes translation panic or hang: every prefix of every file, and every file without one of its tokens.
//!
//! In one run, prefixes and deletions are spread evenly over the files, so that the time stays within bounds;
//! `CU2X_THOROUGH=1` takes every one.

use crate::tools::cuda_files;
use cu2x::source::load::Loader;
use cu2x::translate::{Mode, Request, translate};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Cuts per file in an ordinary run.
const CUTS: usize = 5;
/// No file of a few hundred lines may take longer, even in a debug build.
const LIMIT: Duration = Duration::from_secs(20);

fn translate_text(path: &Path, text: &str, mode: Mode) {
    let loader = Loader::new();
    loader.insert(path, text);
    let request = Request {
        target: "sycl".to_owned(),
        rules: Vec::new(),
        mode,
        include_dirs: Vec::new(),
        defines: Vec::new(),
        undefines: Vec::new(),
        units: vec![path.to_path_buf()],
        roots: vec![path.parent().unwrap_or(Path::new("")).to_path_buf()],
        jobs: 1,
    };
    let start = Instant::now();
    let result = std::panic::catch_unwind(|| translate(&request, &loader, &|_| {}));
    assert!(result.is_ok(), "panic in {mode:?} on {} ({} bytes):\n{text}", path.display(), text.len());
    assert!(start.elapsed() < LIMIT, "{} took {:?}", path.display(), start.elapsed());
}

fn step(count: usize) -> usize {
    if std::env::var_os("CU2X_THOROUGH").is_some() { 1 } else { (count / CUTS).max(1) }
}

fn each_file(check: impl Fn(&PathBuf, &str) + Sync) {
    let files = cuda_files();
    assert!(!files.is_empty());
    std::thread::scope(|scope| {
        let check = &check;
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        for part in 0..threads {
            let files = files.iter().skip(part).step_by(threads);
            // Debug builds use much stack; the program itself gives its threads as much.
            std::thread::Builder::new()
                .stack_size(64 << 20)
                .spawn_scoped(scope, move || {
                    for path in files {
                        if let Ok(text) = std::fs::read_to_string(path) {
                            check(path, &text);
                        }
                    }
                })
                .unwrap();
        }
    });
}

#[test]
fn whole_files_translate_in_both_modes() {
    each_file(|path, text| {
        translate_text(path, text, Mode::Source);
        translate_text(path, text, Mode::Host);
    });
}

#[test]
fn prefixes_do_not_panic() {
    each_file(|path, text| {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for end in ends.iter().skip(step(ends.len()) / 2).step_by(step(ends.len())) {
            translate_text(path, &text[..*end], Mode::Source);
        }
    });
}

#[test]
fn files_without_one_token_do_not_panic() {
    each_file(|path, text| {
        let tokens = tokens(text);
        for token in tokens.iter().skip(step(tokens.len()) / 3).step_by(step(tokens.len())) {
            let without = format!("{}{}", &text[..token.start], &text[token.end..]);
            translate_text(path, &without, Mode::Host);
        }
    });
}

/// Words and single other characters: fine enough to leave one out.
fn tokens(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut previous_is_word = false;
    for (at, c) in text.char_indices() {
        if is_word(c) && previous_is_word {
            out.last_mut().unwrap().end = at + c.len_utf8();
        } else if !c.is_whitespace() {
            out.push(at..at + c.len_utf8());
        }
        previous_is_word = is_word(c);
    }
    out
}
