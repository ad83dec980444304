//! From nvcc's arguments to what is to be done.
//!
//! In: arguments as nvcc takes them, response files included. Out: [`Options`], or what is wrong with the command.

use super::table::{self, Effect, Row, Value};
use std::path::{Path, PathBuf};

/// What the command ends with.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// An executable or shared library.
    #[default]
    Link,
    /// Objects.
    Compile,
    /// Preprocessed text.
    Preprocess,
    /// Make rules.
    Dependencies,
    /// A static library.
    Library,
    /// nvcc's separate device link, which has nothing to do here.
    DeviceLink,
    /// Print help.
    Help,
    /// Print the version.
    Version,
    /// Print architectures.
    ListArchitectures,
}

/// The language of an input.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Language {
    /// CUDA C++.
    Cuda,
    /// C++ for the host.
    Cpp,
    /// C for the host.
    C,
    /// Not source: for the linker.
    Object,
}

/// A file or library on the command line, in the linker's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file and what is in it.
    File(PathBuf, Language),
    /// `-lNAME`.
    Library(String),
}

/// `-D` or `-U`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Macro {
    /// A name and its value.
    Define(String, Option<String>),
    /// A name.
    Undefine(String),
}

impl Macro {
    /// As an option of a C++ compiler.
    pub fn option(&self) -> String {
        match self {
            Macro::Define(name, Some(value)) => format!("-D{name}={value}"),
            Macro::Define(name, None) => format!("-D{name}"),
            Macro::Undefine(name) => format!("-U{name}"),
        }
    }
}

/// What is asked of dependency output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependencies {
    /// `-MD` or `-MMD`, or `-M` or `-MM` for [`Action::Dependencies`].
    pub option: Option<&'static str>,
    /// `-MF`.
    pub file: Option<PathBuf>,
    /// `-MT`, `-MQ` with their values.
    pub targets: Vec<(&'static str, String)>,
    /// `-MP`.
    pub phony: bool,
}

/// A command, understood.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The target, `sycl`.
    pub target: String,
    /// Folders of user rules.
    pub rules: Vec<PathBuf>,
    /// What to end with.
    pub action: Action,
    /// Files and libraries.
    pub inputs: Vec<Input>,
    /// `-o`.
    pub output: Option<PathBuf>,
    /// `-odir`.
    pub output_folder: Option<PathBuf>,
    /// `-I`.
    pub includes: Vec<PathBuf>,
    /// `-isystem`.
    pub system_includes: Vec<PathBuf>,
    /// `-include`.
    pub pre_includes: Vec<String>,
    /// `-D` and `-U`, in order.
    pub macros: Vec<Macro>,
    /// What follows `-O`.
    pub optimise: Option<String>,
    /// `-std`.
    pub standard: Option<String>,
    /// `-g`.
    pub debug: bool,
    /// `-w`.
    pub no_warnings: bool,
    /// `-shared`.
    pub shared: bool,
    /// `-L`.
    pub library_folders: Vec<PathBuf>,
    /// For the host compiler: `-Xcompiler` and options unknown to nvcc.
    pub to_compiler: Vec<String>,
    /// `-Xlinker`.
    pub to_linker: Vec<String>,
    /// `-Xarchive`.
    pub to_archiver: Vec<String>,
    /// `-ccbin`.
    pub host_compiler: Option<PathBuf>,
    /// `-use_fast_math`.
    pub fast_math: bool,
    /// `-fmad=false`.
    pub no_contraction: bool,
    /// The lowest number among `-arch` and `-gencode`: what `__CUDA_ARCH__` is made of.
    pub architecture: Option<u32>,
    /// What is asked of dependency output.
    pub dependencies: Dependencies,
    /// `--keep`.
    pub keep: bool,
    /// `--keep-dir`.
    pub keep_folder: Option<PathBuf>,
    /// `-v`.
    pub verbose: bool,
    /// `--dryrun`.
    pub dry_run: bool,
    /// Options that nvcc does not have; they go to the host compiler.
    pub unknown: Vec<String>,
    language: Option<Language>,
    forward_unknown: bool,
}

/// What is wrong with a command.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadCommand {
    /// An option at the end that needs a value.
    #[error("option {0} needs a value")]
    NoValue(String),
    /// `-x` with something else than a language.
    #[error("-x {0}: not a language that cu2x nvcc knows (cu, c, c++)")]
    Language(String),
    /// A response file that cannot be read.
    #[error("cannot read the options file {0}")]
    OptionsFile(String),
    /// Response files that name each other.
    #[error("options files nest deeper than 20")]
    OptionsDepth,
    /// `-ptx` and the like.
    #[error("{0}: PTX and cubin are NVIDIA's formats; no other chip has them, so there is nothing to write")]
    DeviceCode(String),
}

