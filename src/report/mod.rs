//! What a run says about itself: the summary for people, JSON for machines, Markdown for a wiki.
//!
//! In: a translation. Out: text.

pub mod json;
pub mod markdown;
pub mod summary;

use crate::diag::{Code, Severity};
use crate::translate::{Placed, Translation};
use std::collections::BTreeMap;

/// How often each code of a severity comes up.
pub fn by_code(translation: &Translation) -> BTreeMap<Code, usize> {
    let mut counts = BTreeMap::new();
    for placed in &translation.diagnostics {
        *counts.entry(placed.diagnostic.code).or_insert(0) += 1;
    }
    counts
}

/// The diagnostics of one severity, in the order of their places.
pub fn of_severity(translation: &Translation, severity: Severity) -> impl Iterator<Item = &Placed> {
    translation.diagnostics.iter().filter(move |placed| placed.diagnostic.severity() == severity)
}

/// The word for a severity.
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Refused => "refused",
        Severity::Loss => "loss",
        Severity::Note => "note",
    }
}

/// `path:line:column` taken apart; paths may hold colons.
pub fn place_parts(place: &str) -> Option<(&str, u32, u32)> {
    let (rest, column) = place.rsplit_once(':')?;
    let (path, line) = rest.rsplit_once(':')?;
    Some((path, line.parse().ok()?, column.parse().ok()?))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::diag::Diagnostic;
    use crate::source::{SourceMap, Span};
    use std::sync::Arc;

    /// A translation with one refusal and one note.
    pub(crate) fn sample() -> Translation {
        let mut sources = SourceMap::new();
        let file = sources.add_text("src/a.cu", "int a;\nfoo|bar\n");
        let sources = Arc::new(sources);
        let refused = Diagnostic::new(Code::SyntaxError, Span::new(file, 7, 10), "cannot parse `foo|bar`");
        let note = Diagnostic::without_place(Code::BadDirective, "odd directive");
        let placed = |place: &str, diagnostic| Placed { place: place.into(), diagnostic, sources: sources.clone() };
        let mut translation = Translation::default();
        translation.counts.kernels = 2;
        translation.counts.api_calls.exact = 5;
        translation.diagnostics = vec![placed("", note), placed("src/a.cu:2:1", refused.with_help("rewrite it"))];
        translation
    }

    #[test]
    fn places_are_taken_apart_from_the_right() {
        assert_eq!(place_parts("c:/a.cu:3:14"), Some(("c:/a.cu", 3, 14)));
        assert_eq!(place_parts("a.cu"), None);
    }

    #[test]
    fn diagnostics_are_counted_and_sorted_by_severity() {
        let translation = sample();
        assert_eq!(by_code(&translation).get(&Code::SyntaxError), Some(&1));
        assert_eq!(of_severity(&translation, Severity::Refused).count(), 1);
    }
}
