//! Includes that a translated file needs and does not have.
//!
//! In: a file, the headers its edits need. Out: one more edit that includes them.

use super::Mode;
use crate::emit::edit::FileEdit;
use crate::rules::Target;
use crate::source::SourceFile;
use std::collections::BTreeSet;

/// The header that CUDA's compiler includes before every source by itself.
const IMPLICIT: &str = "cuda_runtime.h";

/// Adds to `edits` an insertion of the includes that `file` needs.
pub fn insert(
    mode: Mode,
    target: &Target,
    file: &SourceFile,
    is_unit: bool,
    needed: BTreeSet<String>,
    edits: &mut Vec<FileEdit>,
) {
    let mut wanted: Vec<String> = Vec::new();
    let is_cuda = file.path.extension().is_some_and(|e| e == "cu" || e == "cuh");
    if mode != Mode::Host && !edits.is_empty() {
        wanted.extend(target.files.include.iter().cloned());
    }
    if (is_unit && is_cuda) || !edits.is_empty() {
        wanted.push(IMPLICIT.into());
    }
    if mode == Mode::Host && !edits.is_empty() {
        wanted.push("cu2x/rtc.hpp".into());
    }
    if mode != Mode::Host {
        wanted.extend(needed);
    }
    let lines = Lines::of(&file.text);
    wanted.retain(|header| !lines.included.iter().any(|name| name == header));
    if wanted.is_empty() {
        return;
    }
    let newline = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text: String = wanted.iter().map(|header| format!("#include <{header}>{newline}")).collect();
    let at = lines.place as u32;
    let next = file.text[lines.place..].lines().next().unwrap_or("");
    if !next.trim().is_empty() && !next.trim_start().starts_with("#include") {
        text.push_str(newline);
    }
    let edit = FileEdit { start: at, end: at, text, rules: vec!["include".into()] };
    let position = edits.partition_point(|e| e.start < at || (e.start == at && e.end < at));
    edits.insert(position, edit);
}

struct Lines {
    /// Names of all includes.
    included: Vec<String>,
    /// Where includes can be added: before the first one outside conditionals, and before any code.
    place: usize,
}

impl Lines {
    fn of(text: &str) -> Lines {
        let mut lines = Lines { included: Vec::new(), place: 0 };
        let mut scan = Scan::default();
        let mut offset = 0;
        let mut place = None;
        for line in text.split_inclusive('\n') {
            let code = scan.code(line);
            let continued = std::mem::replace(&mut scan.continues, code.trim_end().ends_with('\\'));
            if continued {
                if place.is_none() && scan.in_guard_head {
                    lines.place = offset + line.len();
                }
                offset += line.len();
                continue;
            }
            let directive = code.trim_start().strip_prefix('#').map(str::trim_start);
            match directive {
                Some(directive) => {
                    if let Some(name) = directive.strip_prefix("include").map(str::trim_start) {
                        let name = name.trim_start_matches(['<', '"']);
                        lines.included.push(name.split(['>', '"']).next().unwrap_or("").to_string());
                        if scan.depth == scan.guard {
                            place = place.or(Some(offset));
                        }
                    }
                    // Macros of the user's must not reach into headers, those that ask headers for more apart.
                    let defined = directive.strip_prefix("define").map(str::trim_start);
                    let own = defined.is_some_and(|d| !d.starts_with('_'));
                    let before = scan.guard;
                    scan.directive(directive);
                    if own && scan.depth == scan.guard && scan.guard == before {
                        place = place.or(Some(offset));
                    }
                    if place.is_none() && (directive.starts_with("pragma once") || scan.in_guard_head) {
                        lines.place = offset + line.len();
                    }
                }
                None if !code.trim().is_empty() => {
                    // Code: what it needs must be included before it.
                    if scan.depth == scan.guard {
                        place = place.or(Some(offset));
                    } else {
                        place = place.or(Some(scan.opened.unwrap_or(lines.place)));
                    }
                }
                None => {}
            }
            if scan.depth > scan.guard && scan.opened.is_none() {
                scan.opened = Some(offset);
            } else if scan.depth <= scan.guard {
                scan.opened = None;
            }
            offset += line.len();
        }
        lines.place = place.unwrap_or(lines.place).max(lines.place.min(place.unwrap_or(usize::MAX)));
        lines
    }
}

