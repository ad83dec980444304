//! Input that means harm, or none at all: no panic, no hang.

use super::*;

/// Limits that are soon reached, for what would take its time to reach the true ones.
fn unit(text: &str) -> Unit {
    let limits = Limits { expansion_tokens: 1 << 18, ..Limits::default() };
    unit_of(&[("main.cu", text)], &Options { limits, ..Options::default() })
}

#[test]
fn a_header_that_includes_itself_stops() {
    let files = [("m.cu", "#include \"m.cu\"\n#include \"m.cu\"\nx\n")];
    let unit = unit_of(&files, &Options::default());
    assert_eq!(codes(&unit), [Code::IncludeDepth]);
    let wide = [("m.cu", "#if __INCLUDE_LEVEL__ < 40\n#include \"m.cu\"\n#include \"m.cu\"\n#endif\n")];
    assert_eq!(codes(&unit_of(&wide, &Options::default())), [Code::IncludeDepth]);
}

#[test]
fn bombs_are_left_unexpanded() {
    let mut text = String::from("#define A0 x x\n#define E0\n");
    for at in 1..40 {
        text += &format!("#define A{at} A{0} A{0}\n#define E{at} E{0} E{0}\n", at - 1);
    }
    text += "A39 A2 E39 A39";
    let unit = unit(&text);
    assert_eq!(flat(&unit), "A39 x x x x x x x x E39 A39");
    assert_eq!(codes(&unit), [Code::MacroLimit, Code::MacroLimit]);
}

#[test]
fn deep_arguments_are_left_unexpanded() {
    let nested = |depth: usize| {
        let text = format!("#define F(x) x\n#define N 1\n{}N{}", "F(".repeat(depth), ")".repeat(depth));
        unit(&text)
    };
    assert_eq!(flat(&nested(200)), "1");
    assert_eq!(codes(&nested(5000)), [Code::MacroLimit]);
    assert!(flat(&nested(5000)).starts_with("F(F("));
}

#[test]
fn deep_arguments_in_deep_includes_fit_the_stack() {
    let invocation = format!("{}1{}", "F(".repeat(120), ")".repeat(120));
    let condition = format!("{}F(1){}", "(".repeat(70), ")".repeat(70));
    let text = format!(
        "#define F(x) x\n#if __INCLUDE_LEVEL__ < 198\n#include \"m.cu\"\n#else\n{invocation}\n#if {condition}\nyes\n#endif\n#endif"
    );
    let unit = unit_of(&[("m.cu", &text)], &Options::default());
    assert_eq!(codes(&unit), []);
    assert_eq!(flat(&unit), "1 yes");
}

#[test]
fn included_bytes_have_a_limit() {
    let limits = Limits { input_bytes: 100_000, ..Limits::default() };
    let header = format!("#if 0\n{}\n#endif\n", "x".repeat(10_000));
    let files = [("m.cu", "#include \"h.h\"\n".repeat(50)), ("h.h", header)];
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    assert_eq!(codes(&unit_of(&files, &Options { limits, ..Options::default() })), [Code::IncludeDepth]);
}

#[test]
fn growing_tokens_hit_the_limit() {
    let mut text = String::from("#define C(a) C2(a,a)\n#define C2(a,b) a##b\n#define X0 y\n");
    for at in 1..60 {
        text += &format!("#define X{at} D{at}(X{})\n#define D{at}(a) E{at}(a,a)\n#define E{at}(a,b) a##b\n", at - 1);
    }
    text += "X59";
    assert_eq!(codes(&unit(&text)), [Code::MacroLimit]);
}

#[test]
fn unterminated_invocations_cost_no_more_than_their_length() {
    let text = format!("#define F(x) x\n{}", "F(1 ".repeat(30_000));
    let start = std::time::Instant::now();
    let unit = unit(&text);
    assert!(start.elapsed().as_secs() < 10, "took {:?}", start.elapsed());
    assert_eq!(unit.tokens.len(), 90_000);
}

#[test]
fn the_output_has_a_limit() {
    let limits = Limits { output_bytes: 1000, ..Limits::default() };
    let text = format!("#define A aaaaaaaaaa\n{}", "A ".repeat(500));
    let unit = unit_of(&[("m.cu", &text)], &Options { limits, ..Options::default() });
    assert!(unit.text.len() <= 1000);
    assert_eq!(codes(&unit), [Code::MacroLimit]);
}

#[test]
fn deep_conditions_and_many_conditionals() {
    assert!(!holds(&format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000))));
    assert!(!holds(&format!("{}1", "!".repeat(100_000))));
    assert!(holds(&format!("1{}", " + 1".repeat(50_000))));
    assert_eq!(codes(&unit(&"#if 1\n".repeat(2000))).len(), 500);
}

const SAMPLE: &str = r##"#pragma once
#ifndef A /* c */
#define A(x, ...) #x x##__VA_ARGS__ __VA_OPT__(y) _Pragma("unroll")
#define B A(1, 2) A
#elif defined(A) && (1 ? 2u : -'\n') == 0x1'0
#include "a.h" // é
#else
#endif
B(3, "é\"" R"x(a)x" L'c') \
 k<<<1, 2>>>(__LINE__, A(4), a->b...); /* é
*/ #line
"##;

#[test]
fn every_prefix_and_every_suffix_of_a_sample_is_survived() {
    for (at, _) in SAMPLE.char_indices() {
        unit_of(&[("m.cu", &SAMPLE[..at]), ("a.h", SAMPLE)], &Options::default());
        unit(&SAMPLE[at..]);
        let text = format!("#define A(x) x\nA({}", &SAMPLE[at..]);
        unit(&text);
    }
}

#[test]
fn every_deletion_and_doubling_of_a_byte_is_survived() {
    for (at, c) in SAMPLE.char_indices() {
        let (before, after) = (&SAMPLE[..at], &SAMPLE[at + c.len_utf8()..]);
        for middle in ["", "\\\n", "\0", "\"", "/*", "(", "\n#", "\r", "\u{feff}"] {
            unit(&format!("{before}{middle}{after}"));
        }
        unit(&format!("{before}{c}{c}{after}"));
    }
}