/// Understands `arguments`.
pub fn parse(arguments: &[String]) -> Result<Options, BadCommand> {
    let mut arguments = expand(arguments, 0)?;
    arguments.reverse();
    let mut options = Options::default();
    while let Some(argument) = arguments.pop() {
        if !argument.starts_with('-') || argument == "-" {
            let language = options.language.unwrap_or_else(|| language_of(Path::new(&argument)));
            options.inputs.push(Input::File(PathBuf::from(&argument), language));
            continue;
        }
        match table::find(&argument) {
            Some((row, joined)) => {
                let value = match joined {
                    Some(value) => value.to_owned(),
                    None => separate_value(row, &argument, &mut arguments)?,
                };
                if row.effect == Effect::OptionsFile {
                    arguments.extend(expand(&[format!("@{value}")], 1)?.into_iter().rev());
                } else {
                    options.apply(row.effect, &argument, value)?;
                }
            }
            None => options.unknown_option(argument, &mut arguments),
        }
    }
    Ok(options)
}

/// The value of an option spelled without one.
fn separate_value(row: &Row, spelled: &str, rest: &mut Vec<String>) -> Result<String, BadCommand> {
    let wanted = match row.value {
        Value::No => false,
        Value::One | Value::Joined => true,
        // `-Werror all-warnings` is how nvcc spells it; plain `-Werror` and `-O` stand alone.
        Value::Optional => row.effect == Effect::WarningsAreErrors && rest.last().is_some_and(|v| is_warning_kind(v)),
    };
    if !wanted {
        return Ok(String::new());
    }
    rest.pop().ok_or_else(|| BadCommand::NoValue(spelled.to_owned()))
}

fn is_warning_kind(text: &str) -> bool {
    const KINDS: [&str; 7] = [
        "all-warnings",
        "cross-execution-space-call",
        "reorder",
        "default-stream-launch",
        "missing-launch-bounds",
        "ext-lambda-captures-this",
        "deprecated-declarations",
    ];
    text.split(',').all(|kind| KINDS.contains(&kind))
}

/// `arguments` with `@file` replaced by what the file holds.
fn expand(arguments: &[String], depth: usize) -> Result<Vec<String>, BadCommand> {
    if depth > 20 {
        return Err(BadCommand::OptionsDepth);
    }
    let mut out = Vec::new();
    for argument in arguments {
        match argument.strip_prefix('@') {
            Some(file) => {
                let text = std::fs::read_to_string(file).map_err(|_| BadCommand::OptionsFile(file.to_owned()))?;
                out.extend(expand(&split_words(&text), depth + 1)?);
            }
            None => out.push(argument.clone()),
        }
    }
    Ok(out)
}

/// Splits text at blanks as a shell does, with quotes and backslashes.
pub fn split_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => word.get_or_insert_default().extend(chars.next()),
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The pieces of a comma-separated list; a backslash keeps a comma.
fn split_list(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&',') => out.last_mut().expect("never empty").extend(chars.next()),
            ',' => out.push(String::new()),
            c => out.last_mut().expect("never empty").push(c),
        }
    }
    out.retain(|piece| !piece.is_empty());
    out
}

/// The options in a comma-separated list, where blanks separate, too.
fn split_options(text: &str) -> Vec<String> {
    split_list(text).iter().flat_map(|piece| split_words(piece)).collect()
}

/// What the name of a file says about its language.
pub fn language_of(path: &Path) -> Language {
    match path.extension().and_then(|e| e.to_str()) {
        Some("cu") => Language::Cuda,
        Some("cpp" | "cc" | "cxx" | "C" | "c++" | "ii" | "CPP") => Language::Cpp,
        Some("c" | "i") => Language::C,
        Some(_) | None => Language::Object,
    }
}

