//! Any text translates in every mode without a panic or a hang, and edits are in order and apart.
#![no_main]

use cu2x::rules::RuleBase;
use cu2x::source::load::Loader;
use cu2x::translate::{Mode, Request, translate_by};
use libfuzzer_sys::{Corpus, fuzz_target};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

static RULES: LazyLock<Arc<RuleBase>> =
    LazyLock::new(|| Arc::new(RuleBase::load("sycl", &[]).unwrap_or_else(|_| panic!("the program's own rules"))));

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(data) else { return Corpus::Reject };
    let loader = Loader::in_memory();
    loader.insert("a.cu", text);
    loader.insert("a.h", "#define A(x) x\n__device__ int a(int b) { return b + threadIdx.x; }\n");
    let sum: usize = data.iter().map(|&byte| usize::from(byte)).sum();
    let request = Request {
        target: "sycl".to_owned(),
        rules: Vec::new(),
        mode: [Mode::Source, Mode::Device, Mode::Host][sum % 3],
        include_dirs: Vec::new(),
        defines: Vec::new(),
        undefines: Vec::new(),
        units: vec![PathBuf::from("a.cu")],
        roots: Vec::new(),
        jobs: 1,
    };
    let translation = translate_by(&request, &RULES, &loader, &|_| {});
    for (path, file) in &translation.files {
        let mut end = 0;
        for edit in &file.edits {
            assert!(end <= edit.start && edit.start <= edit.end, "edits of {} overlap", path.display());
            end = edit.end;
        }
    }
    Corpus::Keep
});
