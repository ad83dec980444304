//! Tests of the whole preprocessor: what text comes out, and where it comes from.

mod hostile;
mod origins;

use super::*;
use crate::diag::Code;

fn unit_of(files: &[(&str, &str)], options: &Options) -> Unit {
    let loader = Loader::in_memory();
    for (path, text) in files {
        loader.insert(*path, *text);
    }
    let main = loader.load(std::path::Path::new(files[0].0)).unwrap();
    let unit = preprocess(&loader, main, options);
    check(&unit);
    unit
}

fn unit(text: &str) -> Unit {
    unit_of(&[("main.cu", text)], &Options::default())
}

/// What must hold for every unit.
fn check(unit: &Unit) {
    let mut end = 0;
    for token in &unit.tokens {
        assert!(token.start >= end && token.end > token.start, "tokens overlap: {token:?}");
        let gap = unit.text.get(end as usize..token.start as usize).expect("tokens end between characters");
        assert!(gap.trim().is_empty(), "text without a token: {gap:?}");
        end = token.end;
        let spelled = unit.sources.slice(token.spelled);
        if !token.pasted && token.spelled.file != macros::KEPT && !spelled.contains('\\') {
            assert_eq!(spelled, unit.token_text(token));
        }
        assert!(token.expansion.is_none_or(|id| id.index() < unit.expansions.len()));
    }
    assert!(unit.text[end as usize..].trim().is_empty());
    for (at, expansion) in unit.expansions.iter().enumerate() {
        assert!(expansion.parent.is_none_or(|id| id.index() < at));
    }
    for conditional in &unit.conditionals {
        for branch in &conditional.branches {
            assert!(branch.directive.start <= branch.directive.end && branch.body.start <= branch.body.end);
        }
    }
}

