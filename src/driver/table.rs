//! The options of nvcc, and what cu2x does with each.
//!
//! One row an option: its names without leading dashes, whether a value follows, and its effect. Options that
//! matter only to NVIDIA's device compiler are [`Effect::Ignore`]d in silence: they cannot change what a program
//! computes on another chip.

/// What an option does to the [`super::options::Options`].
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Accepted without effect.
    Ignore,
    /// `-c`, `-dc`, `-dw`: stop after compiling.
    Compile,
    /// `-E`.
    Preprocess,
    /// `-M`.
    Dependencies,
    /// `-MM`.
    UserDependencies,
    /// `-MD`.
    WriteDependencies,
    /// `-MMD`.
    WriteUserDependencies,
    /// `-MF`.
    DependencyFile,
    /// `-MT`.
    DependencyTarget,
    /// `-MQ`.
    DependencyTargetQuoted,
    /// `-MP`.
    DependencyPhony,
    /// `-lib`.
    Library,
    /// `-dlink`.
    DeviceLink,
    /// `-link`, `-dlink` undone.
    Link,
    /// `-shared`.
    Shared,
    /// `-ptx`, `-cubin` and the like: there is no such output here.
    DeviceCode,
    /// `-o`.
    Output,
    /// `-odir`.
    OutputFolder,
    /// `-I`.
    Include,
    /// `-isystem`.
    SystemInclude,
    /// `-include`.
    PreInclude,
    /// `-D`.
    Define,
    /// `-U`.
    Undefine,
    /// `-O`.
    Optimise,
    /// `-std`.
    Standard,
    /// `-g`.
    Debug,
    /// `-pg`.
    Profile,
    /// `-w`.
    NoWarnings,
    /// `-Werror`.
    WarningsAreErrors,
    /// `-x`.
    Language,
    /// `-l`.
    LinkLibrary,
    /// `-L`.
    LibraryFolder,
    /// `-Xcompiler`.
    ToCompiler,
    /// `-Xlinker`.
    ToLinker,
    /// `-Xarchive`.
    ToArchiver,
    /// `-ccbin`.
    HostCompiler,
    /// `-use_fast_math`.
    FastMath,
    /// `-fmad`.
    Fmad,
    /// `-arch`, `-gencode`, `-code`: only the number for `__CUDA_ARCH__` is read.
    Architecture,
    /// `--keep`.
    Keep,
    /// `--keep-dir`.
    KeepFolder,
    /// `-v`.
    Verbose,
    /// `--dryrun`.
    DryRun,
    /// `-optf`.
    OptionsFile,
    /// `-forward-unknown-to-host-compiler`.
    ForwardUnknown,
    /// `-h`.
    Help,
    /// `-V`.
    Version,
    /// `--list-gpu-arch`, `--list-gpu-code`.
    ListArchitectures,
    /// `--to`: cu2x's own, the target.
    Target,
    /// `--rules`: cu2x's own, a folder of rules.
    Rules,
}

/// Whether an option takes a value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// None.
    No,
    /// One, as the next argument or after `=`.
    One,
    /// As [`Value::One`], or written together with the name: `-Idir`.
    Joined,
    /// Only together with the name or after `=`, the name alone standing for a default: `-O`, `-Werror`.
    Optional,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    /// Names without leading dashes.
    pub names: &'static [&'static str],
    /// Whether a value follows.
    pub value: Value,
    /// What it does.
    pub effect: Effect,
}

const fn row(names: &'static [&'static str], value: Value, effect: Effect) -> Row {
    Row { names, value, effect }
}

use Effect as E;
use Value::{Joined, No, One, Optional};

