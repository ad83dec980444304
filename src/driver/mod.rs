//! `cu2x nvcc`: a compiler driver that takes nvcc's command line and builds for another chip.
//!
//! In: nvcc's arguments. Out: objects, libraries, executables. CUDA sources are translated in memory and compiled
//! either as single-source SYCL, where icpx or acpp is on PATH, or as host text that carries its device text along
//! to be compiled at run time ([`unit`]). Everything else goes to the host compiler with the shim's headers in
//! reach ([`host`]). Nothing is shared between processes but the cache folder, so `make -j` is safe.

pub mod dependencies;
pub mod host;
pub mod libraries;
pub mod link;
pub mod options;
pub mod stage;
pub mod table;
pub mod unit;

use crate::diag::{Code, codes};
use crate::toolchain::{self, Toolchain, shims};
use options::{Action, Input, Language, Options};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// The release of CUDA whose command line and API cu2x follows.
pub const CUDA_RELEASE: (u32, u32, u32) = (12, 4, 131);

/// Why a build stopped. What a tool or a diagnostic already said is not said again.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command is wrong.
    #[error(transparent)]
    Command(#[from] options::BadCommand),
    /// The command is wrong in a way that only the whole of it shows.
    #[error("{0}")]
    Usage(String),
    /// A tool failed and said why.
    #[error("")]
    Said,
    /// No way to build.
    #[error(transparent)]
    Toolchain(#[from] toolchain::Missing),
    /// The shim is not there.
    #[error(transparent)]
    Shim(#[from] shims::ShimError),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// A program cannot be run.
    #[error("cannot run {0}: {1}")]
    Program(PathBuf, std::io::Error),
}

/// Everything that the steps of one build share.
#[derive(Debug)]
pub struct Driver {
    /// The command.
    pub options: Options,
    /// How CUDA text is built.
    pub toolchain: Toolchain,
    /// The shim's unpacked files.
    pub shims: PathBuf,
    /// The host's C++ compiler.
    pub compiler: PathBuf,
    /// Intermediate objects, removed at the end.
    pub temporary: tempfile::TempDir,
}

/// Runs the driver with nvcc's arguments.
pub fn run(arguments: &[String]) -> ExitCode {
    match try_run(&with_environment(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let text = failure.to_string();
            if !text.is_empty() {
                eprintln!("cu2x nvcc: error: {text}");
            }
            match failure {
                Failure::Command(_) | Failure::Usage(_) => ExitCode::from(2),
                Failure::Said | Failure::Toolchain(_) | Failure::Shim(_) => ExitCode::from(1),
                Failure::File(..) | Failure::Program(..) => ExitCode::from(1),
            }
        }
    }
}

/// Adds what nvcc takes from its environment.
fn with_environment(arguments: &[String]) -> Vec<String> {
    let words = |name: &str| std::env::var(name).map(|v| options::split_words(&v)).unwrap_or_default();
    let mut all = words("NVCC_PREPEND_FLAGS");
    all.extend_from_slice(arguments);
    all.extend(words("NVCC_APPEND_FLAGS"));
    all
}

fn try_run(arguments: &[String]) -> Result<(), Failure> {
    let options = options::parse(arguments)?;
    match options.action {
        Action::Help => print!("{HELP}"),
        Action::Version => print!("{}", version()),
        Action::ListArchitectures => println!("compute_60\ncompute_70\ncompute_75\ncompute_80\ncompute_90"),
        Action::Link | Action::Compile | Action::Preprocess | Action::Dependencies => build(options)?,
        Action::Library | Action::DeviceLink => build(options)?,
    }
    Ok(())
}

fn version() -> String {
    let (major, minor, build) = CUDA_RELEASE;
    format!(
        "cu2x nvcc: NVIDIA (R) Cuda compiler driver command line, carried by cu2x {}\n\
         Cuda compilation tools, release {major}.{minor}, V{major}.{minor}.{build}\n",
        env!("CARGO_PKG_VERSION")
    )
}

const HELP: &str = "\
Usage: cu2x nvcc --to TARGET [options] file...

Takes nvcc's options and builds CUDA sources for TARGET (sycl). Of its own it has:
  --to TARGET     the target
  --rules DIR     a folder of rules that add to or override the built-in ones
  --keep          keep the translated text beside the output (in NAME.cu2x)
  -v, --dryrun    print the commands; print them and run none

CU2X_SYCL_ROOT names the SYCL run-times, CU2X_SYCL_COMPILER the SYCL compiler (or `none`).
Options that matter only to NVIDIA's device compiler are accepted and have no effect.
";

fn build(options: Options) -> Result<(), Failure> {
    if options.inputs.iter().all(|input| matches!(input, Input::Library(_))) {
        return Err(Failure::Usage("no input files".to_owned()));
    }
    say_what_is_not_honoured(&options);
    let temporary = tempfile::Builder::new().prefix("cu2x-").tempdir();
    let temporary = temporary.map_err(|error| Failure::File(std::env::temp_dir(), error))?;
    let compiler = options.host_compiler.clone().map_or_else(|| PathBuf::from("g++"), compiler_of);
    let toolchain = toolchain::find()?;
    let driver = Driver { toolchain, shims: shims::unpacked()?, compiler, temporary, options };
    match driver.options.action {
        Action::Compile => driver.compile_each(),
        Action::Preprocess | Action::Dependencies => {
            let sources: Vec<_> = driver.options.sources().collect();
            sources.iter().try_for_each(|(path, language)| driver.print(path, *language))
        }
        Action::DeviceLink => driver.empty_object(),
        Action::Library | Action::Link => driver.link(),
        Action::Help | Action::Version | Action::ListArchitectures => Ok(()),
    }
}

/// `-ccbin` names a compiler or the folder that holds it.
fn compiler_of(path: PathBuf) -> PathBuf {
    if path.is_dir() { path.join("g++") } else { path }
}

fn say_what_is_not_honoured(options: &Options) {
    for option in &options.unknown {
        note(Code::UnknownCompilerOption, &format!("`{option}` is not an option of nvcc; passed to the host compiler"));
    }
    for input in &options.inputs {
        if let Input::Library(name) = input
            && let libraries::Fate::Refused(what) = libraries::fate(name)
        {
            let text = format!("-l{name} ({what}) has no counterpart yet; left out of the link");
            note(Code::LibraryWithoutCounterpart, &text);
        }
    }
}

/// Says something that is worth knowing about the command.
fn note(code: Code, text: &str) {
    let codes::Entry { code, .. } = code.entry();
    eprintln!("cu2x nvcc: warning[{code}]: {text}");
}

impl Driver {
    /// Compiles each source to its own object.
    fn compile_each(&self) -> Result<(), Failure> {
        let sources: Vec<_> = self.options.sources().collect();
        if self.options.output.is_some() && sources.len() > 1 {
            return Err(Failure::Usage("-o with -c takes one source file".to_owned()));
        }
        if sources.is_empty() {
            return Err(Failure::Usage("no source files to compile".to_owned()));
        }
        sources.iter().try_for_each(|(path, language)| self.compile(path, *language, &self.object_for(path)))
    }

    /// Where the object of `source` goes with `-c`.
    fn object_for(&self, source: &Path) -> PathBuf {
        match &self.options.output {
            Some(output) => output.clone(),
            None => self.in_output_folder(&PathBuf::from(source.file_name().unwrap_or_default()).with_extension("o")),
        }
    }

    fn in_output_folder(&self, name: &Path) -> PathBuf {
        self.options.output_folder.as_ref().map_or_else(|| name.to_path_buf(), |folder| folder.join(name))
    }

    /// Compiles `source` to `object`.
    pub fn compile(&self, source: &Path, language: Language, object: &Path) -> Result<(), Failure> {
        match language {
            Language::Cuda => self.compile_cuda(source, object),
            Language::Cpp | Language::C => self.compile_host(source, language, object),
            Language::Object => Ok(()),
        }
    }

    /// Runs `command` with its output captured and temporary names in it turned into the user's.
    pub fn execute(&self, command: &mut Command, names: Option<&stage::Staged>) -> Result<(), Failure> {
        if self.options.verbose || self.options.dry_run {
            eprintln!("#$ {}", shown(command));
        }
        if self.options.dry_run {
            return Ok(());
        }
        let program = PathBuf::from(command.get_program());
        let failed = |error| Failure::Program(program.clone(), error);
        let success = match names {
            Some(staged) => {
                let output = command.stdout(Stdio::inherit()).output().map_err(failed)?;
                eprint!("{}", staged.with_user_names(&String::from_utf8_lossy(&output.stderr)));
                output.status.success()
            }
            None => command.status().map_err(failed)?.success(),
        };
        if success { Ok(()) } else { Err(Failure::Said) }
    }
}

/// A command as a shell would take it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let quoted = words.map(|word| {
        let word = word.to_string_lossy();
        if word.chars().any(|c| c.is_whitespace() || "\"'\\$`;&|<>()".contains(c)) {
            format!("'{}'", word.replace('\'', r"'\''"))
        } else {
            word.into_owned()
        }
    });
    quoted.collect::<Vec<_>>().join(" ")
}
