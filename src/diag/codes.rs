//! The one table of diagnostic codes: `cu2x explain`, docs/diagnostics.md and the renderer all read it.
//!
//! Ranges: CU00xx command and files, CU01xx preprocessor and syntax, CU02xx meaning of the CUDA code,
//! CU03xx what a target refuses, CU04xx what a target loses, CU05xx compiler driver. Rule files have R0xx.

use super::Severity;

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code as printed, `CU0203`.
    pub code: &'static str,
    /// A title of a few words.
    pub title: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// What it means, why, and what to do: a paragraph or more, shown by `cu2x explain`.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $severity:ident, $title:literal, $explanation:literal;)*) => {
        /// A diagnostic code.
        #[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $title] $name),* }

        impl Code {
            /// Every code, in table order.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The row of this code.
            pub fn entry(self) -> &'static Entry {
                match self {
                    $(Code::$name => {
                        const ENTRY: Entry = Entry {
                            code: $code, title: $title, severity: Severity::$severity, explanation: $explanation,
                        };
                        &ENTRY
                    })*
                }
            }
        }
    };
}

codes! {
    UnreadableFile = "CU0001", Refused, "a file could not be read",
        "The file does not exist, is not a regular file, or this user may not read it. Its translation unit is skipped; everything else goes on.";
    NotUtf8 = "CU0002", Note, "a file is not UTF-8",
        "cu2x edits text by bytes and keeps what it does not touch. A file that is not UTF-8 is copied as it is; if it holds CUDA code, convert it to UTF-8 first (for example with iconv).";
    WouldOverwrite = "CU0003", Refused, "an output file exists that cu2x did not write",
        "cu2x never overwrites a file it did not write itself. Choose another output folder, remove the file, or pass --force.";
    IncludeNotFound = "CU0101", Note, "an include was not found",
        "A header in quotes was not found beside the file or in the -I folders, so it is treated like a system header: left as it is and not read. If it holds CUDA code of yours, name its folder with -I.";
    MacroLimit = "CU0102", Refused, "macro expansion exceeds its limits",
        "Expanding this macro would produce more text, or nest deeper, than cu2x allows. The translation unit is analysed without this expansion.";
    BadDirective = "CU0103", Note, "a preprocessor directive is malformed",
        "The directive could not be understood and is ignored.";
    UnterminatedConditional = "CU0104", Note, "a conditional has no #endif",
        "The file ends inside an #if group.";
    IncludeDepth = "CU0105", Refused, "includes nest too deeply",
        "A header includes itself without a guard, or includes nest deeper than 200 files.";
    ErrorDirective = "CU0106", Note, "an active #error or #warning",
        "The configuration that is analysed reaches an #error or #warning. Often a macro that the build defines is missing: pass it with -D.";
    SyntaxError = "CU0110", Refused, "this code could not be parsed",
        "After preprocessing, the parser could not make sense of this place. The declaration that holds it is left as it is and not translated; the rest of the file is. Often an exotic extension or an unknown macro is the cause: pass its definition with -D, or rewrite the place.";
    NestingLimit = "CU0111", Refused, "code nests too deeply",
        "Expressions or blocks nest deeper than cu2x follows. The declaration that holds them is not translated.";
}

impl Code {
    /// The code with this printed name, in any case.
    pub fn find(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|c| c.entry().code.eq_ignore_ascii_case(name))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.entry().code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_ordered_and_explained() {
        let printed: Vec<_> = Code::ALL.iter().map(|c| c.entry().code).collect();
        let mut sorted = printed.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(printed, sorted);
        assert!(Code::ALL.iter().all(|c| c.entry().explanation.len() > 40));
    }

    #[test]
    fn find_ignores_case() {
        assert_eq!(Code::find("cu0110"), Some(Code::SyntaxError));
        assert_eq!(Code::find("CU9999"), None);
    }
}
