//! `cu2x toolchain install sycl`: DPC++'s run-time compiler and Intel's CPU device, from PyPI.
//!
//! They go into a virtual environment of their own below the user's data folder. Running it again changes nothing
//! where everything is there, and goes on where an earlier run was broken off.

use super::{Runtimes, data_dir, on_path};
use crate::cli::{Wrong, print_line};
use crate::emit::disk;
use std::fs::File;
use std::path::Path;
use std::process::Command;

/// The packages: versions known to work together and with the shim.
const PACKAGES: [&str; 2] = ["intel-sycl-rt>=2026.0", "intel-opencl-rt>=2026.0"];

/// Installs what `target` needs.
pub fn install(target: &str) -> Result<u8, Wrong> {
    if target != "sycl" {
        return Err(Wrong(format!("toolchain install {target}: only `sycl` has something to install")));
    }
    let folder = data_dir().join("sycl");
    let runtimes = Runtimes { root: folder.clone(), origin: "installed" };
    match install_into(&folder, &runtimes) {
        Ok(text) => {
            print_line(&text);
            Ok(0)
        }
        Err(text) => {
            eprintln!("cu2x: error: {text}");
            Ok(1)
        }
    }
}

fn install_into(folder: &Path, runtimes: &Runtimes) -> Result<String, String> {
    let place = folder.display();
    std::fs::create_dir_all(folder).map_err(|error| {
        format!("cannot create {place}: {error}; set CU2X_DATA_DIR to a folder that can be written")
    })?;
    let lock = File::create(folder.join(".lock")).map_err(|error| format!("cannot write {place}: {error}"))?;
    lock.lock().map_err(|error| format!("cannot lock {place}: {error}"))?;
    let done = folder.join(".complete");
    if done.is_file() && runtimes.is_complete() {
        return Ok(format!("the SYCL run-times are installed in {place}"));
    }
    let python = on_path("python3")
        .ok_or("python3 is not on PATH; install it (for example `apt install python3 python3-venv`) and try again")?;
    print_line(&format!("installing {} into {place} (about 1.5 GB) ...", PACKAGES.join(" and ")));
    run(
        Command::new(python).args(["-m", "venv"]).arg(folder),
        "python3 cannot make a virtual environment; on Debian and Ubuntu install python3-venv",
    )?;
    let pip = folder.join("bin/python3");
    let mut command = Command::new(pip);
    command.args(["-m", "pip", "install", "--disable-pip-version-check", "--quiet"]).args(PACKAGES);
    run(
        &mut command,
        "pip cannot install the packages; is there a network, or an index that has them (PIP_INDEX_URL)?",
    )?;
    if !runtimes.is_complete() {
        return Err(format!("the packages are installed, but {place} has no include/sycl/sycl.hpp and lib/libsycl.so"));
    }
    disk::write(&done, b"").map_err(|error| format!("cannot write {place}: {error}"))?;
    Ok(format!("installed the SYCL run-times in {place}"))
}

/// Runs `command`; `hint` says what its failure most likely means.
fn run(command: &mut Command, hint: &str) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("cannot run {program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let telling = said.lines().rev().filter(|line| !line.starts_with("WARNING: Retrying"));
    let tail: Vec<&str> = telling.take(6).collect();
    let tail: Vec<&str> = tail.into_iter().rev().collect();
    Err(format!("{hint}\n{}", tail.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_targets_are_a_wrong_command() {
        assert!(install("opencl").is_err());
    }

    #[test]
    fn what_is_there_is_not_installed_again() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["include/sycl/sycl.hpp", "lib/libsycl.so", ".complete"] {
            disk::write(&folder.path().join(file), b"").unwrap();
        }
        let runtimes = Runtimes { root: folder.path().to_path_buf(), origin: "test" };
        assert!(install_into(folder.path(), &runtimes).unwrap().contains("are installed"));
    }
}
