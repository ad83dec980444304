//! One CUDA source: translated, staged, compiled.

use super::host::{cuda_macros, standard};
use super::options::{Action, Macro};
use super::stage::{self, Staged};
use super::{Driver, Failure};
use crate::diag::Severity;
use crate::emit::disk::absolute;
use crate::emit::rtc;
use crate::source::load::{Loader, normalise};
use crate::toolchain::{Toolchain, shims};
use crate::translate::{Mode, Request, Translation, translate, translate_modes};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// The architecture that `__CUDA_ARCH__` names where the command names none: Volta's has all that cu2x carries, and
/// none of the instructions that only later chips have.
const ARCHITECTURE: u32 = 70;

impl Driver {
    /// Compiles CUDA source `source` to `object`.
    pub(super) fn compile_cuda(&self, source: &Path, object: &Path) -> Result<(), Failure> {
        let staged = self.stage_cuda(source, object)?;
        let dependencies = self.temporary.path().join("dependencies.d");
        let mut command = self.cuda_command(&staged, source);
        command.arg("-c");
        self.add_dependency_options(&mut command, source, object, Some(&dependencies));
        command.arg(&staged.unit).arg("-o").arg(object);
        if std::io::stderr().is_terminal() {
            command.arg("-fdiagnostics-color=always");
        }
        self.execute(&mut command, Some(&staged))?;
        self.finish_dependencies(&staged, &dependencies, source)
    }

    /// `-E`, `-M`, `-MM` of a CUDA source.
    pub(super) fn print_cuda(&self, source: &Path) -> Result<(), Failure> {
        let object = PathBuf::from(source.file_name().unwrap_or_default()).with_extension("o");
        let staged = self.stage_cuda(source, &object)?;
        let printed = self.temporary.path().join("printed");
        let mut command = self.cuda_command(&staged, source);
        let wanted = &self.options.dependencies;
        match (self.options.action, wanted.option) {
            (Action::Dependencies, Some(option)) => {
                command.arg(option);
                if wanted.targets.is_empty() {
                    command.arg("-MT").arg(&object);
                }
                command.args(wanted.targets.iter().flat_map(|(option, value)| [*option, value]));
                command.args(wanted.phony.then_some("-MP"));
            }
            (_, _) => {
                command.arg("-E");
            }
        }
        command.arg(&staged.unit).arg("-o").arg(&printed);
        self.execute(&mut command, Some(&staged))?;
        if self.options.dry_run {
            return Ok(());
        }
        let text = std::fs::read(&printed).map_err(|error| Failure::File(printed, error))?;
        let text = staged.with_user_names(&String::from_utf8_lossy(&text));
        match self.options.output.as_ref().or(wanted.file.as_ref()) {
            Some(to) => std::fs::write(to, text).map_err(|error| Failure::File(to.clone(), error)),
            None => {
                print!("{text}");
                Ok(())
            }
        }
    }

    /// Translates `source` and writes what is to be compiled.
    fn stage_cuda(&self, source: &Path, object: &Path) -> Result<Staged, Failure> {
        if !source.is_file() {
            let error = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(Failure::File(source.to_path_buf(), error));
        }
        let loader = Loader::new();
        let has_compiler = matches!(self.toolchain, Toolchain::SingleSource(_));
        let mode = if has_compiler { Mode::Source } else { Mode::Device };
        let modes = if has_compiler { vec![mode] } else { vec![mode, Mode::Host] };
        let mut translations = translate_modes(&self.request(source, mode), &modes, &loader, &|_| {}).into_iter();
        let single = translations.next().unwrap_or_default();
        self.say(&single)?;
        let folder = self.stage_folder(source, object);
        let failed = |error| Failure::File(folder.clone(), error);
        if has_compiler {
            return stage::stage(source, &single, &folder.join("source"), "").map_err(failed);
        }
        if self.options.keep {
            // For the reader: what is built here are the other two texts.
            let source_text = translate(&self.request(source, Mode::Source), &loader, &|_| {});
            stage::stage(source, &source_text, &folder.join("source"), "").map_err(failed)?;
            stage::stage(source, &single, &folder.join("device"), "").map_err(failed)?;
        }
        let host = translations.next().unwrap_or_default();
        self.say_refused(&host)?;
        let prologue = self.prologue(source, &single, &host);
        stage::stage(source, &host, &folder.join("host"), &prologue).map_err(failed)
    }

