//! Turns diagnostics into text for a terminal or a log. The only file that names codespan-reporting.

use super::{Diagnostic, Severity};
use crate::source::{FileId, SourceMap};
use codespan_reporting::diagnostic::{Diagnostic as Shown, Label};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term;

struct Adapter<'a>(&'a SourceMap);

impl<'a> Files<'a> for Adapter<'a> {
    type FileId = FileId;
    type Name = std::path::Display<'a>;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<Self::Name, Error> {
        Ok(self.0.path(id).display())
    }

    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        Ok(self.0.text(id))
    }

    fn line_index(&'a self, id: FileId, offset: usize) -> Result<usize, Error> {
        Ok(self.0.file(id).line_column(offset as u32).0 as usize - 1)
    }

    fn line_range(&'a self, id: FileId, index: usize) -> Result<std::ops::Range<usize>, Error> {
        let file = self.0.file(id);
        let line = index as u32 + 1;
        Ok(file.line_start(line) as usize..file.line_start(line + 1) as usize)
    }
}

/// `diagnostic` as plain or coloured text, with the lines it speaks of.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, colour: bool) -> String {
    let shown = match diagnostic.severity() {
        Severity::Refused => Shown::error(),
        Severity::Loss => Shown::warning(),
        Severity::Note => Shown::note(),
    };
    let mut labels: Vec<_> = diagnostic.span.iter().map(|s| Label::primary(s.file, s.range())).collect();
    labels.extend(
        diagnostic.related.iter().map(|(span, text)| Label::secondary(span.file, span.range()).with_message(text)),
    );
    let shown = shown
        .with_code(diagnostic.code.entry().code)
        .with_message(&diagnostic.message)
        .with_labels(labels)
        .with_notes(diagnostic.help.iter().map(|h| format!("help: {h}")).collect());
    let config = term::Config::default();
    let files = Adapter(sources);
    let mut out = Vec::new();
    let written = if colour {
        let mut writer = term::termcolor::Ansi::new(&mut out);
        term::emit_to_write_style(&mut writer, &config, &files, &shown)
    } else {
        let mut writer = term::termcolor::NoColor::new(&mut out);
        term::emit_to_write_style(&mut writer, &config, &files, &shown)
    };
    match written {
        Ok(()) => String::from_utf8_lossy(&out).into_owned(),
        Err(_) => format!("{}: {}\n", diagnostic.code, diagnostic.message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::source::Span;

    #[test]
    fn a_diagnostic_shows_place_code_and_help() {
        let mut sources = SourceMap::new();
        let file = sources.add_text("a.cu", "int a;\nfoo bar baz;\n");
        let diagnostic = Diagnostic::new(Code::SyntaxError, Span::new(file, 7, 10), "cannot parse").with_help("fix it");
        let text = render(&diagnostic, &sources, false);
        assert!(text.contains("error[CU0110]: cannot parse"), "{text}");
        assert!(text.contains("a.cu:2:1"), "{text}");
        assert!(text.contains("help: fix it"), "{text}");
    }
}
