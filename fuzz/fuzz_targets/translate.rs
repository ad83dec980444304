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
    let request = Request {
        target: "sycl".to_owned(),
        rules: Vec::new(),
        mode: Mode::Source,
        include_dirs: Vec::new(),
        defines: Vec::new(),
        undefines: Vec::new(),
        units: vec![PathBuf::from("a.cu")],
        roots: Vec::new(),
        jobs: 1,
    };
    let modes = [Mode::Source, Mode::Device, Mode::Host];
    for translation in translate_by(&request, &modes, &RULES, &loader, &|_| {}) {
        for (path, file) in &translation.files {
            for pair in file.edits.windows(2) {
                assert!(pair[0].end <= pair[1].start, "edits of {} overlap: {pair:?}", path.display());
            }
        }
    }
    Corpus::Keep
});