    /// Where translated text goes: beside the output with `--keep`.
    fn stage_folder(&self, source: &Path, object: &Path) -> PathBuf {
        let linked = object.starts_with(self.temporary.path());
        let beside = if linked { Path::new(source.file_name().unwrap_or_default()) } else { object };
        let beside = beside.with_extension("cu2x");
        match (&self.options.keep_folder, self.options.keep) {
            (Some(folder), true) => folder.join(beside.file_name().unwrap_or_default()),
            (None, true) => beside,
            // Two sources of one name have objects of two names.
            (_, false) => self.temporary.path().join(object.file_name().unwrap_or_default()).with_extension("cu2x"),
        }
    }

    fn request(&self, source: &Path, mode: Mode) -> Request {
        let options = &self.options;
        let architecture = format!("{}0", options.architecture.unwrap_or(ARCHITECTURE));
        let mut defines = vec![("__CUDA_ARCH__".to_owned(), Some(architecture))];
        let mut undefines = Vec::new();
        for m in &options.macros {
            match m {
                Macro::Define(name, value) => defines.push((name.clone(), value.clone())),
                Macro::Undefine(name) => undefines.push(name.clone()),
            }
        }
        Request {
            target: if options.target.is_empty() { "sycl".to_owned() } else { options.target.clone() },
            rules: options.rules.clone(),
            mode,
            include_dirs: options.own_includes().filter(|folder| !is_system(folder)).cloned().collect(),
            defines,
            undefines,
            units: vec![normalise(source)],
            // Every header that is not the system's is the user's, wherever it stands.
            roots: vec![PathBuf::new()],
            jobs: 1,
        }
    }

    /// Prints what there is to say; a program that would be wrong is not built.
    fn say(&self, translation: &Translation) -> Result<(), Failure> {
        let colour = std::io::stderr().is_terminal();
        for placed in &translation.diagnostics {
            let shown = match placed.diagnostic.severity() {
                Severity::Refused => true,
                Severity::Loss => !self.options.no_warnings,
                Severity::Note => self.options.verbose,
            };
            if shown {
                eprint!("{}", placed.text(colour));
            }
        }
        refused(translation)
    }

    fn say_refused(&self, translation: &Translation) -> Result<(), Failure> {
        let colour = std::io::stderr().is_terminal();
        for placed in translation.diagnostics.iter().filter(|p| p.diagnostic.severity() == Severity::Refused) {
            eprint!("{}", placed.text(colour));
        }
        refused(translation)
    }

    /// The text that goes before the host text: the device text, where there is any.
    fn prologue(&self, source: &Path, single: &Translation, host: &Translation) -> String {
        let speaks_of_device = |text: &String| text.contains("cu2x::rtc::") || text.contains("cu2x_unit");
        if !host.files.values().filter_map(|file| file.text.as_ref()).any(speaks_of_device) {
            return String::new();
        }
        let device = rtc::device_text(&normalise(source), single);
        device.map_or_else(String::new, |text| rtc::prologue(&text, &self.device_options()))
    }

    /// Options for the run-time compiler, as C++ string literals.
    fn device_options(&self) -> Vec<String> {
        let options = &self.options;
        let mut out = vec![format!("-std={}", standard(options.standard.as_deref()))];
        out.push("-DCU2X_RTC".to_owned());
        out.extend(cuda_macros().iter().map(Macro::option));
        out.push(format!("-D__CUDA_ARCH__={}0", options.architecture.unwrap_or(ARCHITECTURE)));
        out.extend(options.macros.iter().map(Macro::option));
        out.extend(options.fast_math.then(|| "-ffast-math".to_owned()));
        out.extend(options.no_contraction.then(|| "-ffp-contract=off".to_owned()));
        let shims = shims::INCLUDE_FOLDERS.iter().map(|folder| self.shims.join(folder));
        let folders = shims.chain(options.own_includes().map(|folder| absolute(folder)));
        out.extend(folders.map(|folder| format!("-I{}", folder.display())));
        out.iter().map(|option| rtc::quoted(option)).collect()
    }
}

fn refused(translation: &Translation) -> Result<(), Failure> {
    let refused = translation.diagnostics.iter().any(|p| p.diagnostic.severity() == Severity::Refused);
    if refused { Err(Failure::Said) } else { Ok(()) }
}

/// A folder of the system's, whose headers are not the user's to translate.
fn is_system(folder: &Path) -> bool {
    let folder = absolute(folder);
    ["/usr/include", "/usr/lib", "/usr/local/include", "/opt"].iter().any(|system| folder.starts_with(system))
}
