//! `cu2x diff`: what translation would change, each hunk with the rules that made it.

use super::args::Diff;
use super::input::{self, colour};
use super::translate::exit_code;
use super::{Wrong, print_line};
use crate::diag::Severity;
use crate::translate::{FileResult, Mode};
use similar::{ChangeTag, DiffOp, TextDiff};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::IsTerminal;
use std::path::Path;

/// Unchanged lines around a change.
const CONTEXT: usize = 3;
/// Columns where the terminal does not say how many it has.
const DEFAULT_WIDTH: usize = 160;

/// Prints the diff.
pub fn diff(args: &Diff) -> Result<u8, Wrong> {
    let prepared = input::prepare(&args.input, &[])?;
    let translation = prepared.translate(Mode::Source);
    let painter = Painter { colour: colour(args.input.color, std::io::stdout().is_terminal()) };
    for (path, file) in &translation.files {
        let Some(text) = &file.text else { continue };
        let shown = if args.side_by_side {
            side_by_side(path, file, text, args.width.unwrap_or_else(terminal_width), painter)
        } else {
            unified(path, file, text, painter)
        };
        print_line(shown.trim_end_matches('\n'));
    }
    let on_terminal = colour(args.input.color, std::io::stderr().is_terminal());
    for placed in &translation.diagnostics {
        if placed.diagnostic.severity() == Severity::Refused {
            eprint!("{}", placed.text(on_terminal));
        }
    }
    Ok(exit_code(&translation))
}

fn terminal_width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(DEFAULT_WIDTH)
}

#[derive(Copy, Clone, Debug)]
struct Painter {
    colour: bool,
}

impl Painter {
    fn paint(self, escape: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{escape}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn change(self, tag: ChangeTag, text: &str) -> String {
        match tag {
            ChangeTag::Delete => self.paint("31", text),
            ChangeTag::Insert => self.paint("32", text),
            ChangeTag::Equal => text.to_owned(),
        }
    }
}

/// The unified diff of one file.
fn unified(path: &Path, file: &FileResult, new: &str, painter: Painter) -> String {
    let diff = TextDiff::from_lines(file.original.text.as_str(), new);
    let path = path.display().to_string().replace('\\', "/");
    let path = path.trim_start_matches('/');
    let mut out =
        format!("{}\n{}\n", painter.paint("1", &format!("--- a/{path}")), painter.paint("1", &format!("+++ b/{path}")));
    for group in diff.grouped_ops(CONTEXT) {
        let _ = writeln!(out, "{}", painter.paint("36", &hunk_header(&group, file)));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let line = change.value().strip_suffix('\n').unwrap_or(change.value());
            let _ = writeln!(out, "{}", painter.change(change.tag(), &format!("{sign}{line}")));
            if change.missing_newline() {
                out.push_str("\\ No newline at end of file\n");
            }
        }
    }
    out
}

/// `@@ -1,3 +1,4 @@ rules that made the hunk`.
fn hunk_header(group: &[DiffOp], file: &FileResult) -> String {
    let range = |first: usize, last: usize| {
        let length = last - first;
        // A range of no lines is named by the line before it.
        let start = if length == 0 { first } else { first + 1 };
        if length == 1 { start.to_string() } else { format!("{start},{length}") }
    };
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return String::new() };
    let old = first.old_range().start..last.old_range().end;
    let new = first.new_range().start..last.new_range().end;
    let rules = rules_of(file, &old);
    let rules = if rules.is_empty() { String::new() } else { format!(" {}", rules.join(", ")) };
    format!("@@ -{} +{} @@{rules}", range(old.start, old.end), range(new.start, new.end))
}

/// The names of the rules whose edits touch the zero-based `lines` of the original.
fn rules_of(file: &FileResult, lines: &std::ops::Range<usize>) -> Vec<String> {
    let start = file.original.line_start(lines.start as u32 + 1);
    let end = file.original.line_start(lines.end as u32 + 1);
    let touching = file.edits.iter().filter(|edit| edit.start <= end && edit.end >= start);
    // An edit at the very end belongs to the next line, unless nothing follows.
    let inside = touching.filter(|edit| edit.start < end || end as usize == file.original.text.len());
    let names: BTreeSet<&String> = inside.flat_map(|edit| &edit.rules).collect();
    names.into_iter().cloned().collect()
}

