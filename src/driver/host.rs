//! Command lines for the host compiler.

use super::options::{Action, Language, Macro, Options};
use super::stage::Staged;
use super::{CUDA_RELEASE, Driver, Failure};
use crate::toolchain::{Toolchain, shims};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What nvcc predefines in CUDA sources and users test for.
pub fn cuda_macros() -> Vec<Macro> {
    let (major, minor, build) = CUDA_RELEASE;
    let number = |name: &str, value: u32| Macro::Define(name.to_owned(), Some(value.to_string()));
    vec![
        number("__NVCC__", 1),
        number("__CUDACC__", 1),
        number("__CUDACC_VER_MAJOR__", major),
        number("__CUDACC_VER_MINOR__", minor),
        number("__CUDACC_VER_BUILD__", build),
    ]
}

/// The standard to compile with: the shim needs C++17, and every older program is one but for rare corners.
pub fn standard(asked: Option<&str>) -> &str {
    match asked {
        None | Some("c++03" | "c++98" | "c++11" | "c++14" | "c++0x" | "c++1y" | "c++1z" | "c++17") => "c++17",
        Some("gnu++11" | "gnu++14" | "gnu++17") => "gnu++17",
        Some(other) => other,
    }
}

/// A folder of NVIDIA's own headers, which must not come before the shim's.
pub fn is_cuda_toolkit(folder: &Path) -> bool {
    folder.join("cuda_runtime_api.h").is_file() && folder.join("crt").is_dir()
}

impl Options {
    /// The user's `-I` folders without NVIDIA's.
    pub fn own_includes(&self) -> impl Iterator<Item = &PathBuf> {
        self.includes.iter().filter(|folder| !is_cuda_toolkit(folder))
    }
}

impl Driver {
    /// Compiles a C or C++ source, which can use the shim's headers.
    pub(super) fn compile_host(&self, source: &Path, language: Language, object: &Path) -> Result<(), Failure> {
        let mut command = self.host_command(language);
        command.arg("-c");
        self.add_dependency_options(&mut command, source, object, None);
        command.arg(source).arg("-o").arg(object);
        self.execute(&mut command, None)
    }

    /// `-E`, `-M` and `-MM`: what they print goes to `-o` or to standard output.
    pub(super) fn print(&self, source: &Path, language: Language) -> Result<(), Failure> {
        if language == Language::Cuda {
            return self.print_cuda(source);
        }
        let mut command = self.host_command(language);
        command.arg(if self.options.action == Action::Preprocess { "-E" } else { "-M" });
        command.args(self.options.dependencies.targets.iter().flat_map(|(option, value)| [*option, value]));
        command.arg(source);
        if let Some(output) = &self.options.output {
            command.arg("-o").arg(output);
        }
        self.execute(&mut command, None)
    }

    /// The host compiler with everything but inputs and output.
    pub(super) fn host_command(&self, language: Language) -> Command {
        let is_c = language == Language::C;
        let mut command = Command::new(if is_c { c_compiler(&self.compiler) } else { self.compiler.clone() });
        if !is_c {
            command.arg(format!("-std={}", standard(self.options.standard.as_deref())));
        }
        self.add_common(&mut command);
        for folder in self.options.own_includes() {
            command.arg(joined("-I", folder));
        }
        self.add_system_includes(&mut command);
        command.args(&self.options.to_compiler);
        command.args(["-x", if is_c { "c" } else { "c++" }]);
        command
    }

    /// A compiler for CUDA text in `staged`: the host's, or the SYCL compiler.
    pub(super) fn cuda_command(&self, staged: &Staged, source: &Path) -> Command {
        let mut command = match &self.toolchain {
            Toolchain::SingleSource(sycl) => {
                let mut command = Command::new(&sycl.program);
                command.args(&sycl.options);
                command.args(self.options.fast_math.then_some("-ffast-math"));
                command
            }
            Toolchain::RunTime(_) => Command::new(&self.compiler),
        };
        command.arg(format!("-std={}", standard(self.options.standard.as_deref())));
        command.args(cuda_macros().iter().map(Macro::option));
        // CUDA's pragmas and attributes are for another compiler than this one.
        command.args(["-Wno-unknown-pragmas", "-Wno-attributes"]);
        self.add_common(&mut command);
        if let Some(folder) = source.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            command.arg("-iquote").arg(folder);
        }
        for folder in self.options.own_includes() {
            command.args(staged.mirror_of(folder).map(|mirror| joined("-I", &mirror)));
            command.arg(joined("-I", folder));
        }
        self.add_system_includes(&mut command);
        // nvcc includes this before the first line of every CUDA source.
        command.args(["-include", "cuda_runtime.h"]);
        command.args(&self.options.to_compiler);
        command.args(["-x", "c++"]);
        command
    }

    fn add_common(&self, command: &mut Command) {
        let options = &self.options;
        command.args(options.optimise.as_deref().map(|level| format!("-O{level}")));
        command.args(options.debug.then_some("-g"));
        command.args(options.no_warnings.then_some("-w"));
        command.args(options.macros.iter().map(Macro::option));
        command.args(options.pre_includes.iter().flat_map(|file| ["-include", file]));
    }

    fn add_system_includes(&self, command: &mut Command) {
        for folder in shims::INCLUDE_FOLDERS {
            command.arg("-isystem").arg(self.shims.join(folder));
        }
        for folder in self.options.system_includes.iter().filter(|folder| !is_cuda_toolkit(folder)) {
            command.arg("-isystem").arg(folder);
        }
    }
}

/// The C compiler that goes with a C++ compiler.
fn c_compiler(cpp: &Path) -> PathBuf {
    let name = cpp.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    cpp.with_file_name(name.replace("clang++", "clang").replace("g++", "gcc"))
}

/// `option` and `path` in one word.
pub(super) fn joined(option: &str, path: &Path) -> OsString {
    let mut word = OsString::from(option);
    word.push(path);
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_standards_become_the_one_that_the_shim_needs() {
        assert_eq!(standard(None), "c++17");
        assert_eq!(standard(Some("c++11")), "c++17");
        assert_eq!(standard(Some("c++20")), "c++20");
    }

    #[test]
    fn the_c_compiler_goes_with_the_cpp_compiler() {
        assert_eq!(c_compiler(Path::new("/usr/bin/g++-12")), Path::new("/usr/bin/gcc-12"));
        assert_eq!(c_compiler(Path::new("clang++")), Path::new("clang"));
    }
}
