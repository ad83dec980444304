//! docs/diagnostics.md says what the table of codes says. `CU2X_BLESS=1` writes it anew.

use crate::tools::root;
use cu2x::diag::Code;
use std::fmt::Write;

#[test]
fn the_list_of_diagnostics_is_fresh() {
    let mut text = String::from(
        "# Diagnostics\n\nEvery code that cu2x prints, as `cu2x explain` shows it. Generated from src/diag/codes.rs: \
         `CU2X_BLESS=1 cargo test --test it docs::`.\n",
    );
    for code in Code::ALL {
        let entry = code.entry();
        let weight = cu2x::report::word(entry.severity);
        writeln!(text, "\n## {}: {}\n\n*{weight}* {}", entry.code, entry.title, entry.explanation).unwrap();
    }
    let path = root().join("docs/diagnostics.md");
    if std::env::var_os("CU2X_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let recorded = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(recorded == text, "docs/diagnostics.md is stale; CU2X_BLESS=1 writes it anew");
}
