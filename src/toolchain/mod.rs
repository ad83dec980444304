//! Where compilers, run-times and cu2x's own folders are on this machine.
//!
//! In: the environment. Out: [`Toolchain`]s, and the folders for caches and data.
//!
//! The SYCL run-times are looked for in this order:
//! 1. the folder named by `CU2X_SYCL_ROOT` (it holds `include/sycl` and `lib/libsycl.so`);
//! 2. the folder that `cu2x toolchain install sycl` fills: `$CU2X_DATA_DIR/sycl`, else `$XDG_DATA_HOME/cu2x/sycl`,
//!    else `~/.local/share/cu2x/sycl`.
//!
//! A SYCL compiler on PATH (`icpx`, then `acpp`) goes before both; `CU2X_SYCL_COMPILER` names another one, or `none`
//! for run-time compilation.

pub mod doctor;
pub mod install;
pub mod shims;

use std::path::{Path, PathBuf};

/// The folder of a set of SYCL run-times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runtimes {
    /// Holds `include/` and `lib/`.
    pub root: PathBuf,
    /// How it was found, for `cu2x doctor`.
    pub origin: &'static str,
}

impl Runtimes {
    /// Its headers.
    pub fn include(&self) -> PathBuf {
        self.root.join("include")
    }

    /// Its libraries.
    pub fn lib(&self) -> PathBuf {
        self.root.join("lib")
    }

    /// Whether the folder holds what building needs.
    pub fn is_complete(&self) -> bool {
        self.include().join("sycl/sycl.hpp").is_file() && self.lib().join("libsycl.so").exists()
    }
}

/// A compiler that takes SYCL as one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyclCompiler {
    /// The program.
    pub program: PathBuf,
    /// The options that make it one, `-fsycl`.
    pub options: Vec<String>,
}

/// How CUDA text is built for SYCL here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// With a compiler that reads the single-source text.
    SingleSource(SyclCompiler),
    /// With a plain C++ compiler, kernels being compiled at run time.
    RunTime(Runtimes),
}

/// Why there is no way to build.
#[derive(Debug, thiserror::Error)]
pub enum Missing {
    /// The folder that the user named has not what is needed.
    #[error("CU2X_SYCL_ROOT is {0}, which has no include/sycl/sycl.hpp and lib/libsycl.so")]
    BadRoot(PathBuf),
    /// Nothing is installed.
    #[error("no SYCL compiler (icpx, acpp) on PATH and no SYCL run-time; run `cu2x toolchain install sycl`")]
    Nothing,
}

/// The way to build for SYCL on this machine.
pub fn find() -> Result<Toolchain, Missing> {
    if let Some(compiler) = sycl_compiler() {
        return Ok(Toolchain::SingleSource(compiler));
    }
    runtimes().map(Toolchain::RunTime)
}

/// The SYCL compiler that `CU2X_SYCL_COMPILER` names or that stands on PATH.
pub fn sycl_compiler() -> Option<SyclCompiler> {
    match std::env::var("CU2X_SYCL_COMPILER") {
        Ok(name) if name.is_empty() || name == "none" => None,
        Ok(name) => Some(with_options(on_path(&name).unwrap_or_else(|| PathBuf::from(name)))),
        Err(_) => ["icpx", "acpp"].iter().find_map(|name| on_path(name)).map(with_options),
    }
}

fn with_options(program: PathBuf) -> SyclCompiler {
    let name = program.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let options = if name.contains("acpp") || name.contains("syclcc") { Vec::new() } else { vec!["-fsycl".to_owned()] };
    SyclCompiler { program, options }
}

/// The SYCL run-times, in the order that the head of this module gives.
pub fn runtimes() -> Result<Runtimes, Missing> {
    if let Some(root) = std::env::var_os("CU2X_SYCL_ROOT").filter(|r| !r.is_empty()) {
        let found = Runtimes { root: PathBuf::from(root), origin: "CU2X_SYCL_ROOT" };
        return if found.is_complete() { Ok(found) } else { Err(Missing::BadRoot(found.root)) };
    }
    let installed = Runtimes { root: data_dir().join("sycl"), origin: "cu2x toolchain install sycl" };
    if installed.is_complete() { Ok(installed) } else { Err(Missing::Nothing) }
}

/// The program called `name` on PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    if name.contains('/') {
        return Path::new(name).is_file().then(|| PathBuf::from(name));
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| is_program(candidate))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// The folder for what can be made again: the shim's files and library, and compiled kernels.
pub fn cache_dir() -> PathBuf {
    own_folder("CU2X_CACHE_DIR", "XDG_CACHE_HOME", ".cache")
}

/// The folder for what the user installed.
pub fn data_dir() -> PathBuf {
    own_folder("CU2X_DATA_DIR", "XDG_DATA_HOME", ".local/share")
}

fn own_folder(own: &str, xdg: &str, below_home: &str) -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(folder) = set(own) {
        return crate::emit::disk::absolute(&folder);
    }
    if let Some(folder) = set(xdg).filter(|f| f.is_absolute()) {
        return folder.join("cu2x");
    }
    match set("HOME") {
        Some(home) => home.join(below_home).join("cu2x"),
        None => std::env::temp_dir().join("cu2x"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_folder_is_no_runtime() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!Runtimes { root: folder.path().to_path_buf(), origin: "test" }.is_complete());
    }

    #[test]
    fn adaptivecpp_needs_no_option_and_icpx_does() {
        assert!(with_options(PathBuf::from("/x/acpp")).options.is_empty());
        assert_eq!(with_options(PathBuf::from("/x/icpx")).options, ["-fsycl"]);
    }
}