/// Every option that cu2x knows.
pub const TABLE: &[Row] = &[
    row(&["c", "compile", "dc", "device-c", "dw", "device-w"], No, E::Compile),
    row(&["E", "preprocess"], No, E::Preprocess),
    row(&["M", "generate-dependencies"], No, E::Dependencies),
    row(&["MM", "generate-nonsystem-dependencies"], No, E::UserDependencies),
    row(&["MD", "generate-dependencies-with-compile"], No, E::WriteDependencies),
    row(&["MMD", "generate-nonsystem-dependencies-with-compile"], No, E::WriteUserDependencies),
    row(&["MF", "dependency-output"], One, E::DependencyFile),
    row(&["MT", "dependency-target-name"], One, E::DependencyTarget),
    row(&["MQ"], One, E::DependencyTargetQuoted),
    row(&["MP", "generate-dependency-targets"], No, E::DependencyPhony),
    row(&["lib"], No, E::Library),
    row(&["dlink", "device-link"], No, E::DeviceLink),
    row(&["link"], No, E::Link),
    row(&["shared"], No, E::Shared),
    row(&["ptx", "cubin", "fatbin", "cuda", "optix-ir", "ltoir"], No, E::DeviceCode),
    row(&["o", "output-file"], Joined, E::Output),
    row(&["odir", "output-directory"], One, E::OutputFolder),
    row(&["I", "include-path"], Joined, E::Include),
    row(&["isystem", "system-include"], Joined, E::SystemInclude),
    row(&["include", "pre-include"], One, E::PreInclude),
    row(&["D", "define-macro"], Joined, E::Define),
    row(&["U", "undefine-macro"], Joined, E::Undefine),
    row(&["O", "optimize"], Optional, E::Optimise),
    row(&["std"], One, E::Standard),
    row(&["g", "debug"], No, E::Debug),
    row(&["G", "device-debug"], No, E::Ignore),
    row(&["pg", "profile"], No, E::Profile),
    row(&["w", "disable-warnings"], No, E::NoWarnings),
    row(&["Werror"], Optional, E::WarningsAreErrors),
    row(&["x"], Joined, E::Language),
    row(&["l", "library"], Joined, E::LinkLibrary),
    row(&["L", "library-path"], Joined, E::LibraryFolder),
    row(&["Xcompiler", "compiler-options"], One, E::ToCompiler),
    row(&["Xlinker", "linker-options"], One, E::ToLinker),
    row(&["Xarchive", "archive-options"], One, E::ToArchiver),
    row(&["ccbin", "compiler-bindir"], One, E::HostCompiler),
    row(&["use_fast_math"], No, E::FastMath),
    row(&["fmad"], One, E::Fmad),
    row(&["arch", "gpu-architecture", "code", "gpu-code", "gencode", "generate-code"], One, E::Architecture),
    row(&["keep", "save-temps"], No, E::Keep),
    row(&["keep-dir"], One, E::KeepFolder),
    row(&["v", "verbose"], No, E::Verbose),
    row(&["dryrun"], No, E::DryRun),
    row(&["optf", "options-file"], One, E::OptionsFile),
    row(&["forward-unknown-to-host-compiler", "forward-unknown-to-host-linker"], No, E::ForwardUnknown),
    row(&["forward-unknown-opts"], No, E::ForwardUnknown),
    row(&["h", "help"], No, E::Help),
    row(&["V", "version"], No, E::Version),
    row(&["list-gpu-arch", "list-gpu-code"], No, E::ListArchitectures),
    row(&["to"], One, E::Target),
    row(&["rules"], One, E::Rules),
    row(&["m64", "m32", "m", "machine"], No, E::Ignore),
    row(&["rdc", "relocatable-device-code"], One, E::Ignore),
    row(&["Xptxas", "ptxas-options", "Xnvlink", "nvlink-options", "Xcicc", "Xnvvm"], One, E::Ignore),
    row(&["maxrregcount", "default-stream", "ftz", "prec-div", "prec-sqrt", "cudart", "cudadevrt"], One, E::Ignore),
    row(&["t", "threads", "split-compile", "split-compile-extended"], Joined, E::Ignore),
    row(
        &["dopt", "jump-table-density", "entries", "e", "ftemplate-depth", "ftemplate-backtrace-limit"],
        One,
        E::Ignore,
    ),
    row(
        &["diag-suppress", "diag-error", "diag-warn", "libdevice-directory", "ldir", "target-directory"],
        One,
        E::Ignore,
    ),
    row(
        &["target-dir", "run-args", "time", "maximum-stack-size", "frandom-seed", "opt-info", "compress-mode"],
        One,
        E::Ignore,
    ),
    row(&["lineinfo", "generate-line-info", "res-usage", "resource-usage", "restrict", "ewp"], No, E::Ignore),
    row(&["extensible-whole-program", "extended-lambda", "expt-extended-lambda"], No, E::Ignore),
    row(&["expt-relaxed-constexpr", "extra-device-vectorization", "src-in-ptx", "source-in-ptx"], No, E::Ignore),
    row(&["err-no", "display-error-number", "no-display-error-number", "objdir-as-tempdir", "objtemp"], No, E::Ignore),
    row(
        &["Wno-deprecated-gpu-targets", "Wreorder", "Wdefault-stream-launch", "Wext-lambda-captures-this"],
        No,
        E::Ignore,
    ),
    row(&["Wmissing-launch-bounds", "keep-device-functions", "no-compress", "no-align-double"], No, E::Ignore),
    row(
        &["no-host-device-initializer-list", "no-host-device-move-forward", "noprof", "dont-use-profile"],
        No,
        E::Ignore,
    ),
    row(&["dlto", "dlink-time-opt", "lto", "gen-opt-lto", "static-global-template-stub"], Optional, E::Ignore),
    row(&["clean", "clean-targets", "suppress-stack-size-warning", "nodlink", "no-device-link"], No, E::Ignore),
    row(&["brief-diagnostics", "disable-optimizer-constants", "device-stack-protector", "static"], Optional, E::Ignore),
];

