//! The summary at the end of a run.

use super::{by_code, of_severity, word};
use crate::diag::Severity;
use crate::translate::Translation;
use std::fmt::Write;

/// How many refusals are listed one by one before the rest is only counted.
const LISTED: usize = 50;

/// The summary of `translation`.
pub fn summary(translation: &Translation, colour: bool) -> String {
    let counts = &translation.counts;
    let calls = &counts.api_calls;
    let mut out = format!(
        "{}, {}, {}; API calls: {} exact, {} with loss, {} refused\n",
        number(counts.files, "file"),
        number(counts.kernels, "kernel"),
        number(counts.launches, "launch"),
        calls.exact,
        calls.with_loss,
        calls.refused,
    );
    let table = by_code(translation);
    if !table.is_empty() {
        out.push('\n');
    }
    for severity in [Severity::Refused, Severity::Loss, Severity::Note] {
        for (code, count) in table.iter().filter(|(code, _)| code.entry().severity == severity) {
            let entry = code.entry();
            let _ = writeln!(out, "{} {} {count:>5} x {}", painted(severity, colour), entry.code, entry.title);
        }
    }
    list_refusals(&mut out, translation, colour);
    out
}

fn list_refusals(out: &mut String, translation: &Translation, colour: bool) {
    let refused: Vec<_> = of_severity(translation, Severity::Refused).collect();
    if !refused.is_empty() {
        out.push('\n');
    }
    for placed in refused.iter().take(LISTED) {
        let place = if placed.place.is_empty() { "(no place)" } else { &placed.place };
        let code = placed.diagnostic.code;
        let _ = writeln!(out, "{place}: {} {code}: {}", painted(Severity::Refused, colour), placed.diagnostic.message);
        match &placed.diagnostic.help {
            Some(help) => writeln!(out, "    way out: {help}"),
            None => writeln!(out, "    more: cu2x explain {code}"),
        }
        .ok();
    }
    if refused.len() > LISTED {
        let _ = writeln!(out, "... and {} more; --report json lists all", refused.len() - LISTED);
    }
}

fn painted(severity: Severity, colour: bool) -> String {
    let word = word(severity);
    let paint = match severity {
        Severity::Refused => "\x1b[1;31m",
        Severity::Loss => "\x1b[1;33m",
        Severity::Note => "\x1b[1;32m",
    };
    if colour { format!("{paint}{word:<7}\x1b[0m") } else { format!("{word:<7}") }
}

/// `count` and `noun`, in the plural where needed.
pub fn number(count: usize, noun: &str) -> String {
    let ending = match (count, noun.ends_with("ch")) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{count} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_has_figures_codes_places_and_ways_out() {
        let text = summary(&super::super::tests::sample(), false);
        assert!(text.starts_with("0 files, 2 kernels, 0 launches; API calls: 5 exact"), "{text}");
        assert!(text.contains("refused CU0110     1 x"), "{text}");
        assert!(text.contains("src/a.cu:2:1: refused CU0110: cannot parse"), "{text}");
        assert!(text.contains("way out: rewrite it"), "{text}");
    }

    #[test]
    fn plurals() {
        assert_eq!(number(1, "launch"), "1 launch");
        assert_eq!(number(2, "launch"), "2 launches");
    }
}
