//! The command line: from arguments to a call of the library, and from its results to a terminal.
//!
//! Exit codes: 0 all exact or with declared loss, 1 something refused, 2 the command itself is wrong.

pub mod args;
pub mod diff;
pub mod input;
pub mod rules;
pub mod translate;

use crate::diag::{Code, Severity};
use crate::{driver, toolchain};
use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::io::Write;
use std::process::ExitCode;

/// Something that is wrong with the command itself.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Wrong(pub String);

/// The exit code when something was refused.
pub const REFUSED: u8 = 1;
/// The exit code when the command itself is wrong.
pub const WRONG: u8 = 2;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os().map(|a| a.to_string_lossy().into_owned()).collect();
    // nvcc's options are not clap's: they go past it untouched. A link called nvcc is the driver, too.
    let called = arguments.first().map(|p| p.rsplit('/').next().unwrap_or(p).to_owned()).unwrap_or_default();
    if called == "nvcc" {
        return driver::run(&arguments[1..]);
    }
    if arguments.get(1).is_some_and(|a| a == "nvcc") {
        return driver::run(&arguments[2..]);
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    match run(cli.command) {
        Ok(code) => ExitCode::from(code),
        Err(Wrong(message)) => {
            eprintln!("cu2x: error: {message}");
            ExitCode::from(WRONG)
        }
    }
}

fn run(command: Command) -> Result<u8, Wrong> {
    match command {
        Command::Translate(args) => translate::translate(&args),
        Command::Check(args) => translate::check(&args),
        Command::Diff(args) => diff::diff(&args),
        Command::Nvcc { .. } => Err(Wrong("nvcc takes its own options; see `cu2x nvcc --help`".to_owned())),
        Command::Explain { code } => explain(code.as_deref()),
        Command::Rules { command } => rules::run(command),
        Command::Toolchain { command: args::Toolchain::Install { target } } => toolchain::install::install(&target),
        Command::Doctor => Ok(toolchain::doctor::doctor()),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "cu2x", &mut std::io::stdout());
            Ok(0)
        }
    }
}

fn explain(code: Option<&str>) -> Result<u8, Wrong> {
    let Some(name) = code else {
        for code in Code::ALL {
            print_line(&format!("{}  {}", code.entry().code, code.entry().title));
        }
        return Ok(0);
    };
    let known = || Wrong(format!("{name} is not a code of cu2x; `cu2x explain` lists them"));
    let entry = Code::find(name).ok_or_else(known)?.entry();
    let weight = match entry.severity {
        Severity::Refused => "refused: cu2x exits with 1, and nothing wrong is built",
        Severity::Loss => "loss: translated, with a difference that the message names",
        Severity::Note => "note: worth knowing, nothing is lost",
    };
    print_line(&format!("{}: {}\n({weight})\n\n{}", entry.code, entry.title, wrapped(entry.explanation, 96)));
    Ok(0)
}

/// Prints to standard output. A reader that went away, as `head` does, is no reason to say anything.
pub fn print_line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// `text` broken into lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column = word.rfind('\n').map_or(column + length, |at| word.len() - at - 1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_keeps_words_and_width() {
        assert_eq!(wrapped("aa bb cc dd", 5), "aa bb\ncc dd");
        assert_eq!(wrapped("a\nb c", 3), "a\nb c");
    }

    #[test]
    fn unknown_codes_are_a_wrong_command() {
        assert!(explain(Some("CU9999")).is_err());
        assert_eq!(explain(Some("cu0110")).unwrap(), 0);
    }
}