/// Old text left, new text right.
fn side_by_side(path: &Path, file: &FileResult, new: &str, width: usize, painter: Painter) -> String {
    let diff = TextDiff::from_lines(file.original.text.as_str(), new);
    let half = (width.max(40) - 3) / 2;
    let mut out = format!("{}\n", painter.paint("1", &path.display().to_string()));
    for group in diff.grouped_ops(CONTEXT) {
        let _ = writeln!(out, "{}", painter.paint("36", &hunk_header(&group, file)));
        for op in &group {
            let (mut left, mut right, mut equal) = (Vec::new(), Vec::new(), Vec::new());
            for change in diff.iter_changes(op) {
                match change.tag() {
                    ChangeTag::Delete => left.push(change.value()),
                    ChangeTag::Insert => right.push(change.value()),
                    ChangeTag::Equal => equal.push(change.value()),
                }
            }
            for line in equal {
                let cell = fitted(line, half);
                let _ = writeln!(out, "{}", format!("{cell}   {}", cell.trim_end()).trim_end());
            }
            for at in 0..left.len().max(right.len()) {
                let (old, new) = (left.get(at), right.get(at));
                let sign = match (old, new) {
                    (Some(_), Some(_)) => '|',
                    (Some(_), None) => '<',
                    (None, _) => '>',
                };
                let old = painter.paint("31", &fitted(old.unwrap_or(&""), half));
                let new = painter.paint("32", fitted(new.unwrap_or(&""), half).trim_end());
                let _ = writeln!(out, "{old} {sign} {new}");
            }
        }
    }
    out
}

/// `line` in exactly `width` columns, tabs as blanks, cut where it is longer.
fn fitted(line: &str, width: usize) -> String {
    let line = line.trim_end_matches(['\n', '\r']).replace('\t', "    ");
    let count = line.chars().count();
    if count <= width {
        return format!("{line}{}", " ".repeat(width - count));
    }
    line.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::edit::FileEdit as Edit;
    use crate::source::SourceFile;
    use std::path::PathBuf;
    use std::sync::Arc;

    const PLAIN: Painter = Painter { colour: false };

    fn sample() -> (FileResult, String) {
        let old: String = (1..=20).map(|n| format!("line {n}\n")).collect();
        let new = old.replace("line 3\n", "line three\n").replace("line 18\n", "line 18\nadded\n");
        let at = old.find("line 3\n").unwrap() as u32;
        let late = old.find("line 19\n").unwrap() as u32;
        let edit = |start, end, rule: &str| Edit { start, end, text: String::new(), rules: vec![rule.to_owned()] };
        let edits = vec![edit(at + 5, at + 6, "threadIdx"), edit(late, late, "launch")];
        let original = Arc::new(SourceFile::new(PathBuf::from("a.cu"), old));
        (FileResult { original, text: None, edits, is_unit: true, includes: Vec::new() }, new)
    }

    #[test]
    fn hunks_name_their_own_rules() {
        let (file, new) = sample();
        let text = unified(Path::new("src/a.cu"), &file, &new, PLAIN);
        assert!(text.starts_with("--- a/src/a.cu\n+++ b/src/a.cu\n@@ -1,6 +1,6 @@ threadIdx\n line 1\n"), "{text}");
        assert!(text.contains("-line 3\n+line three\n"), "{text}");
        assert!(text.contains("@@ -16,5 +16,6 @@ launch\n"), "{text}");
    }

    #[test]
    fn colour_is_only_added() {
        let (file, new) = sample();
        let coloured = unified(Path::new("a.cu"), &file, &new, Painter { colour: true });
        assert!(coloured.contains("\x1b[31m-line 3\x1b[0m"));
    }

    #[test]
    fn side_by_side_lines_up() {
        let (file, new) = sample();
        let text = side_by_side(Path::new("a.cu"), &file, &new, 60, PLAIN);
        let line = text.lines().find(|line| line.contains("line three")).unwrap();
        assert_eq!(line, format!("{:<28} | line three", "line 3"));
        assert!(text.lines().any(|line| line == format!("{:<28} > added", "")), "{text}");
        assert_eq!(fitted("0123456789", 5), "0123…");
    }
}
