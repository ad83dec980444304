//! Every golden through the compilers that have the last word: the target's, and a C++ compiler for the host side.
//!
//! `tests/support/rtc_compile.cpp` takes files and the options of one run-time compilation, and says of each whether it
//! compiles; it is built once with g++ and then does all goldens in one process.

use crate::golden::outputs;
use crate::tools::{can_build, has, root, succeed};
use cu2x::toolchain::{Toolchain, find};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The SYCL run-time's folder; says "not run" where there is none.
fn runtime(what: &str) -> Option<PathBuf> {
    if !can_build(what) {
        return None;
    }
    match find() {
        Ok(Toolchain::RunTime(runtimes)) => Some(runtimes.root),
        Ok(Toolchain::SingleSource(_)) | Err(_) => {
            eprintln!("{what}: not run: no SYCL run-time");
            None
        }
    }
}

fn includes() -> [PathBuf; 2] {
    ["include", "sycl/include"].map(|folder| root().join("runtime-shims").join(folder))
}

fn build(runtime: &Path, program: &Path) {
    let mut compile = Command::new("g++");
    compile
        .args(["-std=c++17", "-O0", "-DSYCL_DISABLE_FSYCL_SYCLHPP_WARNING", "-w", "-isystem"])
        .arg(runtime.join("include"));
    compile.arg(root().join("tests/support/rtc_compile.cpp")).arg("-o").arg(program);
    compile.arg("-L").arg(runtime.join("lib")).arg("-lsycl");
    succeed(compile.arg(format!("-Wl,-rpath,{}", runtime.join("lib").display())));
}

#[test]
fn goldens_compile_for_the_device() {
    let what = "goldens by the run-time compiler";
    let Some(runtime) = runtime(what) else { return };
    let scratch = tempfile::tempdir().unwrap();
    let program = scratch.path().join("rtc_compile");
    build(&runtime, &program);
    let mut compile = Command::new(&program);
    compile.env("OCL_ICD_FILENAMES", runtime.join("lib/libintelocl.so"));
    for folder in includes() {
        compile.arg(format!("-I{}", folder.display()));
    }
    compile.args(["-std=c++17", "-w", "--"]).args(outputs());
    println!("{}", succeed(&mut compile));
}

#[test]
fn goldens_compile_for_the_host() {
    let what = "goldens by a C++ compiler";
    let Some(runtime) = runtime(what).filter(|_| has("g++", what)) else { return };
    let mut failed = String::new();
    for file in outputs() {
        let mut compile = Command::new("g++");
        compile.args(["-std=c++17", "-fsyntax-only", "-DSYCL_DISABLE_FSYCL_SYCLHPP_WARNING", "-w"]);
        // As the host pass of a SYCL compiler has it.
        compile.args(["-DSYCL_LANGUAGE_VERSION=202001", "-isystem"]).arg(runtime.join("include"));
        for folder in includes() {
            compile.arg("-I").arg(folder);
        }
        let (code, said) = crate::tools::outcome(compile.arg(&file));
        if code != 0 {
            failed.push_str(&format!("{}:\n{said}\n", file.display()));
        }
    }
    assert!(failed.is_empty(), "{failed}");
}