/// The expanded text with its blanks folded.
fn flat(unit: &Unit) -> String {
    unit.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn expand(text: &str) -> String {
    flat(&unit(text))
}

fn codes(unit: &Unit) -> Vec<Code> {
    unit.diagnostics.iter().map(|d| d.code).collect()
}

/// Whether `condition` holds in `#if`.
fn holds(condition: &str) -> bool {
    match expand(&format!("#if {condition}\nyes\n#else\nno\n#endif\n")).as_str() {
        "yes" => true,
        "no" => false,
        other => panic!("{condition} gave {other}"),
    }
}

#[test]
fn text_without_directives_comes_out_as_it_is() {
    let text = "int  a;\n\tfloat é = 'x'; \"s\\n\";\n";
    assert_eq!(unit(text).text, text);
}

#[test]
fn comments_become_blanks_of_the_same_width() {
    assert_eq!(unit("a/*x\ny*/b // c\nd").text, "a   \n   b     \nd");
    assert_eq!(unit("a \\\n  b").text, "a  \n  b");
}

#[test]
fn directives_leave_their_newlines() {
    assert_eq!(unit("#define A \\\n 1\nx A\n#if 0\nq\n#endif\ny\n").text, "\n\nx 1\n\n\n\ny\n");
}

#[test]
fn object_macros() {
    assert_eq!(expand("#define N 4\n#define M (N+N)\nM;N"), "(4+4);4");
    assert_eq!(expand("#define EMPTY\na EMPTY b"), "a b");
    assert_eq!(expand("#define f (x)\nf(1)"), "(x)(1)");
    assert_eq!(expand("#define A 1\n#define A 2\nA\n#undef A\nA"), "2 A");
    assert_eq!(expand("#define A -1\n-A A-\n"), "- -1 -1-");
}

#[test]
fn function_macros() {
    assert_eq!(expand("#define MAX(a,b) ((a)>(b)?(a):(b))\nMAX(x, f(1,2))"), "((x)>(f(1,2))?(x):(f(1,2)))");
    assert_eq!(expand("#define F(x) <x>\nF F (1) F\n(2)\nF"), "F <1> <2> F");
    assert_eq!(expand("#define F() x\nF() F( )"), "x x");
    assert_eq!(expand("#define F(a) [a]\nF() F((,))"), "[] [(,)]");
    assert_eq!(expand("#define F(a,b) [a|b]\nF(,) F(1,)"), "[|] [1|]");
    assert_eq!(
        expand("#define min(a,b) ((a)<(b)?(a):(b))\nmin(min(1,2),3)"),
        "((((1)<(2)?(1):(2)))<(3)?(((1)<(2)?(1):(2))):(3))"
    );
}

#[test]
fn a_macro_is_not_replaced_in_its_own_replacement() {
    assert_eq!(expand("#define x x+1\nx"), "x+1");
    assert_eq!(expand("#define a b\n#define b a\na b"), "a b");
    assert_eq!(expand("#define f(x) f(x+1)\nf(f(1))"), "f(f(1+1)+1)");
    // Refused once, refused for ever, even where it meets `(` later.
    assert_eq!(expand("#define NIL(x) x\n#define G_0(a) NIL(G_1)(a)\n#define G_1(a) NIL(G_0)(a)\nG_0(42)"), "G_0(42)");
    assert_eq!(expand("#define f(a) a*g\n#define g(a) f(a)\nf(2)(9)"), "2*9*g");
}

#[test]
fn a_replacement_may_end_in_a_macro_that_takes_what_follows() {
    assert_eq!(expand("#define g(x) <x>\n#define f g\nf(1)"), "<1>");
    assert_eq!(expand("#define g(x) <x>\n#define f() g\nf()(1) f() 1"), "<1> g 1");
    assert_eq!(expand("#define t(x,y) x y\n#define u t(\nu 1, 2)"), "1 2");
}

#[test]
fn stringising() {
    assert_eq!(expand("#define S(x) #x\nS( a  +\n b ) S() S(\"a\\n\") S('\"')"), r#""a + b" "" "\"a\\n\"" "'\"'""#);
    assert_eq!(expand("#define N 3\n#define S(x) #x\n#define T(x) S(x)\nS(N) T(N)"), r#""N" "3""#);
    assert_eq!(expand("#define S(...) #__VA_ARGS__\nS(a,b , c) S()"), r#""a,b , c" """#);
    assert_eq!(expand("#define H(x) # x\nH(p)"), r#""p""#);
}

#[test]
fn pasting() {
    assert_eq!(expand("#define C(a,b) a##b\nC(x,1) C(,y) C(z,) C(,) C(<,<=)"), "x1 y z <<=");
    assert_eq!(expand("#define C(a,b) a ## b\n#define AB 9\n#define A 1\nC(A,B) C(A B, C D)"), "9 1 BC D");
    assert_eq!(expand("#define C(a,b,c) a##b##c\nC(x,,z) C(1,2,3) C(,,)!"), "xz 123 !");
    assert_eq!(expand("#define CAT(a,b) a##b\n#define XCAT(a,b) CAT(a,b)\n#define N 5\nCAT(v,N) XCAT(v,N)"), "vN v5");
    assert_eq!(expand("#define BAD(a,b) a##b\nBAD(+,x)"), "+x");
    assert_eq!(expand("#define L(x) L##x\nL('a') L(\"s\")"), "L'a' L\"s\"");
    assert_eq!(expand("#define hash_hash # ## #\n#define mk(x) #x\n#define f(a) mk(a)\nf(hash_hash)"), "\"##\"");
}

#[test]
fn variadic_macros() {
    assert_eq!(expand("#define V(...) f(__VA_ARGS__)\nV() V(1) V(1, 2)"), "f() f(1) f(1, 2)");
    assert_eq!(expand("#define P(s, ...) p(s, ##__VA_ARGS__)\nP(1) P(1,) P(1,2,3)"), "p(1) p(1,) p(1,2,3)");
    assert_eq!(expand("#define P(args...) q(args)\nP(1,2)"), "q(1,2)");
    assert_eq!(expand("#define P(s, rest...) q(s, ## rest)\nP(0) P(0,1)"), "q(0) q(0, 1)");
    assert_eq!(expand("#define K(k, ...) k<<<__VA_ARGS__>>>()\nK(f, g, b)"), "f<<<g, b>>>()");
}

#[test]
fn va_opt() {
    let define = "#define F(a, ...) f(a __VA_OPT__(,) __VA_ARGS__)\n#define E\n";
    assert_eq!(expand(&format!("{define}F(1) F(1,2) F(1,E)")), "f(1 ) f(1 , 2) f(1 )");
    assert_eq!(expand("#define G(x, ...) x##__VA_OPT__(a b)##y\nG(m) G(m,1)"), "my ma by");
    assert_eq!(expand("#define S(...) #__VA_OPT__(<__VA_ARGS__>)\nS() S(1,2)"), "\"\" \"<1,2>\"");
}

#[test]
fn wrong_invocations_stay() {
    assert_eq!(expand("#define F(a,b) [a b]\n#define N 1\nF(N) F(1,2,3) F(1,2)"), "F(1) F(1,2,3) [1 2]");
    assert_eq!(expand("#define F(a) [a]\n#define N 1\nF(N, 2"), "F(1, 2");
}

#[test]
fn names_the_preprocessor_knows() {
    assert_eq!(expand("__COUNTER__ __COUNTER__ __LINE__\n__LINE__ __FILE__"), "0 1 1 2 \"main.cu\"");
    assert_eq!(expand("#define L __LINE__\n\nL\n#line 40 \"x.y\"\nL __FILE__"), "3 40 \"x.y\"");
    let files =
        [("main.cu", "#include \"a.h\"\n__INCLUDE_LEVEL__"), ("a.h", "__INCLUDE_LEVEL__ __FILE__ __BASE_FILE__")];
    assert_eq!(flat(&unit_of(&files, &Options::default())), "1 \"a.h\" \"main.cu\" 0");
    assert_eq!(
        expand("#define U(p) U2(p, __COUNTER__)\n#define U2(p, n) U3(p, n)\n#define U3(p, n) p##n\nU(v) U(v)"),
        "v0 v1"
    );
}

#[test]
fn conditions() {
    for condition in [
        "1",
        "!0",
        "defined __COUNTER__",
        "defined(__LINE__)",
        "!defined x",
        "x == 0",
        "1 + 2 * 3 == 7",
        "(1 ? 2 : 3) == 2",
        "-1 < 0",
        "-1 > 0u",
        "1 || 1/0",
        "!(0 && 1/0)",
        "0 ? 1/0 : 1",
        "'a' == 97",
        "0x10 == 16",
        "1'000 == 1000",
        "010 == 8",
        "0b11 == 3",
        "true",
        "not false and true",
        "7 % 4 == 3",
        "-7 / 2 == -3",
        "1 << 3 == 8",
        "~0 == -1",
        "~0u > 0",
        "(2 | 1) == 3",
        "(3 ^ 1) == 2",
        "3 & 1",
        "18446744073709551615u == ~0ull",
        "unknown(1, (2)) == 0",
        "defined __has_include && __has_include(<vector>)",
        "(-1 >> 70) == -1",
        "5 >= 5 && 4 <= 5 && 4 != 5",
        "+1",
        "1 ? 2 : 0 ? 0 : 0",
        "9223372036854775807 + 1 < 0",
        "(0, 1)",
        "L'a' == 97 // end",
        "1 /* in */ == 1",
    ] {
        assert!(holds(condition), "{condition}");
    }
    for condition in [
        "0",
        "false",
        "defined x",
        "1 - 1",
        "x",
        "__has_include(\"no.h\")",
        "1 > 2 > 0",
        "",
        "1 1",
        "(",
        "1 ? 2",
        "1/0",
    ] {
        assert!(!holds(condition), "{condition}");
    }
}

#[test]
fn conditions_expand_macros_but_not_under_defined() {
    let text = "#define A 2\n#define HAS defined(A)\n#define F(x) ((x) > 1)\n#if HAS && F(A) && defined A\nyes\n#endif";
    assert_eq!(expand(text), "yes");
}

#[test]
fn branches() {
    let text = "#if A == 1\none\n#elif A == 2\ntwo\n#else\nother\n#endif\nend";
    for (value, expected) in [("1", "one end"), ("2", "two end"), ("3", "other end")] {
        let options = Options { defines: vec![("A".into(), Some(value.into()))], ..Options::default() };
        assert_eq!(flat(&unit_of(&[("m.cu", text)], &options)), expected);
    }
    assert_eq!(expand("#define X\n#ifndef X\na\n#elifdef Y\nb\n#elifndef Y\nc\n#else\nd\n#endif"), "c");
    assert_eq!(expand("#if 0\n#if 1\na\n#else\nb\n#endif\n#elif 1\nc\n#elif 1\nd\n#endif"), "c");
    assert_eq!(expand("#if 0\n/*\n#endif\n*/ \"#endif\n#else\nx\n#endif"), "x");
    assert_eq!(expand("#ifdef A /* c */\n#else // d\nx\n#endif tail"), "x");
}

#[test]
fn conditionals_are_recorded() {
    let text = "#if A\na\n#elif B > 1\nb\n#if 1\n#endif\n#else\nc\n#endif // A\n";
    let unit = unit(text);
    assert_eq!(unit.conditionals.len(), 2);
    let outer = &unit.conditionals[0];
    let slices: Vec<_> = outer
        .branches
        .iter()
        .map(|b| (unit.sources.slice(b.directive), unit.sources.slice(b.condition), unit.sources.slice(b.body)))
        .collect();
    assert_eq!(
        slices,
        [("#if A", "A", "\na\n"), ("#elif B > 1", "B > 1", "\nb\n#if 1\n#endif\n"), ("#else", "", "\nc\n")]
    );
    assert_eq!(unit.sources.slice(outer.endif), "#endif // A");
    assert_eq!(outer.active, Some(2));
    assert_eq!(unit.conditionals[1].active, None);
}

#[test]
fn forced_branches_override_conditions() {
    let text = " #if 1\na\n#elif 1\nb\n#endif\n#ifdef Q\nc\n#endif";
    let forced = |choices: &[(u32, usize)]| {
        let forced = choices.iter().map(|&(at, branch)| (("m.cu".into(), at), branch)).collect();
        flat(&unit_of(&[("m.cu", text)], &Options { forced, ..Options::default() }))
    };
    let second = text.find("#ifdef").unwrap() as u32;
    assert_eq!(forced(&[]), "a");
    assert_eq!(forced(&[(1, 1)]), "b");
    assert_eq!(forced(&[(1, 9)]), "");
    assert_eq!(forced(&[(1, 1), (second, 0)]), "b c");
}

#[test]
fn malformed_directives_cost_a_note() {
    for text in [
        "#if",
        "#if 1",
        "#ifdef\n#endif",
        "#else",
        "#endif",
        "#elif 1",
        "#define",
        "#define 1",
        "#define F(",
        "#define F(a",
        "#define F(a,) x",
        "#define F(..., a)",
        "#define A ## b",
        "#define A b ##",
        "#define F(a) #b",
        "#include",
        "#include <a",
        "#include \"",
        "#include 1",
        "#line",
        "#wrong",
        "#!",
        "#define F(...) __VA_OPT__(",
        "#error no",
        "#if 1\n#else\n#else\n#endif",
        "#define defined",
        "#if 1 +\n#endif",
        "#if 1.5\n#endif",
    ] {
        assert!(!unit(text).diagnostics.is_empty(), "{text}");
    }
    for text in ["#", "# \n", "#pragma", "# 1 \"a.c\" 2", "#ident \"x\"", "#undef x", "#undef", "??=define"] {
        assert!(unit(text).diagnostics.is_empty(), "{text}");
    }
}

#[test]
fn includes_are_put_in_place() {
    let files = [
        ("src/main.cu", "#include \"a.h\"\n#include <sys.h>\n#include \"none.h\"\nmain a_macro\n#include <b.h>"),
        ("src/a.h", "#pragma once\n#include \"sub/c.h\"\nint a;\n#define a_macro A\n"),
        ("src/sub/c.h", "#include \"../a.h\"\nint c;"),
        ("inc/b.h", "int b;"),
    ];
    let options = Options { include_dirs: vec!["inc".into()], ..Options::default() };
    let unit = unit_of(&files, &options);
    assert_eq!(flat(&unit), "int c; int a; main A int b;");
    assert_eq!(codes(&unit), [Code::IncludeNotFound]);
    let found: Vec<_> = unit.includes.iter().map(|i| (i.name.as_str(), i.angled, i.resolved.is_some())).collect();
    assert_eq!(
        found,
        [
            ("a.h", false, true),
            ("sub/c.h", false, true),
            ("../a.h", false, true),
            ("sys.h", true, false),
            ("none.h", false, false),
            ("b.h", true, true)
        ]
    );
    assert_eq!(&unit.text[unit.includes[5].at as usize..][..6], "int b;");
}

#[test]
fn include_by_macro_and_next() {
    let files = [
        ("m.cu", "#define H \"a.h\"\n#define S <b.h>\n#include H\n#include S\n"),
        ("a.h", "a"),
        ("one/b.h", "one\n#include_next <b.h>\n"),
        ("two/b.h", "two\n"),
    ];
    let options = Options { include_dirs: vec!["one".into(), "two".into()], ..Options::default() };
    assert_eq!(flat(&unit_of(&files, &options)), "a one two");
}

#[test]
fn guards_and_repeated_headers() {
    let guard = "// c\n#ifndef G\n#define G\nint g;\n#endif\n";
    let files = [("m.cu", "#include \"g.h\"\n#include \"g.h\"\n#undef G\n#include \"g.h\"\n"), ("g.h", guard)];
    let unit = unit_of(&files, &Options::default());
    assert_eq!(flat(&unit), "int g; int g;");
    assert_eq!(unit.conditionals.len(), 2);
    let list = [
        ("m.cu", "#define X(a) [a]\n#include \"l.h\"\n#undef X\n#define X(a) <a>\n#include \"l.h\"\n"),
        ("l.h", "X(1)X(2)"),
    ];
    assert_eq!(flat(&unit_of(&list, &Options::default())), "[1][2] <1><2>");
    let no_guard = [("m.cu", "#include \"n.h\"\n#include \"n.h\"\n"), ("n.h", "#ifndef N\n#define N\na\n#endif\nb\n")];
    assert_eq!(flat(&unit_of(&no_guard, &Options::default())), "a b b");
}

#[test]
fn pragmas_are_taken_out_and_recorded() {
    let unit = unit(
        "#define N 4\n#define LOOP _Pragma(\"unroll 2\") for\nf;\n#pragma unroll N\nfor;LOOP;\n_Pragma(\"omp \\\"x\\\"\") g",
    );
    assert_eq!(flat(&unit), "f; for; for; g");
    let found: Vec<_> =
        unit.pragmas.iter().map(|p| (p.text.as_str(), unit.text[p.at as usize..].trim_start())).collect();
    assert_eq!(found[0].0, "unroll 4");
    assert!(found[0].1.starts_with("for;"));
    assert_eq!(found[1].0, "unroll 2");
    assert!(found[1].1.starts_with("for;\n"));
    assert_eq!(found[2], ("omp \"x\"", "g"));
}

#[test]
fn directives_between_arguments() {
    let text = "#define F(...) <__VA_ARGS__>\nF(1,\n#ifdef X\n2,\n#else\n3,\n#endif\n#pragma unroll\n#define N 5\n4) N";
    let unit = unit(text);
    assert_eq!(flat(&unit), "<1, 3, 4> 5");
    assert_eq!(unit.pragmas.len(), 1);
    assert!(unit.text[unit.pragmas[0].at as usize..].trim_start().starts_with("4>"));
}

#[test]
fn options_define_and_undefine() {
    let options = Options {
        predefined: vec![("P".into(), "p".into()), ("F(x)".into(), "<x>".into())],
        defines: vec![("D".into(), None), ("E".into(), Some(String::new())), ("G".into(), Some("\"a\\n\\".into()))],
        undefines: vec!["P".into()],
        ..Options::default()
    };
    let unit = unit_of(&[("m.cu", "P F(1) D E[G]")], &options);
    assert_eq!(flat(&unit), "P <1> 1 [\"a\\n]");
    assert!(unit.macros_defined.is_empty());
    assert_eq!(unit.expansions[0].definition, None);
}

#[test]
fn splices_inside_names_and_macros() {
    assert_eq!(expand("#def\\\nine AB\\\nC 1\nA\\\nBC x\\\ny"), "1 xy");
    assert_eq!(expand("#define F(a) ab\\\ncd a\nF(1)"), "abcd 1");
    assert_eq!(expand("\"a\\\nb\""), "\"ab\"");
}

#[test]
fn lines_are_counted_as_the_file_counts_them() {
    let file = SourceFile::new("a".into(), "a\n\nbc\n".into());
    for offset in 0..6 {
        assert_eq!(scan::line_of(&file, offset), file.line_column(offset).0, "at {offset}");
    }
}
