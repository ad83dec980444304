//! `cu2x translate` and `cu2x check`.

use super::args::{Check, ReportFormat, Translate};
use super::input::{self, Prepared};
use super::{REFUSED, Wrong, print_line};
use crate::diag::{Code, Diagnostic, Severity};
use crate::emit::project::{self, Place, Texts, Written};
use crate::report::{self, json, markdown, summary};
use crate::source::SourceMap;
use crate::translate::{Mode, Placed, Translation};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

/// Translates and writes a project.
pub fn translate(args: &Translate) -> Result<u8, Wrong> {
    let leave_out = outputs_to_leave_out(args);
    let prepared = input::prepare(&args.input, &leave_out)?;
    let mut translations = prepared.translate_modes(&[Mode::Source, Mode::Host, Mode::Device]).into_iter();
    let [mut translation, host, device] = std::array::from_fn(|_| translations.next().unwrap_or_default());
    let place = match (&args.output, args.in_place) {
        (_, true) => Place::InPlace,
        (Some(folder), false) => Place::Folder(folder.clone()),
        (None, false) => Place::Folder(project::default_output(&prepared.tree, &args.input.to)),
    };
    let texts = Texts { source: &translation, host: &host, device: &device };
    let mut plan = project::plan(&prepared.tree, &texts, &place, &prepared.request);
    let written = project::write(&plan, args.force)
        .map_err(|error| Wrong(format!("cannot write {}: {error}", plan.output.display())))?;
    say_what_is_in_the_way(&mut translation, &written);
    let outputs = std::mem::take(&mut plan.outputs);
    print(&translation, &prepared, args.report, args.input.color, &outputs);
    if args.report.is_none() {
        print_line(&format!("wrote {} to {}", summary::number(written.files, "file"), plan.output.display()));
    }
    Ok(exit_code(&translation))
}

/// Analyses and says what would come of it.
pub fn check(args: &Check) -> Result<u8, Wrong> {
    let prepared = input::prepare(&args.input, &[])?;
    let translation = prepared.translate(Mode::Source);
    print(&translation, &prepared, args.report, args.input.color, &BTreeMap::new());
    Ok(exit_code(&translation))
}

/// 1 where something was refused.
pub fn exit_code(translation: &Translation) -> u8 {
    if report::of_severity(translation, Severity::Refused).next().is_some() { REFUSED } else { 0 }
}

/// An output folder inside the input is not input.
fn outputs_to_leave_out(args: &Translate) -> Vec<PathBuf> {
    args.output.iter().cloned().collect()
}

fn say_what_is_in_the_way(translation: &mut Translation, written: &Written) {
    let sources = Arc::new(SourceMap::new());
    for path in &written.in_the_way {
        let message = format!("{} exists and cu2x did not write it; left as it is", path.display());
        let diagnostic = Diagnostic::without_place(Code::WouldOverwrite, message);
        let diagnostic = diagnostic.with_help("choose another folder with -o, remove the file, or pass --force");
        translation.diagnostics.push(Placed { place: String::new(), diagnostic, sources: sources.clone() });
    }
}

fn print(
    translation: &Translation,
    prepared: &Prepared,
    format: Option<ReportFormat>,
    colour: super::args::Colour,
    outputs: &BTreeMap<PathBuf, PathBuf>,
) {
    let target = &prepared.request.target;
    match format {
        Some(ReportFormat::Json) => print_line(&json::report(translation, target, outputs)),
        Some(ReportFormat::Md) => print_line(markdown::report(translation, target).trim_end()),
        None => {
            let on_terminal = input::colour(colour, std::io::stderr().is_terminal());
            for placed in &translation.diagnostics {
                if placed.diagnostic.severity() != Severity::Note {
                    eprint!("{}", placed.text(on_terminal));
                }
            }
            let on_terminal = input::colour(colour, std::io::stdout().is_terminal());
            print_line(summary::summary(translation, on_terminal).trim_end());
        }
    }
}
