//! The runtime shim on disk: its files unpacked, and its library built, once for all runs of cu2x.
//!
//! Both stand in the cache folder under the hash of what they are made of, so that another version of cu2x or
//! another toolchain gets its own, and a file lock lets any number of cu2x processes ask at the same time.

use super::{Runtimes, Toolchain, cache_dir};
use crate::embedded::SHIMS;
use crate::emit::disk;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Why the shim is not there.
#[derive(Debug, thiserror::Error)]
pub enum ShimError {
    /// The cache folder cannot be written.
    #[error("cannot write the cache folder {0}: {1} (set CU2X_CACHE_DIR to a folder that can be written)")]
    Cache(PathBuf, io::Error),
    /// The program that compiles is absent.
    #[error("cannot run {0}: {1}")]
    Compiler(PathBuf, io::Error),
    /// A source does not compile.
    #[error("the runtime library does not build with this toolchain:\n{0}")]
    Build(String),
}

/// The include folders for targets carried by SYCL, below the shim's folder, in search order.
pub const INCLUDE_FOLDERS: [&str; 2] = ["include", "sycl/include"];

/// The list of the library's sources, below the shim's folder.
const SOURCES: &str = "sycl/sources.txt";

/// The folder with the shim's files, unpacked where that was not done before.
pub fn unpacked() -> Result<PathBuf, ShimError> {
    let parts: Vec<&[u8]> = SHIMS.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]).collect();
    let folder = cache_dir().join(format!("shims-{}", disk::hash(&parts)));
    let failed = |error| ShimError::Cache(cache_dir(), error);
    once(&folder, failed, || {
        SHIMS.iter().try_for_each(|(name, text)| disk::write(&folder.join(name), text.as_bytes())).map_err(failed)
    })?;
    Ok(folder)
}

/// The paths of the library's sources below the shim's folder.
pub fn library_sources() -> Vec<&'static str> {
    let list = SHIMS.iter().find(|(name, _)| *name == SOURCES).map_or("", |(_, text)| *text);
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The folder with `libcu2x.a`, built with `toolchain` where that was not done before.
pub fn library(toolchain: &Toolchain, compiler: &Path) -> Result<PathBuf, ShimError> {
    let shims = unpacked()?;
    let build = Build::new(toolchain, compiler, &shims);
    let shims_name = shims.as_os_str().as_encoded_bytes();
    let key = disk::hash(&[shims_name, build.command_line().as_bytes(), &stamp(toolchain)]);
    let folder = cache_dir().join(format!("runtime-{key}"));
    let failed = |error| ShimError::Cache(cache_dir(), error);
    once(&folder, failed, || build.run(&folder))?;
    Ok(folder)
}

/// Something that changes when other libraries are installed into the same folder.
fn stamp(toolchain: &Toolchain) -> Vec<u8> {
    let file = match toolchain {
        Toolchain::RunTime(runtimes) => runtimes.lib().join("libsycl.so"),
        Toolchain::SingleSource(compiler) => compiler.program.clone(),
    };
    let resolved = std::fs::canonicalize(&file).unwrap_or(file);
    let length = std::fs::metadata(&resolved).map_or(0, |m| m.len());
    format!("{} {length}", resolved.display()).into_bytes()
}

/// Runs `make` for `folder` unless it was made before, alone among all processes.
fn once(
    folder: &Path,
    failed: impl Fn(io::Error) -> ShimError,
    make: impl FnOnce() -> Result<(), ShimError>,
) -> Result<(), ShimError> {
    let done = folder.join(".complete");
    if done.is_file() {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(&failed)?;
    let lock = File::create(folder.join(".lock")).map_err(&failed)?;
    lock.lock().map_err(&failed)?;
    if !done.is_file() {
        make()?;
        disk::write(&done, b"").map_err(&failed)?;
    }
    Ok(())
}

/// How one source of the library is compiled.
struct Build {
    program: PathBuf,
    options: Vec<String>,
    shims: PathBuf,
}

impl Build {
    fn new(toolchain: &Toolchain, compiler: &Path, shims: &Path) -> Self {
        let mut options: Vec<String> = ["-std=c++17", "-O2", "-fPIC", "-c"].map(str::to_owned).into();
        options.extend(INCLUDE_FOLDERS.iter().map(|f| format!("-I{}", shims.join(f).display())));
        options.push(format!("-I{}", shims.join("common").display()));
        let program = match toolchain {
            Toolchain::RunTime(Runtimes { root, .. }) => {
                options.push("-DSYCL_DISABLE_FSYCL_SYCLHPP_WARNING".to_owned());
                options.push(format!("-isystem{}", root.join("include").display()));
                compiler.to_path_buf()
            }
            Toolchain::SingleSource(sycl) => {
                options.splice(0..0, sycl.options.iter().cloned());
                sycl.program.clone()
            }
        };
        Build { program, options, shims: shims.to_path_buf() }
    }

    fn command_line(&self) -> String {
        format!("{} {}", self.program.display(), self.options.join(" "))
    }

    /// Compiles every source, as many at a time as there are cores, and archives the objects.
    fn run(&self, folder: &Path) -> Result<(), ShimError> {
        use rayon::prelude::*;
        let sources = library_sources();
        let objects: Vec<PathBuf> =
            sources.iter().map(|s| folder.join(format!("{}.o", s.replace(['/', '.'], "_")))).collect();
        let compile = |(source, object): (&&str, &PathBuf)| {
            let mut command = Command::new(&self.program);
            command.args(&self.options).arg(self.shims.join(source)).arg("-o").arg(object);
            run(&mut command)
        };
        sources.par_iter().zip(&objects).try_for_each(compile)?;
        let archive = folder.join("libcu2x.a");
        // `ar` adds to an archive that a killed process may have left behind.
        let _ = std::fs::remove_file(&archive);
        run(Command::new("ar").arg("rcs").arg(&archive).args(&objects))
    }
}

fn run(command: &mut Command) -> Result<(), ShimError> {
    let program = PathBuf::from(command.get_program());
    let output = command.output().map_err(|error| ShimError::Compiler(program, error))?;
    if output.status.success() {
        return Ok(());
    }
    Err(ShimError::Build(String::from_utf8_lossy(&output.stderr).into_owned()))
}