#[derive(Default)]
struct Scan {
    in_comment: bool,
    /// The line before ended in a backslash.
    continues: bool,
    depth: usize,
    /// 1 once an include guard is open.
    guard: usize,
    guard_name: Option<String>,
    in_guard_head: bool,
    seen_directive: bool,
    /// Where the outermost conditional that is open starts.
    opened: Option<usize>,
}

impl Scan {
    /// The line without comments.
    fn code(&mut self, line: &str) -> String {
        let mut out = String::new();
        let mut rest = line;
        loop {
            if self.in_comment {
                match rest.split_once("*/") {
                    Some((_, after)) => {
                        self.in_comment = false;
                        rest = after;
                    }
                    None => return out,
                }
            }
            let (block, single) = (rest.find("/*"), rest.find("//"));
            match (block, single) {
                (Some(b), s) if s.is_none_or(|s| b < s) => {
                    out.push_str(&rest[..b]);
                    self.in_comment = true;
                    rest = &rest[b + 2..];
                }
                (_, Some(s)) => {
                    out.push_str(&rest[..s]);
                    return out;
                }
                (_, None) => {
                    out.push_str(rest);
                    return out;
                }
            }
        }
    }

    fn directive(&mut self, directive: &str) {
        self.in_guard_head = false;
        if directive.starts_with("if") {
            if !self.seen_directive && self.depth == 0 {
                let name = directive.strip_prefix("ifndef").map(str::trim);
                let negated = directive.strip_prefix("if").map(str::trim).and_then(|d| d.strip_prefix("!defined"));
                let name = name.or(negated.map(|n| n.trim_matches(['(', ')', ' '])));
                self.guard_name = name.map(str::to_string);
            }
            self.depth += 1;
        } else if directive.starts_with("endif") {
            self.depth = self.depth.saturating_sub(1);
        } else if let Some(name) = directive.strip_prefix("define").map(str::trim)
            && self.depth == 1
            && self.guard_name.as_deref() == name.split_whitespace().next()
        {
            self.guard = 1;
            self.in_guard_head = true;
        }
        self.seen_directive = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> &str {
        &text[Lines::of(text).place..]
    }

    #[test]
    fn before_the_first_include_after_comments_and_guard() {
        assert_eq!(place("// x\n/* y\n */\n#include <a>\nint b;\n"), "#include <a>\nint b;\n");
        assert_eq!(place("#ifndef A_H\n#define A_H\nint a;\n#endif\n"), "int a;\n#endif\n");
        assert_eq!(place("#pragma once\n\n__device__ int f();\n"), "__device__ int f();\n");
    }

    #[test]
    fn never_inside_a_conditional() {
        assert_eq!(place("#ifdef X\n#include <a>\n#endif\n#include <b>\n"), "#include <b>\n");
        assert_eq!(place("#ifdef X\nint a;\n#endif\n#include <b>\n"), "#ifdef X\nint a;\n#endif\n#include <b>\n");
    }

    #[test]
    fn never_inside_a_definition() {
        assert_eq!(place("// a\n#define A(x) \\\n  if (x) \\\n    y();\nint b;\n"), "#define A(x) \\\n  if (x) \\\n    y();\nint b;\n");
        assert_eq!(place("#define _A(x) \\\n  if (x) \\\n    y();\nint b;\n"), "int b;\n");
    }

    #[test]
    fn includes_are_not_repeated() {
        let file = SourceFile::new("a.cu".into(), "#include <cuda_runtime.h>\nint a;\n".into());
        let target: Target = toml::from_str("name='x'\ntitle='X'\nfamily='in_place'\nlanguage='C++17'\n").unwrap();
        let mut edits = Vec::new();
        insert(Mode::Source, &target, &file, true, BTreeSet::new(), &mut edits);
        assert!(edits.is_empty());
    }
}
