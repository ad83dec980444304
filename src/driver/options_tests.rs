//! Tests of how nvcc's arguments are read.

use super::*;

fn parsed(line: &str) -> Options {
    parse(&split_words(line)).unwrap()
}

fn file(name: &str) -> Input {
    Input::File(PathBuf::from(name), language_of(Path::new(name)))
}

#[test]
fn a_usual_compile_line() {
    let o = parsed("-std=c++17 -Xcompiler -Wall -arch=sm_60 -O3 -c main.cu -o main.o");
    assert_eq!(o.action, Action::Compile);
    assert_eq!(o.inputs, [file("main.cu")]);
    assert_eq!(o.output.as_deref(), Some(Path::new("main.o")));
    assert_eq!(o.to_compiler, ["-Wall"]);
    assert_eq!((o.standard.as_deref(), o.optimise.as_deref()), (Some("c++17"), Some("3")));
    assert_eq!(o.architecture, Some(60));
    assert!(o.unknown.is_empty());
}

#[test]
fn a_usual_link_line_keeps_the_order() {
    let o = parsed("-arch=sm_60 a.o b.o libx.a -o main -L /x -Llib -lm -l pthread -lcudart");
    assert_eq!(o.action, Action::Link);
    let library = |name: &str| Input::Library(name.to_owned());
    assert_eq!(
        o.inputs,
        [file("a.o"), file("b.o"), file("libx.a"), library("m"), library("pthread"), library("cudart")]
    );
    assert_eq!(o.library_folders, [PathBuf::from("/x"), PathBuf::from("lib")]);
}

#[test]
fn joined_and_separate_spellings_agree() {
    let a = parsed("-I inc -D N=4 -U X --std c++20 --output-file out -include pre.h a.cu");
    let b = parsed("-Iinc -DN=4 -UX -std=c++20 -oout --pre-include=pre.h a.cu");
    assert_eq!((&a.includes, &a.macros, &a.standard), (&b.includes, &b.macros, &b.standard));
    assert_eq!((&a.output, &a.pre_includes), (&b.output, &b.pre_includes));
    assert_eq!(a.macros[0], Macro::Define("N".into(), Some("4".into())));
    assert_eq!(a.macros[1].option(), "-UX");
}

#[test]
fn lists_are_split_at_commas() {
    let o =
        parsed(r#"-Xcompiler "-fPIC,-O2" -Xcompiler=-Wall -Xlinker -rpath,/x --compiler-options '-DA="b,c\,d"' a.cu"#);
    assert_eq!(o.to_compiler, ["-fPIC", "-O2", "-Wall", "-DA=b", "c,d"]);
    assert_eq!(o.to_linker, ["-rpath", "/x"]);
}

#[test]
fn device_only_options_are_accepted_in_silence() {
    let o = parsed(
        "-gencode arch=compute_70,code=sm_70 -gencode=arch=compute_80,code=[sm_80,compute_80] -rdc=true -rdc true \
         --extended-lambda --expt-relaxed-constexpr -lineinfo -G -res-usage --ptxas-options=-v -Xptxas -v \
         -maxrregcount=32 -t 4 -t0 --default-stream per-thread --fmad=false -m64 -use_fast_math a.cu",
    );
    assert!(o.unknown.is_empty() && o.to_compiler.is_empty(), "{o:?}");
    assert_eq!(o.inputs, [file("a.cu")]);
    assert!(o.fast_math && o.no_contraction);
    assert_eq!(o.architecture, Some(70));
}

#[test]
fn unknown_options_go_to_the_host_compiler_and_are_named() {
    let o = parsed("-fopenmp -march=native --frobnicate a.cu");
    assert_eq!(o.to_compiler, ["-fopenmp", "-march=native", "--frobnicate"]);
    assert_eq!(o.unknown, ["--frobnicate"]);
    assert!(parsed("-forward-unknown-to-host-compiler --frobnicate a.cu").unknown.is_empty());
}

#[test]
fn language_is_taken_from_x_or_from_the_name() {
    let o = parsed("a.cpp -x cu b.cpp -x c++ c.cu");
    let languages: Vec<_> = o.sources().map(|(_, language)| language).collect();
    assert_eq!(languages, [Language::Cpp, Language::Cuda, Language::Cpp]);
    assert_eq!(parse(&split_words("-x fortran")).unwrap_err(), BadCommand::Language("fortran".into()));
}

#[test]
fn device_formats_are_refused_and_missing_values_said() {
    assert!(matches!(parse(&split_words("-ptx a.cu")), Err(BadCommand::DeviceCode(_))));
    assert_eq!(parse(&split_words("a.cu -o")).unwrap_err(), BadCommand::NoValue("-o".into()));
}

#[test]
fn dependency_options_are_read() {
    let o = parsed("-MD -MF x.d -MT a.o -MP -c a.cu");
    assert_eq!(o.dependencies.option, Some("-MD"));
    assert_eq!(o.dependencies.targets, [("-MT", "a.o".to_owned())]);
    assert!(o.dependencies.phony && o.action == Action::Compile);
    assert_eq!(parsed("-MM a.cu").action, Action::Dependencies);
}

#[test]
fn response_files_are_read_and_their_depth_is_limited() {
    let folder = tempfile::tempdir().unwrap();
    let file_path = folder.path().join("args");
    std::fs::write(&file_path, "-O2 -I 'a b'\n a.cu").unwrap();
    let o = parsed(&format!("@{} -c", file_path.display()));
    assert_eq!(o.includes, [PathBuf::from("a b")]);
    let o = parsed(&format!("-optf {} b.cu", file_path.display()));
    assert_eq!(o.inputs, [file("a.cu"), file("b.cu")]);
    std::fs::write(&file_path, format!("@{}", file_path.display())).unwrap();
    assert_eq!(parse(&[format!("@{}", file_path.display())]).unwrap_err(), BadCommand::OptionsDepth);
}

#[test]
fn werror_takes_nvccs_kinds_only() {
    assert_eq!(parsed("-Werror all-warnings a.cu").to_compiler, ["-Werror"]);
    assert!(parsed("-Werror=cross-execution-space-call a.cu").to_compiler.is_empty());
    assert_eq!(parsed("-Werror a.cu").inputs, [file("a.cu")]);
}
