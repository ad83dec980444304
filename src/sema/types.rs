//! Types as far as facts need them: a base name, how often it is a pointer, an array, a reference.
//!
//! In: declaration nodes and expressions. Out: [`Type`], or `None` where the type depends on a template
//! parameter or on something not seen.

use crate::syntax::{Field, Kind, Node};

/// A type, with its base in canonical spelling (`unsigned`, `long long`, `float4`, `std::vector<int>`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Type {
    /// The name without qualifiers.
    pub base: String,
    /// Levels of pointer around the base.
    pub pointers: u8,
    /// Spelled bounds of the arrays around that, outermost first.
    pub bounds: Vec<String>,
    /// True for a reference to all this.
    pub reference: bool,
    /// True where the base is `const`.
    pub is_const: bool,
}

impl Type {
    /// The plain type `base`.
    pub fn named(base: &str) -> Type {
        Type { base: canonical(base), ..Type::default() }
    }

    /// This type with one more pointer around it.
    pub fn pointer_to(mut self) -> Type {
        self.reference = false;
        self.pointers += 1;
        self
    }

    /// What subscripting or `*` yields.
    pub fn element(mut self) -> Option<Type> {
        self.reference = false;
        if !self.bounds.is_empty() {
            self.bounds.remove(0);
            return Some(self);
        }
        if self.pointers == 0 {
            return None;
        }
        self.pointers -= 1;
        Some(self)
    }

    /// As a function argument: arrays become pointers, references what they refer to.
    pub fn decayed(mut self) -> Type {
        self.reference = false;
        if !self.bounds.is_empty() {
            self.bounds.remove(0);
            self.pointers += 1;
        }
        self
    }

    /// True for a type that is neither pointer, array nor reference.
    pub fn is_plain(&self) -> bool {
        self.pointers == 0 && self.bounds.is_empty()
    }

    /// The C spelling used by rules: `float`, `unsigned *`.
    pub fn spelled(&self) -> String {
        let mut out = self.base.clone();
        let stars = self.pointers as usize + self.bounds.len();
        if stars > 0 {
            out.push(' ');
            out.push_str(&"*".repeat(stars));
        }
        out
    }

    /// Rank in the usual arithmetic conversions; `None` for what is not an arithmetic type.
    pub fn rank(&self) -> Option<u8> {
        if !self.is_plain() {
            return None;
        }
        Some(match self.base.as_str() {
            "bool" | "char" | "signed char" | "unsigned char" | "short" | "unsigned short" => 0,
            "int" => 1,
            "unsigned" => 2,
            "long" => 3,
            "unsigned long" => 4,
            "long long" => 5,
            "unsigned long long" => 6,
            "float" => 7,
            "double" => 8,
            _ => return None,
        })
    }

    /// The type of an arithmetic expression of `self` and `other`.
    pub fn arithmetic(&self, other: &Type) -> Option<Type> {
        let (a, b) = (self.rank()?, other.rank()?);
        let wider = if a >= b { self } else { other };
        Some(if a.max(b) == 0 { Type::named("int") } else { Type::named(&wider.base) })
    }
}

/// One spelling for the arithmetic types' many: words sorted out, sized typedefs resolved.
pub fn canonical(name: &str) -> String {
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|w| !matches!(*w, "const" | "volatile" | "typename" | "struct" | "enum"))
        .collect();
    let count = |w: &str| words.iter().filter(|x| **x == w).count();
    let builtin =
        |w: &&str| matches!(*w, "unsigned" | "signed" | "int" | "long" | "short" | "char" | "double" | "float");
    if words.is_empty() || !words.iter().all(builtin) {
        let joined = words.join(" ");
        let plain = joined.strip_prefix("std::").or(joined.strip_prefix("::")).unwrap_or(&joined);
        return match plain {
            "uint" | "uint32_t" | "char32_t" => "unsigned".into(),
            "int32_t" => "int".into(),
            "int64_t" | "ptrdiff_t" | "ssize_t" => "long".into(),
            "uint64_t" | "size_t" | "ulong" => "unsigned long".into(),
            "uint8_t" | "uchar" => "unsigned char".into(),
            "int8_t" => "signed char".into(),
            "uint16_t" | "ushort" => "unsigned short".into(),
            "int16_t" => "short".into(),
            _ => joined,
        };
    }
    let unsigned = if count("unsigned") > 0 { "unsigned " } else { "" };
    let base = match (count("char"), count("short"), count("long"), count("double"), count("float")) {
        (1.., ..) if count("signed") > 0 => return "signed char".into(),
        (1.., ..) => "char",
        (_, 1.., ..) => "short",
        (_, _, 2.., ..) => "long long",
        (_, _, 1, 1.., _) => return "long double".into(),
        (_, _, 1, ..) => "long",
        (_, _, _, 1.., _) => return "double".into(),
        (_, _, _, _, 1..) => return "float".into(),
        _ if !unsigned.is_empty() => return "unsigned".into(),
        _ => "int",
    };
    format!("{unsigned}{base}")
}

