//! The one table of diagnostic codes: `cu2x explain`, docs/diagnostics.md and the renderer all read it.
//!
//! Ranges: CU00xx command and files, CU01xx preprocessor and syntax, CU02xx meaning of the CUDA code,
//! CU03xx what a target refuses, CU04xx what a target loses, CU05xx compiler driver. Rule files have R0xx.

use super::Severity;

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code as printed, `CU0203`.
    pub code: &'static str,
    /// A title of a few words.
    pub title: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// What it means, why, and what to do: a paragraph or more, shown by `cu2x explain`.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $severity:ident, $title:literal, $explanation:literal;)*) => {
        /// A diagnostic code.
        #[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $title] $name),* }

        impl Code {
            /// Every code, in table order.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The row of this code.
            pub fn entry(self) -> &'static Entry {
                match self {
                    $(Code::$name => {
                        const ENTRY: Entry = Entry {
                            code: $code, title: $title, severity: Severity::$severity, explanation: $explanation,
                        };
                        &ENTRY
                    })*
                }
            }
        }
    };
}

codes! {
    UnreadableFile = "CU0001", Refused, "a file could not be read",
        "The file does not exist, is not a regular file, or this user may not read it. Its translation unit is skipped; everything else goes on.";
    NotUtf8 = "CU0002", Note, "a file is not UTF-8",
        "cu2x reads source text as UTF-8. Bytes that are not, such as Latin-1 letters in a comment, are kept and written back as they are; places in messages count each as one character.";
    WouldOverwrite = "CU0003", Refused, "an output file exists that cu2x did not write",
        "cu2x never overwrites a file it did not write itself. Choose another output folder, remove the file, or pass --force.";
    IncludeNotFound = "CU0101", Note, "an include was not found",
        "A header in quotes was not found beside the file or in the -I folders, so it is treated like a system header: left as it is and not read. If it holds CUDA code of yours, name its folder with -I.";
    MacroLimit = "CU0102", Refused, "macro expansion exceeds its limits",
        "Expanding this macro would produce more text, or nest deeper, than cu2x allows. The translation unit is analysed without this expansion.";
    BadDirective = "CU0103", Note, "a preprocessor directive is malformed",
        "A line that starts with # could not be understood as a directive, and is ignored as a preprocessor would ignore it in a skipped group.";
    UnterminatedConditional = "CU0104", Note, "a conditional has no #endif",
        "The file ends inside an #if group; the group is taken to end with the file.";
    IncludeDepth = "CU0105", Refused, "includes nest too deeply",
        "A header includes itself without a guard, or includes nest deeper than 200 files.";
    ErrorDirective = "CU0106", Note, "an active #error or #warning",
        "The configuration that is analysed reaches an #error or #warning. Often a macro that the build defines is missing: pass it with -D.";
    SyntaxError = "CU0110", Refused, "this code could not be parsed",
        "After preprocessing, the parser could not make sense of this place. The declaration that holds it is left as it is and not translated; the rest of the file is. Often an exotic extension or an unknown macro is the cause: pass its definition with -D, or rewrite the place.";
    NestingLimit = "CU0111", Refused, "code nests too deeply",
        "Expressions or blocks nest deeper than cu2x follows. The declaration that holds them is not translated.";
    UnknownDeviceFunction = "CU0201", Refused, "device code calls a function that cu2x does not know",
        "The name looks like one of CUDA's own (it starts with two underscores), but no rule describes it and no source declares it. If it is yours, its header was not found: name its folder with -I. If it is CUDA's, describe it in a rule file of your own and pass the folder with --rules.";
    AmbiguousOverload = "CU0202", Refused, "an overload cannot be chosen",
        "CUDA has several functions of this name whose translations differ, and the types of the arguments are not known here, for example because they depend on a template parameter. Cast the arguments to the types that are meant.";
    FunctionAsValue = "CU0203", Refused, "a device function that needs its kernel's context is used as a value",
        "The function uses thread indices, barriers, shared or device variables. In the translation it takes these as leading parameters, so its type is no longer the one that the pointer or template parameter expects. Call it directly, or wrap it in a functor.";
    OperatorNeedsContext = "CU0204", Refused, "an operator needs its kernel's context",
        "An overloaded operator, conversion or destructor uses thread indices, barriers, shared or device variables. It cannot take parameters to pass these in. Make it a named function.";
    SharedTypeUnknown = "CU0205", Refused, "the type of a shared variable is not known where it must be allocated",
        "A shared variable in a function template becomes local memory that the kernel owns and passes down. Its type depends on template arguments that are deduced at the call in a way cu2x does not follow. Write the template arguments of the call.";
    KernelUnknown = "CU0206", Refused, "the launched kernel is not known",
        "The launch names a kernel through a pointer, a parameter or a declaration without definition. Single-source code needs the kernel itself. Launch it by its name.";
    EditLost = "CU0207", Refused, "a change cannot be placed in the source as written",
        "The code comes out of macros in a way that leaves no place in the source where the change could stand. Expand the macro by hand.";
    EditsDisagree = "CU0208", Refused, "translation units disagree about a shared header",
        "Two units include the same header and need different changes at the same place, usually because a macro means something else in each. Give each its own header.";
    VariableUnsupported = "CU0209", Refused, "a device variable has a form that cannot be translated",
        "Device variables that are static members of classes, templates, or arrays without a bound cannot be turned into memory that the host allocates. Make it a variable of a namespace with a complete type.";
    LambdaCapturesThis = "CU0210", Refused, "a device lambda uses members of this",
        "For run-time compilation a device lambda becomes a struct of its captures. A lambda that reaches members through `this` would take along a pointer to host memory. Copy the members to local variables and capture those.";
    LeftAsWritten = "CU0211", Note, "CUDA outside device code is left as it is written",
        "A name that only device code has stands in a function without __device__, or in a macro that is never expanded because whatever would expand it (a macro of a system header) is not read. CUDA's compiler would not accept the former; the latter may become device code later. Nothing is changed there: if the code is used, the compiler will name it.";
    Refused = "CU0301", Refused, "the target has no counterpart",
        "A rule of the target says that this CUDA construct cannot be carried over, why, and what to do instead.";
    InlineAssembly = "CU0302", Refused, "inline PTX",
        "An asm statement holds instructions of NVIDIA's virtual machine. No other chip runs them. Write what they do in C++; most that occur in practice (lane number, shuffles, loads with cache hints, packed arithmetic) have a CUDA function that cu2x knows.";
    DeviceHeap = "CU0303", Refused, "device code allocates memory",
        "`new` and `delete` in device code use CUDA's device heap, which other chips do not have. Allocate on the host, or use a fixed array. Placement new is kept.";
    DynamicParallelism = "CU0304", Refused, "device code launches a kernel",
        "CUDA's dynamic parallelism lets a kernel launch others. No other chip's language has it. Launch from the host once the first kernel has ended, or loop over the work in the kernel itself.";
    Loses = "CU0401", Loss, "the translation loses something",
        "The construct is translated, but the rule that does it declares a difference from CUDA, which the message names. The report counts it.";
    LeavesBeforeBarrier = "CU0402", Loss, "threads may return before a barrier",
        "CUDA lets threads that have ended out of a block's barrier. On this target a barrier waits for every thread of the block, so a kernel in which some threads return early and others go on to a barrier may hang or give wrong results. Let all threads reach the barrier: keep the condition in a variable and guard the work with it instead of returning. Where the condition is the same for the whole block nothing is lost.";
    UnknownCompilerOption = "CU0501", Note, "an option is not one of nvcc's",
        "`cu2x nvcc` takes nvcc's options. This one is not among them; it is passed to the host compiler as it is, as nvcc does with -forward-unknown-to-host-compiler.";
    LibraryWithoutCounterpart = "CU0502", Note, "a CUDA library has no counterpart yet",
        "The library is left out of the link. Where the program calls it, the calls are refused at their places, so that nothing builds that cannot run.";

    // Rule files: this block stays last.
    RuleNotC = "R001", Refused, "a prototype, guard, template or example is not C",
        "Prototypes, guards and the declarations of examples are C (C++ names with `::`, references and template arguments are understood), replacements are text with {{placeholders}}. The mark shows where reading stopped.";
    RuleUnknownName = "R002", Refused, "a rule speaks of a name that nothing declares",
        "A mapping must name an entity that a [[rule]] or [[library]] of rules/cuda declares; a guard may name the parameters of that entity, its type variables, enumerators, types, address spaces and the guard functions; a prototype only types that are declared.";
    RuleUnknownPlaceholder = "R003", Refused, "a replacement has an unknown placeholder",
        "Placeholders are parameter names or positions, type variables, {{return_type}}, {{axis}} (with an `axis` table), {{name}}, {{to}} (with a `names` table), {{this}}, {{args}}, {{rest}} and the keys of the target's [context].";
    RuleUnreachable = "R004", Refused, "an alternative can never be chosen",
        "Alternatives are tried in order and the first whose `when` is known to hold wins. One that stands behind an alternative without `when`, or behind the same `when`, is never reached.";
    RuleNoFallback = "R005", Refused, "the last alternative has a guard",
        "When no `when` is known to hold there must still be an answer: end the alternatives with one that has no `when`, for example a `refuse`.";
    RuleNoExample = "R006", Refused, "a mapping has no example",
        "Each [[map]] is shown and tested by at least one [[example]] of its file: `cuda` is the call, `gives` the expected replacement (or `refused = true`, `kept = true`).";
    RuleNotReachedByExamples = "R007", Refused, "no example reaches this alternative",
        "The examples of a name must between them reach each of its alternatives, so that each guard and each replacement is tested.";
    RuleDuplicate = "R008", Refused, "the same thing is said twice",
        "An entity is described once, the alternatives for one name stand in one file, and a library or target has one name. A folder given by --rules overrides what is built in; within one folder nothing is said twice.";
    RuleBadToml = "R009", Refused, "a rule file is not understood",
        "The file is not TOML, has an unknown key or table, misses one, or combines keys that exclude each other. docs/rules.md is the manual of the format.";
    RuleExampleFails = "R010", Refused, "an example does not come out as it says",
        "The example was run through the rules and gave something else. Either the rule or the expectation is wrong.";
}

impl Code {
    /// The code with this printed name, in any case.
    pub fn find(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|c| c.entry().code.eq_ignore_ascii_case(name))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.entry().code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_ordered_and_explained() {
        let printed: Vec<_> = Code::ALL.iter().map(|c| c.entry().code).collect();
        let mut sorted = printed.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(printed, sorted);
        assert!(Code::ALL.iter().all(|c| c.entry().explanation.len() > 40));
    }

    #[test]
    fn find_ignores_case() {
        assert_eq!(Code::find("cu0110"), Some(Code::SyntaxError));
        assert_eq!(Code::find("CU9999"), None);
    }
}
