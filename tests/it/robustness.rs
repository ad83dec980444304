//! What no input may break: no panic, hang or stack overflow, and the promises about equal outputs.
//!
//! Inputs are the corpus and `tests/hostile`, mutated with a fixed seed, and what only a machine would write. Sampled
//! so that one run takes seconds; `CU2X_THOROUGH=1` takes many times as many.

use crate::tools::root;
use cu2x::rules::RuleBase;
use cu2x::source::load::Loader;
use cu2x::translate::{Mode, Request, Translation, translate_by};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

static RULES: LazyLock<Arc<RuleBase>> = LazyLock::new(|| Arc::new(RuleBase::load("sycl", &[]).unwrap()));
const MODES: [Mode; 3] = [Mode::Source, Mode::Device, Mode::Host];
/// Far above what any input here takes, in a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

fn translate(units: Vec<PathBuf>, mode: Mode, jobs: usize, loader: &Loader) -> Translation {
    let request = Request {
        target: "sycl".to_owned(),
        rules: Vec::new(),
        mode,
        include_dirs: Vec::new(),
        defines: Vec::new(),
        undefines: Vec::new(),
        units,
        roots: Vec::new(),
        jobs,
    };
    translate_by(&request, &[mode], &RULES, loader, &|_| {}).remove(0)
}

fn translated(files: &[(&str, &str)], mode: Mode) -> Translation {
    let loader = Loader::in_memory();
    for (path, text) in files {
        loader.insert(*path, *text);
    }
    translate(vec![PathBuf::from(files[0].0)], mode, 1, &loader)
}

/// Translates `text` in every mode, within bounds.
fn survives(what: &str, text: &str) {
    for mode in MODES {
        let start = Instant::now();
        let outcome = std::panic::catch_unwind(|| translated(&[("a.cu", text)], mode));
        assert!(outcome.is_ok(), "{what}: a panic in mode {mode:?} on:\n{text}");
        assert!(start.elapsed() < LIMIT, "{what}: {:?} in mode {mode:?}", start.elapsed());
        for file in outcome.iter().flat_map(|t| t.files.values()) {
            for pair in file.edits.windows(2) {
                assert!(pair[0].end <= pair[1].start, "{what}: {pair:?} overlap in mode {mode:?} on:\n{text}");
            }
        }
    }
}

fn all_files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => all_files(&path, out),
            false => out.push(path),
        }
    }
}

/// Texts of the corpus and of `tests/hostile`, by path.
fn inputs() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    all_files(&root().join("corpus"), &mut files);
    all_files(&root().join("tests/hostile"), &mut files);
    let is_source = |p: &PathBuf| p.extension().is_some_and(|e| ["cu", "cuh", "h", "cpp", "c"].iter().any(|x| e == *x));
    files.retain(is_source);
    let text = |path: PathBuf| {
        let bytes = std::fs::read(&path).unwrap();
        (path, String::from_utf8_lossy(&bytes).into_owned())
    };
    files.into_iter().map(text).collect()
}

/// How many inputs a test takes in an ordinary run.
fn samples(ordinary: usize) -> usize {
    if std::env::var_os("CU2X_THOROUGH").is_some() { ordinary * 100 } else { ordinary }
}

/// A small generator with a fixed seed (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

const FRAGMENTS: &[&str] = &[
    "<<<",
    ">>>",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    "::",
    ";",
    ",",
    "\"",
    "'",
    "R\"(",
    "/*",
    "*/",
    "//",
    "\\\n",
    "#if 1\n",
    "\n#else\n",
    "\n#endif\n",
    "\n#define f(x) x x\n",
    "f(",
    "##",
    "__shared__ ",
    "extern __shared__ ",
    "__global__ ",
    "__device__ ",
    "__constant__ ",
    "template <",
    "template <typename T> ",
    "threadIdx.x",
    "__syncthreads()",
    "auto ",
    "[=] __device__ ",
    "operator()",
    "typedef ",
    "using ",
    "namespace ",
    "struct ",
    "atomicAdd(&",
    "é",
    "\u{10ff80}",
    "\0",
    "...",
];