impl Options {
    fn apply(&mut self, effect: Effect, spelled: &str, value: String) -> Result<(), BadCommand> {
        match effect {
            Effect::Ignore | Effect::OptionsFile => {}
            Effect::Compile => self.action = Action::Compile,
            Effect::Preprocess => self.action = Action::Preprocess,
            Effect::Dependencies => self.only_dependencies("-M"),
            Effect::UserDependencies => self.only_dependencies("-MM"),
            Effect::WriteDependencies => self.dependencies.option = Some("-MD"),
            Effect::WriteUserDependencies => self.dependencies.option = Some("-MMD"),
            Effect::DependencyFile => self.dependencies.file = Some(value.into()),
            Effect::DependencyTarget => self.dependencies.targets.push(("-MT", value)),
            Effect::DependencyTargetQuoted => self.dependencies.targets.push(("-MQ", value)),
            Effect::DependencyPhony => self.dependencies.phony = true,
            Effect::Library => self.action = Action::Library,
            Effect::DeviceLink => self.action = Action::DeviceLink,
            Effect::Link => self.action = Action::Link,
            Effect::Shared => self.shared = true,
            Effect::DeviceCode => return Err(BadCommand::DeviceCode(spelled.to_owned())),
            Effect::Output => self.output = Some(value.into()),
            Effect::OutputFolder => self.output_folder = Some(value.into()),
            Effect::Include => self.includes.extend(split_list(&value).into_iter().map(PathBuf::from)),
            Effect::SystemInclude => self.system_includes.extend(split_list(&value).into_iter().map(PathBuf::from)),
            Effect::PreInclude => self.pre_includes.extend(split_list(&value)),
            Effect::Define => self.macros.push(define(&value)),
            Effect::Undefine => self.macros.push(Macro::Undefine(value)),
            Effect::Optimise => self.optimise = Some(value),
            Effect::Standard => self.standard = Some(value),
            Effect::Debug => self.debug = true,
            Effect::Profile => self.to_compiler.push("-pg".to_owned()),
            Effect::NoWarnings => self.no_warnings = true,
            Effect::WarningsAreErrors => self.warnings_are_errors(&value),
            Effect::Language => self.language = Some(parse_language(value)?),
            Effect::LinkLibrary => self.inputs.extend(split_list(&value).into_iter().map(Input::Library)),
            Effect::LibraryFolder => self.library_folders.extend(split_list(&value).into_iter().map(PathBuf::from)),
            Effect::ToCompiler => self.to_compiler.extend(split_options(&value)),
            Effect::ToLinker => self.to_linker.extend(split_options(&value)),
            Effect::ToArchiver => self.to_archiver.extend(split_options(&value)),
            Effect::HostCompiler => self.host_compiler = Some(value.into()),
            Effect::FastMath => self.fast_math = true,
            Effect::Fmad => self.no_contraction = value == "false",
            Effect::Architecture => self.take_architecture(&value),
            Effect::Keep => self.keep = true,
            Effect::KeepFolder => self.keep_folder = Some(value.into()),
            Effect::Verbose => self.verbose = true,
            Effect::DryRun => self.dry_run = true,
            Effect::ForwardUnknown => self.forward_unknown = true,
            Effect::Help => self.action = Action::Help,
            Effect::Version => self.action = Action::Version,
            Effect::ListArchitectures => self.action = Action::ListArchitectures,
            Effect::Target => self.target = value,
            Effect::Rules => self.rules.push(value.into()),
        }
        Ok(())
    }

    fn only_dependencies(&mut self, option: &'static str) {
        self.action = Action::Dependencies;
        self.dependencies.option = Some(option);
    }

    fn warnings_are_errors(&mut self, kinds: &str) {
        // Of nvcc's own kinds only these two speak of what a host compiler sees.
        if kinds.is_empty() || kinds.split(',').any(|kind| kind == "all-warnings") {
            self.to_compiler.push("-Werror".to_owned());
        }
    }

    fn take_architecture(&mut self, value: &str) {
        let numbers = value.split(['=', ',', '[', ']', '"', '\'']).filter_map(|part| {
            let digits = part.trim().strip_prefix("sm_").or_else(|| part.trim().strip_prefix("compute_"))?;
            digits.trim_end_matches(char::is_alphabetic).parse::<u32>().ok()
        });
        self.architecture = numbers.chain(self.architecture).min();
    }

    fn unknown_option(&mut self, argument: String, rest: &mut Vec<String>) {
        if let Some(linker) = argument.strip_prefix("-Wl,") {
            self.to_linker.extend(split_list(linker));
            return;
        }
        // Host options that everyone writes and every compiler has are not worth a word.
        let common = ["-W", "-f", "-m", "-pthread", "-pipe", "-no-pie", "-pie", "-rdynamic", "-ansi", "-pedantic"];
        if !self.forward_unknown && !common.iter().any(|start| argument.starts_with(start)) {
            self.unknown.push(argument.clone());
        }
        let takes_value =
            matches!(argument.as_str(), "-iquote" | "-idirafter" | "-imacros" | "-Xpreprocessor" | "-z" | "-T");
        self.to_compiler.push(argument);
        if takes_value {
            self.to_compiler.extend(rest.pop());
        }
    }

    /// The inputs that are source text.
    pub fn sources(&self) -> impl Iterator<Item = (&Path, Language)> {
        self.inputs.iter().filter_map(|input| match input {
            Input::File(_, Language::Object) | Input::Library(_) => None,
            Input::File(path, language) => Some((path.as_path(), *language)),
        })
    }
}

fn define(text: &str) -> Macro {
    match text.split_once('=') {
        Some((name, value)) => Macro::Define(name.to_owned(), Some(value.to_owned())),
        None => Macro::Define(text.to_owned(), None),
    }
}

fn parse_language(value: String) -> Result<Language, BadCommand> {
    match value.as_str() {
        "cu" => Ok(Language::Cuda),
        "c++" => Ok(Language::Cpp),
        "c" => Ok(Language::C),
        _ => Err(BadCommand::Language(value)),
    }
}

#[cfg(test)]
#[path = "options_tests.rs"]
mod tests;
