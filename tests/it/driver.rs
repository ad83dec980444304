//! `cu2x nvcc` on small programs: every way in which builds use a compiler.

use crate::tools::{can_build, cu2x, folder, has, outcome, succeed};
use std::path::Path;
use std::process::Command;

const KERNEL: &str = "#include \"scale.h\"\n\
    __global__ void scale(float *a, float f, int n) {\n\
      int i = blockIdx.x * blockDim.x + threadIdx.x;\n\
      if (i < n) a[i] *= f;\n\
    }\n\
    void run(float *a, float f, int n) {\n\
      float *d;\n\
      cudaMalloc(&d, n * sizeof(float));\n\
      cudaMemcpy(d, a, n * sizeof(float), cudaMemcpyHostToDevice);\n\
      scale<<<(n + 63) / 64, 64>>>(d, f, n);\n\
      cudaMemcpy(a, d, n * sizeof(float), cudaMemcpyDeviceToHost);\n\
      cudaFree(d);\n\
    }\n";
const HEADER: &str = "#pragma once\nvoid run(float *a, float f, int n);\n";
const MAIN: &str = "#include \"scale.h\"\n#include <cstdio>\n\
    int main() {\n\
      float a[100];\n\
      for (int i = 0; i < 100; i++) a[i] = i;\n\
      run(a, 2.0f, 100);\n\
      for (int i = 0; i < 100; i++) if (a[i] != 2.0f * i) return 1;\n\
      std::puts(\"PASS\");\n\
    }\n";

fn project() -> tempfile::TempDir {
    folder(&[("src/scale.cu", KERNEL), ("inc/scale.h", HEADER), ("src/main.cpp", MAIN)])
}

fn nvcc(folder: &Path, line: &str) -> Command {
    let mut command = cu2x();
    command.current_dir(folder).args(["nvcc", "--to", "sycl"]).args(line.split_whitespace());
    command
}

fn passes(program: &Path) {
    assert_eq!(succeed(&mut Command::new(program)).trim(), "PASS");
}

#[test]
fn compile_and_link_in_one_command() {
    if !can_build("compile and link in one command") {
        return;
    }
    let folder = project();
    succeed(&mut nvcc(folder.path(), "-O2 -arch=sm_70 -Iinc src/scale.cu src/main.cpp -o program -lcudart -lm"));
    passes(&folder.path().join("program"));
}

#[test]
fn objects_libraries_and_device_link() {
    if !can_build("objects, static libraries and the device link") {
        return;
    }
    let folder = project();
    for line in [
        "-rdc=true -Iinc -dc src/scale.cu -o scale.o",
        "-Iinc -c src/main.cpp -o main.o",
        "-arch=sm_70 -dlink scale.o main.o -o link.o",
        "-lib scale.o -o libscale.a",
        "main.o link.o -L. -lscale -lcudadevrt -o program",
    ] {
        succeed(&mut nvcc(folder.path(), line));
    }
    passes(&folder.path().join("program"));
    succeed(&mut nvcc(folder.path(), "-shared -Xcompiler -fPIC -Iinc src/scale.cu -o libscale.so"));
    succeed(&mut nvcc(folder.path(), "main.o -L. -lscale -Xlinker -rpath,. -o shared"));
    assert_eq!(succeed(Command::new("./shared").current_dir(folder.path())).trim(), "PASS");
}

#[test]
fn an_unchanged_makefile_builds_in_parallel() {
    let what = "an unchanged Makefile with make -j";
    if !can_build(what) || !has("make", what) {
        return;
    }
    let folder = project();
    let makefile = "CC = nvcc\nOBJ = scale.o main.o\n\
        program: $(OBJ)\n\t$(CC) $(OBJ) -o $@ -lcudart\n\
        %.o: src/%.cu\n\t$(CC) -O3 -std=c++14 -Xcompiler -Wall -arch=sm_60 -Iinc -MD -MF $*.d -c $< -o $@\n\
        %.o: src/%.cpp\n\t$(CC) -O3 -Iinc -c $< -o $@\n";
    std::fs::write(folder.path().join("Makefile"), makefile).unwrap();
    let compiler = format!("CC={} nvcc --to sycl", env!("CARGO_BIN_EXE_cu2x"));
    succeed(Command::new("make").current_dir(folder.path()).args(["-j4", &compiler]));
    passes(&folder.path().join("program"));
    let dependencies = std::fs::read_to_string(folder.path().join("scale.d")).unwrap();
    assert!(dependencies.starts_with("scale.o:"), "{dependencies}");
    assert!(dependencies.contains("src/scale.cu") && dependencies.contains("inc/scale.h"), "{dependencies}");
    assert!(!dependencies.contains(".cpp ") && !dependencies.contains("/host/"), "{dependencies}");
}

