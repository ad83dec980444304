//! One change of the expanded text, and how changes are put into text.

use std::ops::Range;

/// What an edit takes along when it leaves nothing behind.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Swallow {
    /// Only its own bytes.
    Nothing,
    /// The blanks that follow on the line.
    Blanks,
    /// The whole line, where nothing else stands on it.
    Line,
}

/// A replacement in the expanded text of one unit. An empty range is an insertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced. Starts and ends where tokens do.
    pub range: Range<u32>,
    /// What stands there afterwards.
    pub text: String,
    /// What it takes along.
    pub swallow: Swallow,
    /// For an insertion: true to stick to the token that ends here, false to the one that starts here.
    pub after: bool,
    /// The rule that asked for it, as it is to be shown: `atomicAdd`, `launch`.
    pub rule: String,
}

impl Edit {
    /// Replaces `range` by `text`.
    pub fn replace(range: Range<u32>, text: impl Into<String>, rule: &str) -> Edit {
        Edit { range, text: text.into(), swallow: Swallow::Nothing, after: false, rule: rule.to_string() }
    }

    /// Removes `range` and what `swallow` says.
    pub fn remove(range: Range<u32>, swallow: Swallow, rule: &str) -> Edit {
        Edit { swallow, ..Edit::replace(range, "", rule) }
    }

    /// Inserts `text` before the token that starts at `at`.
    pub fn before(at: u32, text: impl Into<String>, rule: &str) -> Edit {
        Edit::replace(at..at, text, rule)
    }

    /// Inserts `text` after the token that ends at `at`.
    pub fn after(at: u32, text: impl Into<String>, rule: &str) -> Edit {
        Edit { after: true, ..Edit::replace(at..at, text, rule) }
    }
}

/// A replacement in a file as written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEdit {
    /// First byte replaced.
    pub start: u32,
    /// One past the last byte replaced.
    pub end: u32,
    /// What stands there afterwards.
    pub text: String,
    /// The rules that asked for it, sorted.
    pub rules: Vec<String>,
}

/// Applies `edits`, sorted and apart, to `text`.
pub fn apply(text: &str, edits: &[FileEdit]) -> String {
    let mut out = String::with_capacity(text.len() + edits.iter().map(|e| e.text.len()).sum::<usize>());
    let mut at = 0usize;
    for edit in edits {
        let (start, end) = (edit.start as usize, edit.end as usize);
        if start < at {
            continue;
        }
        out.push_str(&text[at..start]);
        out.push_str(&edit.text);
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

/// Where `start..end` reaches once it takes along what `swallow` says.
pub fn swallowed(text: &str, start: u32, end: u32, swallow: Swallow) -> (u32, u32) {
    let bytes = text.as_bytes();
    let blank = |b: u8| b == b' ' || b == b'\t';
    let (mut first, mut last) = (start as usize, end as usize);
    match swallow {
        Swallow::Nothing => {}
        Swallow::Blanks => {
            while last < bytes.len() && blank(bytes[last]) {
                last += 1;
            }
        }
        Swallow::Line => {
            while first > 0 && blank(bytes[first - 1]) {
                first -= 1;
            }
            while last < bytes.len() && blank(bytes[last]) {
                last += 1;
            }
            let at_start = first == 0 || bytes[first - 1] == b'\n';
            let rest = &bytes[last..];
            let ends = rest.is_empty() || rest[0] == b'\n' || rest.starts_with(b"\r\n");
            match (at_start, ends) {
                (true, true) => last += if rest.starts_with(b"\r\n") { 2 } else { rest.len().min(1) },
                (true, false) => first = start as usize,
                (false, true) => last = end as usize,
                (false, false) => first = start as usize,
            }
        }
    }
    (first as u32, last as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swallowed_line_leaves_no_blank_line() {
        let text = "a;\n  b;\nc;\n";
        assert_eq!(swallowed(text, 5, 7, Swallow::Line), (3, 8));
        assert_eq!(swallowed("x; b; y;", 3, 5, Swallow::Line), (3, 6));
    }

    #[test]
    fn edits_apply_in_order() {
        let edit = |start, end, text: &str| FileEdit { start, end, text: text.into(), rules: Vec::new() };
        assert_eq!(apply("abcdef", &[edit(1, 2, "X"), edit(4, 4, "-")]), "aXcd-ef");
    }
}
