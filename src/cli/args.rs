//! The command line's grammar.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The whole command.
#[derive(Debug, Parser)]
#[command(name = "cu2x", version, about = "Carries CUDA code to other makers' chips", max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Translate files or folders and write a project that builds without cu2x
    Translate(Translate),
    /// Say how much of a code base goes over and what is in the way; writes nothing
    Check(Check),
    /// Show what translation would change
    Diff(Diff),
    /// Compile like nvcc, for another chip
    #[command(disable_help_flag = true)]
    Nvcc {
        /// nvcc's arguments
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        arguments: Vec<String>,
    },
    /// Explain a diagnostic's code, such as CU0110
    Explain {
        /// The code; none lists all
        code: Option<String>,
    },
    /// Look at the rules, or test them
    Rules {
        /// What to do with them.
        #[command(subcommand)]
        command: Rules,
    },
    /// Install what a target needs to build and run
    Toolchain {
        /// What to do.
        #[command(subcommand)]
        command: Toolchain,
    },
    /// Say what is installed, which devices there are, and what to do about what is missing
    Doctor,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What the analysing commands share.
#[derive(Debug, Args)]
pub struct Input {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The target
    #[arg(long, default_value = "sycl", value_name = "TARGET")]
    pub to: String,
    /// A folder to look for headers in
    #[arg(short = 'I', value_name = "DIR")]
    pub include: Vec<PathBuf>,
    /// A macro that the build defines
    #[arg(short = 'D', value_name = "NAME[=VALUE]")]
    pub define: Vec<String>,
    /// A macro that the build undefines
    #[arg(short = 'U', value_name = "NAME")]
    pub undefine: Vec<String>,
    /// A compilation database to take -I and -D from
    #[arg(short = 'p', value_name = "compile_commands.json")]
    pub database: Option<PathBuf>,
    /// A folder of rules that add to or override the built-in ones
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// Threads; as many as there are cores by default
    #[arg(short = 'j', value_name = "N")]
    pub jobs: Option<usize>,
    /// Whether to use colour
    #[arg(long, default_value = "auto", default_missing_value = "always", num_args = 0..=1, require_equals = true)]
    pub color: Colour,
}

/// When to use colour.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A report for machines or for a wiki.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// JSON.
    Json,
    /// Markdown.
    Md,
}

/// `cu2x translate`.
#[derive(Debug, Args)]
pub struct Translate {
    /// Shared with the other commands.
    #[command(flatten)]
    pub input: Input,
    /// The folder to write; PATH-TARGET by default
    #[arg(short = 'o', value_name = "OUT", conflicts_with = "in_place")]
    pub output: Option<PathBuf>,
    /// Change the files where they are
    #[arg(long)]
    pub in_place: bool,
    /// Overwrite files that cu2x did not write
    #[arg(long)]
    pub force: bool,
    /// Print a report on standard output instead of the summary
    #[arg(long, value_name = "FORMAT")]
    pub report: Option<ReportFormat>,
}

/// `cu2x check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Shared with the other commands.
    #[command(flatten)]
    pub input: Input,
    /// Print a report on standard output instead of the summary
    #[arg(long, value_name = "FORMAT")]
    pub report: Option<ReportFormat>,
}

/// `cu2x diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// Shared with the other commands.
    #[command(flatten)]
    pub input: Input,
    /// Old text left, new text right
    #[arg(long)]
    pub side_by_side: bool,
    /// Columns of the side-by-side view; the terminal's width by default
    #[arg(long, value_name = "N", requires = "side_by_side")]
    pub width: Option<usize>,
}

/// `cu2x rules`.
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// List what is mapped
    List {
        /// The target
        #[arg(long, default_value = "sycl")]
        to: String,
        /// A folder of further rules
        #[arg(long, value_name = "DIR")]
        rules: Vec<PathBuf>,
    },
    /// Show how one CUDA function, type or qualifier is mapped
    Show {
        /// Its name
        name: String,
        /// The target
        #[arg(long, default_value = "sycl")]
        to: String,
        /// A folder of further rules
        #[arg(long, value_name = "DIR")]
        rules: Vec<PathBuf>,
    },
    /// Check the built-in rules, or those in a folder, and run their examples
    Test {
        /// The folder
        folder: Option<PathBuf>,
    },
}

/// `cu2x toolchain`.
#[derive(Debug, Subcommand)]
pub enum Toolchain {
    /// Install the run-times of a target into a folder of yours
    Install {
        /// The target
        target: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_grammar_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_full_translate_line_is_understood() {
        let line =
            "cu2x translate a b --to sycl -o out -I inc -Iinc2 -D N=4 -DM -j 2 --report json --color=never --force";
        let cli = Cli::try_parse_from(line.split(' ')).unwrap();
        let Command::Translate(t) = cli.command else { panic!("{cli:?}") };
        assert_eq!(t.input.include.len(), 2);
        assert_eq!(t.input.define, ["N=4", "M"]);
        assert_eq!((t.input.jobs, t.report, t.input.color), (Some(2), Some(ReportFormat::Json), Colour::Never));
    }

    #[test]
    fn out_and_in_place_exclude_each_other() {
        assert!(Cli::try_parse_from(["cu2x", "translate", "a", "-o", "b", "--in-place"]).is_err());
    }

    #[test]
    fn color_alone_means_always() {
        let cli = Cli::try_parse_from(["cu2x", "diff", "--color", "a"]).unwrap();
        let Command::Diff(d) = cli.command else { panic!("{cli:?}") };
        assert_eq!((d.input.color, d.input.paths.len()), (Colour::Always, 1));
    }
}
