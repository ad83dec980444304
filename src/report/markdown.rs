//! The report as Markdown.

use super::{by_code, word};
use crate::translate::Translation;
use std::fmt::Write;

/// The report on `translation` to `target`.
pub fn report(translation: &Translation, target: &str) -> String {
    let counts = &translation.counts;
    let calls = &counts.api_calls;
    let mut out = format!("# CUDA to {target}\n\n| | |\n|---|---:|\n");
    let rows = [
        ("files", counts.files),
        ("kernels", counts.kernels),
        ("launches", counts.launches),
        ("API calls, exact", calls.exact),
        ("API calls, with loss", calls.with_loss),
        ("API calls, refused", calls.refused),
    ];
    for (name, value) in rows {
        let _ = writeln!(out, "| {name} | {value} |");
    }
    if translation.diagnostics.is_empty() {
        return out;
    }
    out.push_str("\n## By kind\n\n| code | weight | count | what |\n|---|---|---:|---|\n");
    for (code, count) in by_code(translation) {
        let entry = code.entry();
        let _ = writeln!(out, "| {} | {} | {count} | {} |", entry.code, word(entry.severity), cell(entry.title));
    }
    out.push_str("\n## By place\n\n| place | code | what | way out |\n|---|---|---|---|\n");
    for placed in &translation.diagnostics {
        let d = &placed.diagnostic;
        let help = d.help.as_deref().unwrap_or("");
        let _ = writeln!(out, "| {} | {} | {} | {} |", cell(&placed.place), d.code, cell(&d.message), cell(help));
    }
    out
}

/// `text` fit for a table's cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_no_bars() {
        let text = report(&super::super::tests::sample(), "sycl");
        assert!(text.contains("cannot parse `foo\\|bar`"), "{text}");
        assert!(text.contains("| kernels | 2 |"));
    }
}