/// The row for an option as spelled, and the value joined to it.
pub fn find(spelled: &str) -> Option<(&'static Row, Option<&str>)> {
    let name = spelled.strip_prefix("--").or_else(|| spelled.strip_prefix('-'))?;
    if let Some(row) = TABLE.iter().find(|row| row.names.contains(&name)) {
        return Some((row, None));
    }
    if let Some((name, value)) = name.split_once('=')
        && let Some(row) = TABLE.iter().find(|row| row.names.contains(&name) && row.value != No)
    {
        return Some((row, Some(value)));
    }
    if spelled.starts_with("--") {
        return None;
    }
    // The longest name wins, so that `-isystemdir` is not `-i`.
    let joined = |row: &'static Row| {
        let fits = |n: &&&str| name.len() > n.len() && name.starts_with(**n) && may_join(row, n);
        row.names.iter().filter(fits).max_by_key(|n| n.len()).map(|n| (row, &name[n.len()..]))
    };
    let found = TABLE.iter().filter_map(joined).min_by_key(|(_, value)| value.len());
    found.map(|(row, value)| (row, Some(value)))
}

/// Whether a value may follow name `name` of `row` without a space.
fn may_join(row: &Row, name: &str) -> bool {
    match row.value {
        Joined => name.len() == 1 || name == "isystem",
        Optional => name == "O",
        One | No => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(spelled: &str) -> Option<(Effect, Option<&str>)> {
        find(spelled).map(|(row, value)| (row.effect, value))
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = TABLE.iter().flat_map(|row| row.names).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn spellings_joined_and_separate_are_told_apart() {
        assert_eq!(effect("-Ifoo"), Some((Effect::Include, Some("foo"))));
        assert_eq!(effect("-I"), Some((Effect::Include, None)));
        assert_eq!(effect("-isystem/x"), Some((Effect::SystemInclude, Some("/x"))));
        assert_eq!(effect("-lineinfo"), Some((Effect::Ignore, None)));
        assert_eq!(effect("-lib"), Some((Effect::Library, None)));
        assert_eq!(effect("-lm"), Some((Effect::LinkLibrary, Some("m"))));
        assert_eq!(effect("-O3"), Some((Effect::Optimise, Some("3"))));
        assert_eq!(effect("-arch=sm_60"), Some((Effect::Architecture, Some("sm_60"))));
        assert_eq!(effect("--generate-code"), Some((Effect::Architecture, None)));
        assert_eq!(effect("-std=c++17"), Some((Effect::Standard, Some("c++17"))));
        assert_eq!(effect("-D=x"), Some((Effect::Define, Some("x"))));
    }

    #[test]
    fn host_options_are_unknown() {
        for spelled in ["-fPIC", "-Wall", "-pthread", "-march=native", "--unknown"] {
            assert_eq!(effect(spelled), None, "{spelled}");
        }
    }
}
