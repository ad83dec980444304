//! `cu2x doctor`: what is installed, which devices there are, and what to do about what is missing.

use super::{Toolchain, cache_dir, data_dir, on_path, runtimes, sycl_compiler};
use crate::cli::print_line;
use std::path::Path;
use std::process::Command;

/// What one look found.
#[derive(Debug, PartialEq, Eq)]
enum Finding {
    Good(String),
    /// Not needed for everything; the text says what for.
    Absent(String),
    /// Needed; the second text says what to do.
    Missing(String, String),
}

/// Prints what is there; 1 where CUDA code cannot be built.
pub fn doctor() -> u8 {
    print_line(&format!("cu2x {}", env!("CARGO_PKG_VERSION")));
    let mut findings = vec![host_compiler()];
    findings.extend([sycl(), archiver(), python(), folder("cache", &cache_dir()), folder("data", &data_dir())]);
    findings.extend(devices());
    for finding in &findings {
        match finding {
            Finding::Good(text) => print_line(&format!("  ok       {text}")),
            Finding::Absent(text) => print_line(&format!("  absent   {text}")),
            Finding::Missing(text, cure) => print_line(&format!("  MISSING  {text}\n           -> {cure}")),
        }
    }
    u8::from(findings.iter().any(|finding| matches!(finding, Finding::Missing(..))))
}

fn first_line(program: &Path, option: &str) -> Option<String> {
    let output = Command::new(program).arg(option).output().ok()?;
    String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned)
}

fn host_compiler() -> Finding {
    match on_path("g++").and_then(|program| first_line(&program, "--version")) {
        Some(version) => Finding::Good(format!("C++ compiler: {version}")),
        None => Finding::Missing("C++ compiler g++".into(), "install it, for example with `apt install g++`".into()),
    }
}

fn archiver() -> Finding {
    match on_path("ar") {
        Some(path) => Finding::Good(format!("archiver: {}", path.display())),
        None => Finding::Missing("archiver ar".into(), "install binutils".into()),
    }
}

fn sycl() -> Finding {
    if let Some(compiler) = sycl_compiler() {
        return Finding::Good(format!("SYCL compiler: {} (single-source)", compiler.program.display()));
    }
    match runtimes() {
        Ok(found) => {
            let text =
                format!("SYCL run-time: {} ({}); kernels compile at run time", found.root.display(), found.origin);
            Finding::Good(text)
        }
        Err(error) => Finding::Missing(error.to_string(), "run `cu2x toolchain install sycl`".into()),
    }
}

fn python() -> Finding {
    match on_path("python3").and_then(|program| first_line(&program, "--version")) {
        Some(version) => Finding::Good(format!("{version} (for `cu2x toolchain install`)")),
        None => Finding::Absent("python3: `cu2x toolchain install` needs it".into()),
    }
}

fn folder(what: &str, path: &Path) -> Finding {
    let probe = tempfile::Builder::new().prefix(".cu2x-probe").tempfile_in(path);
    let writable = probe.is_ok() || std::fs::create_dir_all(path).is_ok();
    if writable {
        return Finding::Good(format!("{what} folder: {}", path.display()));
    }
    let variable = format!("CU2X_{}_DIR", what.to_uppercase());
    let cure = format!("set {variable} to a folder that can be written");
    Finding::Missing(format!("{what} folder {} cannot be written", path.display()), cure)
}

/// A program that names the devices: nothing else here can ask the run-time without linking it.
const LISTER: &str = r#"
#include <sycl/sycl.hpp>
#include <iostream>
int main() {
  for (const auto &device : sycl::device::get_devices())
    std::cout << device.get_info<sycl::info::device::name>() << " ["
              << device.get_platform().get_info<sycl::info::platform::name>() << "]\n";
}
"#;

fn devices() -> Vec<Finding> {
    let Ok(toolchain) = super::find() else { return Vec::new() };
    match list_devices(&toolchain) {
        Ok(names) if names.is_empty() => {
            let cure = "install a driver, or the CPU run-time with `cu2x toolchain install sycl`";
            vec![Finding::Missing("no SYCL device".into(), cure.into())]
        }
        Ok(names) => names.into_iter().map(|name| Finding::Good(format!("device: {name}"))).collect(),
        Err(error) => {
            let cure = "see the message; `cu2x toolchain install sycl` repairs an incomplete installation";
            vec![Finding::Missing(format!("devices could not be listed: {error}"), cure.into())]
        }
    }
}

fn list_devices(toolchain: &Toolchain) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let (source, program) = (folder.path().join("devices.cpp"), folder.path().join("devices"));
    std::fs::write(&source, LISTER).map_err(|e| e.to_string())?;
    let mut run = Command::new(&program);
    let mut compile = match toolchain {
        Toolchain::SingleSource(compiler) => {
            let mut command = Command::new(&compiler.program);
            command.args(&compiler.options).arg(&source);
            command
        }
        Toolchain::RunTime(runtimes) => {
            let lib = runtimes.lib();
            let mut command = Command::new("g++");
            command.args(["-std=c++17", "-DSYCL_DISABLE_FSYCL_SYCLHPP_WARNING"]).arg(&source);
            command.arg("-isystem").arg(runtimes.include()).arg("-L").arg(&lib).arg("-lsycl");
            let cpu = lib.join("libintelocl.so");
            if cpu.exists() && std::env::var_os("OCL_ICD_FILENAMES").is_none() {
                run.env("OCL_ICD_FILENAMES", cpu);
            }
            run.env("LD_LIBRARY_PATH", &lib);
            command
        }
    };
    output_of(compile.args(["-std=c++17", "-o"]).arg(&program))?;
    Ok(output_of(&mut run)?.lines().map(str::to_owned).collect())
}

fn output_of(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    Err(text.lines().find(|line| line.contains("error")).or(text.lines().next()).unwrap_or("no message").to_owned())
}
