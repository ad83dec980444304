//! Types as overload selection sees them: a base name and a number of pointers.
//!
//! In: a type as C or C++ spells it. Out: its canonical form, in which `unsigned int`, `uint32_t` and
//! `const unsigned` are one type. Constness plays no part: it never picks between what rules map.

use std::fmt;

/// A canonical type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Type {
    /// `float`, `unsigned long long`, `cooperative_groups::thread_block`.
    pub base: String,
    /// How many pointers stand around it; an array counts as one.
    pub pointers: usize,
}

/// How well an argument's type goes with a parameter's. Smaller is better.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The same type.
    Exact,
    /// An integer or floating-point promotion.
    Promotion,
    /// A conversion between built-in types, or to `void *`.
    Conversion,
    /// A conversion that a class may define.
    UserConversion,
}

/// Other names of built-in types, on the 64-bit systems that CUDA runs on.
const ALIASES: &[(&str, &str)] = &[
    ("int8_t", "signed char"),
    ("int16_t", "short"),
    ("int32_t", "int"),
    ("int64_t", "long"),
    ("intptr_t", "long"),
    ("ptrdiff_t", "long"),
    ("size_t", "unsigned long"),
    ("ssize_t", "long"),
    ("uchar", "unsigned char"),
    ("uint", "unsigned"),
    ("uint16_t", "unsigned short"),
    ("uint32_t", "unsigned"),
    ("uint64_t", "unsigned long"),
    ("uint8_t", "unsigned char"),
    ("uintptr_t", "unsigned long"),
    ("ulong", "unsigned long"),
    ("ushort", "unsigned short"),
    ("wchar_t", "int"),
];

/// The words that make up built-in types.
pub const KEYWORDS: &[&str] =
    &["void", "bool", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "_Bool"];

/// Words around a type that do not change which type it is here.
const IGNORED: &[&str] =
    &["const", "volatile", "restrict", "__restrict__", "__restrict", "struct", "enum", "union", "class", "typename"];

impl Type {
    /// The type that `text` spells, canonical; nothing where it holds no name.
    pub fn parse(text: &str) -> Option<Type> {
        // No rule has such a type, and reading nested brackets takes time.
        if text.len() > 2000 {
            return None;
        }
        let mut words = Vec::new();
        let mut named = None;
        let mut pointers = 0;
        let mut rest = text.trim();
        while let Some(first) = rest.chars().next() {
            let length = name_length(rest);
            if length > 0 {
                let word = &rest[..length];
                if KEYWORDS.contains(&word) {
                    words.push(word);
                } else if !IGNORED.contains(&word) {
                    named = Some(word);
                }
                rest = rest[length..].trim_start();
                continue;
            }
            match first {
                '*' => pointers += 1,
                '[' => {
                    pointers += 1;
                    rest = rest.find(']').map_or("", |end| &rest[end..]);
                }
                _ => {}
            }
            rest = rest.get(first.len_utf8()..).unwrap_or("").trim_start();
        }
        let base = if words.is_empty() { alias(named?) } else { built_in(&words) };
        Some(Type { base, pointers })
    }

    /// Whether it is an arithmetic type of the language.
    pub fn is_arithmetic(&self) -> bool {
        self.pointers == 0 && self.is_built_in() && self.base != "void"
    }

    /// Whether its base is a type of the language.
    pub fn is_built_in(&self) -> bool {
        self.base.split(' ').all(|word| KEYWORDS.contains(&word))
    }

    /// The name without template arguments.
    pub fn template_name(&self) -> &str {
        self.base.split('<').next().unwrap_or(&self.base).trim_end()
    }

    /// How an argument of type `self` goes with a parameter of type `parameter`; nothing where it can't.
    /// `known_class` tells whether a name is a type that the rules describe.
    pub fn converts_to(&self, parameter: &Type, known_class: &dyn Fn(&str) -> bool) -> Option<Match> {
        if self == parameter || (self.pointers == parameter.pointers && self.same_template(parameter)) {
            return Some(Match::Exact);
        }
        if self.pointers > 0 || parameter.pointers > 0 {
            return self.pointer_converts_to(parameter);
        }
        if self.is_arithmetic() && parameter.is_arithmetic() {
            return Some(if self.promotes_to(parameter) { Match::Promotion } else { Match::Conversion });
        }
        if self.base == "void" || parameter.base == "void" {
            return None;
        }
        let classes = known_class(self.template_name()) && known_class(parameter.template_name());
        (!classes).then_some(Match::UserConversion)
    }

    fn same_template(&self, other: &Type) -> bool {
        (self.base.contains('<') || other.base.contains('<')) && self.template_name() == other.template_name()
    }