#[test]
fn translated_text_is_kept_where_asked() {
    if !can_build("--keep") {
        return;
    }
    let folder = project();
    succeed(&mut nvcc(folder.path(), "--keep -Iinc -c src/scale.cu -o scale.o"));
    let kept = folder.path().join("scale.cu2x");
    let names: Vec<_> = std::fs::read_dir(&kept).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(names.iter().any(|name| name == "source"), "{names:?}");
}

#[test]
fn preprocessed_text_and_make_rules_are_printed() {
    if !can_build("-E and -MM") {
        return;
    }
    let folder = project();
    let rules = succeed(&mut nvcc(folder.path(), "-MM -Iinc src/scale.cu"));
    assert!(rules.starts_with("scale.o: src/scale.cu"), "{rules}");
    let text = succeed(&mut nvcc(folder.path(), "-E -Iinc src/main.cpp"));
    assert!(text.contains("void run(float *a, float f, int n);"), "{text}");
}

#[test]
fn errors_of_the_host_compiler_name_the_users_file() {
    if !can_build("messages of the host compiler") {
        return;
    }
    let folder = folder(&[("a.cu", "int main() {\n  return undeclared;\n}\n")]);
    let (code, said) = outcome(&mut nvcc(folder.path(), "-c a.cu"));
    assert_eq!(code, 1);
    assert!(said.contains("a.cu:2:"), "{said}");
}

#[test]
fn what_cannot_be_honoured_is_said() {
    let folder = folder(&[("a.cu", "int main() {}\n")]);
    let (code, said) = outcome(&mut nvcc(folder.path(), "-ptx a.cu"));
    assert_eq!(code, 2);
    assert!(said.contains("PTX"), "{said}");
    let (code, said) = outcome(&mut nvcc(folder.path(), ""));
    assert_eq!(code, 2, "{said}");
    let (_, said) = outcome(&mut nvcc(folder.path(), "--frobnicate -lcublas -dryrun a.cu"));
    if can_build("warnings about options") {
        assert!(said.contains("CU0501") && said.contains("CU0502"), "{said}");
    }
}

#[test]
fn the_version_is_one_that_build_systems_understand() {
    let text = succeed(&mut nvcc(Path::new("."), "--version"));
    assert!(text.contains("release 12.") && text.contains("cu2x"), "{text}");
}

/// A compiler that only says how it was called.
const FAKE: &str =
    "#!/bin/sh\necho \"$0 $*\" >> \"$LOG\"\nwhile [ $# -gt 0 ]; do [ \"$1\" = -o ] && : > \"$2\"; shift; done\n";

#[test]
#[cfg(unix)]
fn a_sycl_compiler_on_path_gets_the_single_source_text() {
    use std::os::unix::fs::PermissionsExt;
    let folder = project();
    let fake = folder.path().join("icpx");
    std::fs::write(&fake, FAKE).unwrap();
    std::fs::set_permissions(&fake, std::fs::Permissions::from_mode(0o755)).unwrap();
    let log = folder.path().join("log");
    let mut command = nvcc(folder.path(), "-O2 -Iinc -c src/scale.cu -o scale.o");
    command.env("CU2X_SYCL_COMPILER", &fake).env("LOG", &log);
    command.env("CU2X_CACHE_DIR", folder.path().join("cache"));
    succeed(&mut command);
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("-fsycl") && log.contains("/source/") && log.contains("-O2"), "{log}");
}