/// The declared name and type of one declarator of a declaration with specifier `base`.
pub fn declared<'t>(base: &Type, declarator: Node<'t>) -> (Option<Node<'t>>, Type) {
    let mut ty = base.clone();
    let mut bounds = Vec::new();
    let mut node = declarator;
    loop {
        match node.kind() {
            Kind::InitDeclarator | Kind::AttributedDeclarator | Kind::BitfieldClause => {}
            Kind::PointerDeclarator | Kind::AbstractPointerDeclarator => ty.pointers = ty.pointers.saturating_add(1),
            Kind::ReferenceDeclarator | Kind::AbstractReferenceDeclarator => ty.reference = true,
            Kind::ArrayDeclarator | Kind::AbstractArrayDeclarator => {
                let bound = node.child(Field::Size).map_or(String::new(), |s| s.text().to_string());
                bounds.insert(0, bound);
            }
            Kind::ParenthesizedDeclarator | Kind::VariadicDeclarator | Kind::AbstractParenthesizedDeclarator => {}
            Kind::FunctionDeclarator | Kind::AbstractFunctionDeclarator => {}
            Kind::Identifier | Kind::FieldIdentifier | Kind::TypeIdentifier | Kind::QualifiedIdentifier => {
                ty.bounds = bounds;
                return (Some(node), ty);
            }
            _ => {
                ty.bounds = bounds;
                return (None, ty);
            }
        }
        let inner = node.child(Field::Declarator).or_else(|| node.named_children().find(|c| is_declarator(c.kind())));
        match inner {
            Some(inner) => node = inner,
            None => {
                ty.bounds = bounds;
                return (None, ty);
            }
        }
    }
}

/// True for node kinds that can stand in a declarator.
pub fn is_declarator(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::InitDeclarator
            | Kind::AttributedDeclarator
            | Kind::PointerDeclarator
            | Kind::AbstractPointerDeclarator
            | Kind::ReferenceDeclarator
            | Kind::AbstractReferenceDeclarator
            | Kind::ArrayDeclarator
            | Kind::AbstractArrayDeclarator
            | Kind::ParenthesizedDeclarator
            | Kind::AbstractParenthesizedDeclarator
            | Kind::VariadicDeclarator
            | Kind::FunctionDeclarator
            | Kind::AbstractFunctionDeclarator
            | Kind::StructuredBindingDeclarator
            | Kind::Identifier
            | Kind::FieldIdentifier
            | Kind::QualifiedIdentifier
            | Kind::OperatorName
            | Kind::DestructorName
            | Kind::TemplateFunction
            | Kind::OperatorCast
    )
}

/// The type that a declaration's specifiers name, before its declarators.
pub fn specifier(declaration: Node<'_>) -> Option<Type> {
    let ty = declaration.child(Field::Type)?;
    let is_const =
        declaration.children().any(|c| c.kind() == Kind::TypeQualifier && matches!(c.text(), "const" | "constexpr"));
    let base = match ty.kind() {
        Kind::StructSpecifier | Kind::ClassSpecifier | Kind::UnionSpecifier | Kind::EnumSpecifier => {
            ty.child(Field::Name)?.text().to_string()
        }
        _ => ty.text().split_whitespace().collect::<Vec<_>>().join(" "),
    };
    Some(Type { is_const, ..Type::named(&base) })
}

/// The type a `type_descriptor` spells, as in a cast.
pub fn described(descriptor: Node<'_>) -> Option<Type> {
    let base = specifier(descriptor)?;
    match descriptor.child(Field::Declarator) {
        Some(declarator) => Some(declared(&base, declarator).1),
        None => Some(base),
    }
}

/// The type of a number as spelled.
pub fn literal(text: &str) -> Type {
    let lower = text.to_ascii_lowercase();
    let hex = lower.starts_with("0x");
    let float = (!hex && (lower.contains('.') || lower.contains('e'))) || (hex && lower.contains('p'));
    if float {
        return Type::named(if lower.ends_with('f') { "float" } else { "double" });
    }
    let suffix: String = lower.chars().rev().take_while(|c| matches!(c, 'u' | 'l' | 'z')).collect();
    let unsigned = suffix.contains('u');
    let value = super::constant::number(text);
    let beyond_int = value.is_some_and(|v| v > if unsigned || hex { u32::MAX as i128 } else { i32::MAX as i128 });
    let hex_unsigned = hex && value.is_some_and(|v| v > i32::MAX as i128 && v <= u32::MAX as i128);
    let longs = suffix.matches('l').count().max(if beyond_int { 1 } else { 0 });
    Type::named(match (unsigned || hex_unsigned, longs) {
        (true, 0) => "unsigned",
        (false, 0) => "int",
        (true, 1) => "unsigned long",
        (false, 1) => "long",
        (true, _) => "unsigned long long",
        (false, _) => "long long",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_types_have_one_spelling() {
        let same = [
            ("unsigned int", "unsigned"),
            ("long unsigned", "unsigned long"),
            ("const unsigned long long int", "unsigned long long"),
            ("uint32_t", "unsigned"),
            ("std::size_t", "unsigned long"),
            ("long double", "long double"),
            ("float4", "float4"),
        ];
        for (spelled, expected) in same {
            assert_eq!(canonical(spelled), expected);
        }
    }

    #[test]
    fn numbers_have_their_suffix_type() {
        let pairs = [
            ("1", "int"),
            ("1u", "unsigned"),
            ("1.0f", "float"),
            ("1e3", "double"),
            ("0xffffffff", "unsigned"),
            ("1ull", "unsigned long long"),
            ("4294967296", "long"),
            ("0x1p3f", "float"),
        ];
        for (text, expected) in pairs {
            assert_eq!(literal(text).base, expected, "{text}");
        }
    }

    #[test]
    fn conversions_follow_rank() {
        let ty = |n: &str| Type::named(n);
        assert_eq!(ty("char").arithmetic(&ty("short")), Some(ty("int")));
        assert_eq!(ty("int").arithmetic(&ty("unsigned")), Some(ty("unsigned")));
        assert_eq!(ty("float").arithmetic(&ty("long long")), Some(ty("float")));
        assert_eq!(ty("float4").arithmetic(&ty("float")), None);
    }
}
