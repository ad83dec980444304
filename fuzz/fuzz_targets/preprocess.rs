//! Any text preprocesses without a panic or a hang, with tokens in order inside the expanded text.
#![no_main]

use cu2x::preprocess::{Limits, Options, preprocess};
use cu2x::source::load::Loader;
use libfuzzer_sys::{Corpus, fuzz_target};
use std::path::Path;

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(data) else { return Corpus::Reject };
    let loader = Loader::in_memory();
    // The text is its own header too, so that includes nest.
    loader.insert("a.h", text);
    let main = loader.insert(Path::new("a.cu"), text);
    // Small limits: the true ones are reached by design, and only cost time.
    let limits = Limits {
        expansion_tokens: 1 << 14,
        unit_tokens: 1 << 16,
        held_tokens: 1 << 13,
        included_files: 40,
        input_bytes: 1 << 20,
        output_bytes: 1 << 20,
        ..Limits::default()
    };
    let unit = preprocess(&loader, main, &Options { limits, ..Options::default() });
    let mut end = 0;
    for token in &unit.tokens {
        assert!(end <= token.start && token.start <= token.end, "tokens overlap");
        assert!(unit.text.get(token.start as usize..token.end as usize).is_some(), "a token outside the text");
        end = token.end;
    }
    Corpus::Keep
});