fn mutated(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..1 + random.below(8) {
        let at = random.below(bytes.len());
        match random.below(4) {
            0 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            1 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let fragment = FRAGMENTS[random.below(FRAGMENTS.len())];
                bytes.splice(at..at, fragment.bytes());
            }
            _ => {
                let end = (at + random.below(200)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, copy);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn mutations_do_not_panic() {
    let inputs = inputs();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..samples(40) {
        let (path, text) = &inputs[random.below(inputs.len())];
        survives(&path.display().to_string(), &mutated(text, &mut random));
    }
}

#[test]
fn what_nests_deeply_does_not_overflow_the_stack() {
    let deep = |open: &str, inner: &str, close: &str, n: usize| format!("{}{inner}{}", open.repeat(n), close.repeat(n));
    let body = |text: &str| format!("__global__ void k(int *a) {{ {text} }}\nint main() {{ k<<<1, 1>>>(0); }}\n");
    for (what, text) in [
        ("parentheses", body(&format!("a[0] = {};", deep("(", "1", ")", 20_000)))),
        ("open parentheses", body(&"(".repeat(20_000))),
        ("blocks", body(&deep("{", "", "}", 20_000))),
        ("calls", body(&format!("a[0] = {};", deep("min(1, ", "1", ")", 5_000)))),
        ("open calls", body(&"atomicAdd(".repeat(5_000))),
        ("subscripts", body(&deep("a[", "0", "];", 5_000))),
        ("unary operators", body(&format!("a[0] = {}1;", "- ".repeat(20_000)))),
        ("operators", body(&format!("a[0] = {}1;", "threadIdx.x + ".repeat(5_000)))),
        ("ternaries", body(&format!("a[0] = {}1;", "1 ? 2 : ".repeat(5_000)))),
        ("ifs", body(&deep("if (1) {", ";", "}", 3_000))),
        ("else ifs", body(&format!("if (0) ; {}", "else if (threadIdx.x) ; ".repeat(3_000)))),
        ("lambdas", body(&format!("auto f = {};", deep("[&] { return ", "1", "; }", 2_000)))),
        ("template arguments", format!("{} x;\n", deep("A<", "int", ">", 5_000))),
        ("template heads", format!("{}__global__ void k() {{}}\n", "template <typename T> ".repeat(2_000))),
        ("namespaces", deep("namespace a {", "__global__ void k() {}", "}", 2_000)),
        ("classes", deep("struct a {", "__device__ void k() {}", "};", 2_000)),
        ("pointers", format!("__device__ int {}p;\n", "*".repeat(20_000))),
        ("arrays", format!("__device__ int a{};\n", "[2]".repeat(5_000))),
        ("conditionals", deep("#if 1\n", "int a;\n", "#endif\n", 5_000)),
        ("conditions", format!("#if {}\nint a;\n#endif\n", deep("(", "1", ")", 20_000))),
        ("launches", format!("int main() {{ {} }}\n", deep("k<<<", "1", ", 1>>>()", 2_000))),
        ("initialisers", format!("int a = {};\n", deep("{", "1", "}", 20_000))),
    ] {
        survives(what, &text);
    }
}

#[test]
fn what_grows_does_not_take_the_machine() {
    let mut bomb = String::from("#define A0 threadIdx.x +\n");
    for at in 1..40 {
        bomb += &format!("#define A{at} A{0} A{0}\n", at - 1);
    }
    survives("a bomb", &format!("{bomb}__global__ void k(int *a) {{ *a = A12 0; *a = A39 0; }}\n"));
    survives("itself", "#include \"a.cu\"\n#include \"a.cu\"\n__global__ void k() {}\n");
    survives("a long line", &format!("__global__ void k(int *a) {{ {} }}\n", "a[threadIdx.x] = 1; ".repeat(5_000)));
    survives("a long name", &format!("__global__ void {}() {{}}\n", "k".repeat(1 << 20)));
    survives("a long string", &format!("const char *s = \"{}\";\n", "<<<".repeat(100_000)));
    survives("an open string", &format!("const char *s = \"{}", "<<<".repeat(10_000)));
    survives("a long comment", &format!("/*{}", "* __global__ ".repeat(50_000)));
    survives("splices", &"\\\n".repeat(50_000));
    survives("empty directives", &"#\n".repeat(50_000));
    let mut files: Vec<(String, String)> = (0..300)
        .map(|at| {
            (
                format!("h{at}.h"),
                format!("#include \"h{}.h\"\n__device__ int f{at}() {{ return threadIdx.x; }}\n", at + 1),
            )
        })
        .collect();
    files.insert(0, ("a.cu".into(), "#include \"h0.h\"\n__global__ void k(int *a) { *a = f0(); }\n".into()));
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    for mode in MODES {
        translated(&files, mode);
    }
}

/// The corpus as units with a loader for them.
fn corpus() -> (Loader, Vec<PathBuf>) {
    let (loader, mut units) = (Loader::in_memory(), Vec::new());
    for (path, text) in inputs() {
        let path = path.strip_prefix(root()).unwrap().to_path_buf();
        if path.extension().is_some_and(|e| e == "cu" || e == "cpp") {
            units.push(path.clone());
        }
        loader.insert(path, text);
    }
    (loader, units)
}

fn texts(translation: &Translation) -> Vec<(&PathBuf, Option<&String>)> {
    translation.files.iter().map(|(path, file)| (path, file.text.as_ref())).collect()
}

#[test]
fn thread_counts_and_repetition_change_no_byte() {
    let (loader, units) = corpus();
    for mode in MODES {
        let with = |jobs| translate(units.clone(), mode, jobs, &loader);
        let (one, eight) = (with(1), with(8));
        assert!(one.files.len() > 100);
        assert!(texts(&one) == texts(&eight), "one thread and eight differ in mode {mode:?}");
        let said = |t: &Translation| t.diagnostics.iter().map(|d| d.text(false)).collect::<String>();
        assert_eq!(said(&one), said(&eight));
    }
}

#[test]
fn files_without_cuda_stay_as_they_are() {
    let files = [
        ("a.cpp", "#include \"a.h\"\n#include <vector>\nint main() { return twice(2) - (1 << 2) * (1 < 2 > 0); }\n"),
        ("a.h", "#pragma once\n#define SQUARE(x) ((x) * (x))\ninline int twice(int a) { return SQUARE(a) / a * 2; }\n"),
        ("b.c", "static int __attribute__((unused)) min(int a, int b) { return a < b ? a : b; }\r\n"),
        ("c.cpp", "template <typename T> struct dim3 { T x; };\nauto f = [](dim3<int> d) { return d.x; };\n"),
        ("d.cpp", "int broken( { ]] ) << > \n#if\n"),
    ];
    let loader = Loader::in_memory();
    for (path, text) in files {
        loader.insert(path, text);
    }
    let units = files.iter().map(|(path, _)| PathBuf::from(path)).filter(|p| p.extension().is_some_and(|e| e != "h"));
    for mode in MODES {
        // Device text cuts host bodies by design.
        if mode == Mode::Device {
            continue;
        }
        let translation = translate(units.clone().collect(), mode, 2, &loader);
        for (path, text) in texts(&translation) {
            assert_eq!(text, None, "{} in mode {mode:?}", path.display());
        }
    }
}

#[test]
fn translating_the_output_changes_nothing() {
    let (loader, units) = corpus();
    let once = translate(units.clone(), Mode::Source, 2, &loader);
    let output = Loader::in_memory();
    for (path, file) in &once.files {
        output.insert(path.clone(), file.text.clone().unwrap_or_else(|| file.original.text.clone()));
    }
    let twice = translate(units, Mode::Source, 2, &output);
    let mut changed = Vec::new();
    for (path, file) in twice.files.iter().filter(|(_, file)| file.text.is_some()) {
        let edits: Vec<_> =
            file.edits.iter().map(|e| format!("{}..{} {:?} {:?}", e.start, e.end, e.text, e.rules)).collect();
        changed.push(format!("{}: {}", path.display(), edits.join("; ")));
    }
    assert!(changed.is_empty(), "translated again:\n{}", changed.join("\n"));
}