    fn pointer_converts_to(&self, parameter: &Type) -> Option<Match> {
        if parameter.pointers == 0 {
            let class = !parameter.is_built_in();
            return if parameter.base == "bool" {
                Some(Match::Conversion)
            } else {
                class.then_some(Match::UserConversion)
            };
        }
        // CUDA declares the functions that take `void **` for every `T **` as well.
        if parameter.base == "void" && self.pointers >= parameter.pointers {
            return Some(Match::Conversion);
        }
        if self.pointers == 0 && !self.is_built_in() {
            return Some(Match::UserConversion);
        }
        None
    }

    fn promotes_to(&self, to: &Type) -> bool {
        match to.base.as_str() {
            "int" => {
                let small = ["bool", "char", "signed char", "unsigned char", "short", "unsigned short"];
                small.contains(&self.base.as_str())
            }
            "double" => self.base == "float",
            _ => false,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)?;
        if self.pointers > 0 {
            write!(f, " {}", "*".repeat(self.pointers))?;
        }
        Ok(())
    }
}

/// Length of the name, qualified and with template arguments, at the start of `text`.
fn name_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            c if c.is_ascii_alphanumeric() || c == b'_' => at += 1,
            b':' if bytes.get(at + 1) == Some(&b':') => at += 2,
            b'<' if at > 0 => match matching_angle(&bytes[at..]) {
                Some(length) => at += length,
                None => break,
            },
            _ => break,
        }
    }
    at
}

/// Length of the `<...>` at the start of `bytes`.
pub fn matching_angle(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'<' => depth += 1,
            b'>' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b';' | b'{' => return None,
            _ => {}
        }
    }
    None
}

fn alias(name: &str) -> String {
    let name = name.trim_start_matches("::");
    let plain = name.strip_prefix("std::").or_else(|| name.strip_prefix("cuda::std::")).unwrap_or(name);
    match ALIASES.iter().find(|(from, _)| *from == plain) {
        Some((_, to)) => (*to).to_owned(),
        None => name.chars().filter(|c| !c.is_whitespace()).collect(),
    }
}

/// Whether `name` is another name of a built-in type.
pub fn is_alias(name: &str) -> bool {
    ALIASES.iter().any(|(from, _)| *from == name)
}

/// The one spelling of a built-in type that `words`, in any order, spell.
pub fn built_in(words: &[&str]) -> String {
    let has = |word: &str| words.contains(&word);
    let longs = words.iter().filter(|w| **w == "long").count();
    let sign = if has("unsigned") { "unsigned" } else { "" };
    let base = if has("void") {
        return "void".into();
    } else if has("bool") || has("_Bool") {
        return "bool".into();
    } else if has("float") {
        return "float".into();
    } else if has("double") {
        return if longs > 0 { "long double" } else { "double" }.into();
    } else if has("char") {
        if has("signed") {
            return "signed char".into();
        }
        "char"
    } else if has("short") {
        "short"
    } else {
        match longs {
            0 if sign.is_empty() => "int",
            0 => "",
            1 => "long",
            _ => "long long",
        }
    };
    [sign, base].join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        Type::parse(text).unwrap().to_string()
    }

    #[test]
    fn one_spelling_for_each_type() {
        for (text, expected) in [
            ("unsigned int", "unsigned"),
            ("int unsigned long long", "unsigned long long"),
            ("const float *", "float *"),
            ("float const * const *", "float **"),
            ("std::size_t", "unsigned long"),
            ("uint32_t&", "unsigned"),
            ("double [16]", "double *"),
            ("enum cudaMemcpyKind", "cudaMemcpyKind"),
            ("cg::tile<32, block>", "cg::tile<32,block>"),
            ("signed", "int"),
            ("long int", "long"),
        ] {
            assert_eq!(canonical(text), expected, "{text}");
        }
        assert_eq!(Type::parse("*"), None);
    }

    #[test]
    fn conversions_are_ranked() {
        let rank = |a: &str, p: &str| {
            let class = |name: &str| name == "half" || name == "float2";
            Type::parse(a).unwrap().converts_to(&Type::parse(p).unwrap(), &class)
        };
        assert_eq!(rank("float", "float"), Some(Match::Exact));
        assert_eq!(rank("float", "double"), Some(Match::Promotion));
        assert_eq!(rank("short", "int"), Some(Match::Promotion));
        assert_eq!(rank("int", "double"), Some(Match::Conversion));
        assert_eq!(rank("float *", "int *"), None);
        assert_eq!(rank("float *", "void *"), Some(Match::Conversion));
        assert_eq!(rank("float **", "void **"), Some(Match::Conversion));
        assert_eq!(rank("int", "int *"), None);
        assert_eq!(rank("half", "float2"), None);
        assert_eq!(rank("half", "float"), Some(Match::UserConversion));
        assert_eq!(rank("mine", "float2"), Some(Match::UserConversion));
        assert_eq!(rank("tile<32>", "tile<Size>"), Some(Match::Exact));
    }
}
