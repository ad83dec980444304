//! Prototypes: what a CUDA entity looks like, read by a C parser.
//!
//! In: the declaration of a `[[rule]]`. Out: name, parameters with canonical types, return type; or the offset at
//! which it stops being C.

use super::dialect::{Mended, declared_name, mend_declaration, tokens, without_template_arguments};
use super::types::{KEYWORDS, Type, built_in, is_alias};
use lang_c::ast;
use lang_c::driver::{Config, Flavor, parse_preprocessed};
use lang_c::span::Node;
use std::collections::BTreeSet;

/// A function or variable as it was declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prototype {
    /// The qualified name, without the declared template arguments.
    pub name: String,
    /// Names of the template parameters that the name was declared with.
    pub template: Vec<String>,
    /// What it returns; of a variable, its type.
    pub return_type: Type,
    /// The parameters; empty for a variable.
    pub parameters: Vec<Parameter>,
    /// Further arguments may follow.
    pub variadic: bool,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name; empty when it has none.
    pub name: String,
    /// Its type, references taken off.
    pub ty: Type,
    /// It is a reference.
    pub reference: bool,
    /// The argument that stands when none is written.
    pub default: Option<String>,
}

/// Why a text is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Offset into the text.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// A type that nothing declares, where that is what is wrong.
    pub unknown_type: bool,
}

impl Fault {
    fn not_c(at: usize, message: impl Into<String>) -> Fault {
        Fault { at, message: message.into(), unknown_type: false }
    }
}

impl Prototype {
    /// The position of the parameter called `name`, or written as its number.
    pub fn parameter(&self, name: &str) -> Option<usize> {
        if let Ok(index) = name.parse::<usize>() {
            return (index < self.parameters.len() || self.variadic).then_some(index);
        }
        self.parameters.iter().position(|p| p.name == name)
    }

    /// A type, `ns::tile<Size>`: no parameters but those of its template.
    pub fn of_type(text: &str) -> Prototype {
        let (name, template) = without_template_arguments(text);
        let return_type = Type { base: name.clone(), pointers: 0 };
        Prototype { name, template, return_type, parameters: Vec::new(), variadic: false }
    }

    /// The least number of arguments of a call.
    pub fn least_arguments(&self) -> usize {
        self.parameters.iter().rposition(|p| p.default.is_none()).map_or(0, |last| last + 1)
    }
}

/// Reads the declaration `text`. `is_type` knows the types that rules declare and the type variables.
pub fn parse(text: &str, is_type: &dyn Fn(&str) -> bool) -> Result<Prototype, Fault> {
    let (name, template) = declared_name(text).ok_or_else(|| Fault::not_c(0, "no name is declared here"))?;
    let mended = mend_declaration(text);
    let types = type_names(&mended, &name, is_type);
    let mut prelude = String::new();
    for ty in &types {
        prelude.push_str(&format!("typedef int {ty};\n"));
    }
    let source = format!("{prelude}{};", mended.text);
    let declaration = last_declaration(&source, prelude.len(), text.len())?;
    check_types(text, &mended, &types, &name, &template, is_type)?;
    let mut prototype = build(&declaration, &mended, prelude.len(), name)?;
    prototype.template = template;
    Ok(prototype)
}

/// Parses `source` and gives its last declaration; offsets in faults are those after `prelude`.
pub fn last_declaration(source: &str, prelude: usize, length: usize) -> Result<ast::Declaration, Fault> {
    let units = parse_c(source, prelude, length)?;
    match units.into_iter().next_back() {
        Some(ast::ExternalDeclaration::Declaration(node)) => Ok(node.node),
        Some(ast::ExternalDeclaration::StaticAssert(_) | ast::ExternalDeclaration::FunctionDefinition(_)) | None => {
            Err(Fault::not_c(0, "this is not a declaration"))
        }
    }
}

/// Parses `source` as C; offsets in faults are those after `prelude`, within `length`.
pub fn parse_c(source: &str, prelude: usize, length: usize) -> Result<Vec<ast::ExternalDeclaration>, Fault> {
    let config = Config { cpp_command: String::new(), cpp_options: Vec::new(), flavor: Flavor::GnuC11 };
    match parse_preprocessed(&config, source.to_owned()) {
        Ok(parsed) => Ok(parsed.unit.0.into_iter().map(|node| node.node).collect()),
        Err(error) => {
            let at = error.offset.saturating_sub(prelude).min(length);
            let message = if at == length { "not C: more was expected" } else { "not C from here" };
            Err(Fault::not_c(at, message))
        }
    }
}

/// A variable of an example.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its type; an array is a pointer.
    pub ty: Type,
    /// It was declared as an array.
    pub is_array: bool,
    /// The expression it is initialised with.
    pub initializer: Option<ast::Expression>,
}

/// Reads the declaration `text` of one or more variables.
pub fn variables(text: &str, is_type: &dyn Fn(&str) -> bool) -> Result<Vec<Variable>, Fault> {
    let mended = mend_declaration(text);
    let types = type_names(&mended, "", is_type);
    let prelude: String = types.iter().map(|ty| format!("typedef int {ty};\n")).collect();
    let declaration = last_declaration(&format!("{prelude}{};", mended.text), prelude.len(), text.len())?;
    let base = base_type(&declaration.specifiers, &mended);
    let variable = |declared: &Node<ast::InitDeclarator>| {
        let mut ty = base.clone();
        let declarator = &declared.node.declarator.node;
        let is_reference = |at: usize| mended.references.contains(&at.wrapping_sub(prelude.len()));
        let (name, _) = apply(declarator, &mut ty, &is_reference);
        let is_array = declarator.derived.iter().any(|d| matches!(d.node, ast::DerivedDeclarator::Array(_)));
        let initializer = declared.node.initializer.as_ref().and_then(|i| match &i.node {
            ast::Initializer::Expression(expression) => Some(expression.node.clone()),
            ast::Initializer::List(_) => None,
        });
        Variable { name, ty, is_array, initializer }
    };
    check_types(text, &mended, &types, "", &[], is_type)?;
    Ok(declaration.declarators.iter().map(variable).collect())
}

/// Identifiers of the mended text that must be types, so that C can read it.
fn type_names(mended: &Mended, name: &str, is_type: &dyn Fn(&str) -> bool) -> BTreeSet<String> {
    let text = &mended.text;
    let found = tokens(text, false);
    let word = |at: usize| found.get(at).map_or("", |t| &text[t.range.clone()]);
    let mut types = BTreeSet::new();
    for (at, token) in found.iter().enumerate() {
        let this = word(at);
        let tagged = at > 0 && matches!(word(at - 1), "struct" | "enum" | "union");
        if !token.is_word
            || is_c_keyword(this)
            || tagged
            || word(at + 1) == "(" && declares(mended.original(this), name)
        {
            continue;
        }
        let mut next = at + 1;
        while matches!(word(next), "*" | "const") {
            next += 1;
        }
        let before_name = found.get(next).is_some_and(|t| t.is_word);
        let original = mended.original(this);
        let abstract_type = matches!(word(at + 1), "," | ")") && (is_type(original) || is_common_type(original));
        let abstract_pointer = next > at + 1 && matches!(word(next), "," | ")");
        if before_name || abstract_pointer || abstract_type {
            types.insert(this.to_owned());
        }
    }
    types
}

fn declares(word: &str, name: &str) -> bool {
    without_template_arguments(word).0 == name
}

fn is_c_keyword(word: &str) -> bool {
    KEYWORDS[..KEYWORDS.len()].contains(&word) && word != "bool"
        || matches!(word, "const" | "volatile" | "struct" | "enum" | "union" | "extern" | "restrict")
}

/// Types of the C library and of C++ that no rule needs to declare.
pub(crate) fn is_common_type(name: &str) -> bool {
    is_alias(name.trim_start_matches("std::")) || matches!(name, "bool" | "FILE" | "clock_t" | "va_list" | "nullptr_t")
}

fn check_types(
    text: &str,
    mended: &Mended,
    types: &BTreeSet<String>,
    name: &str,
    template: &[String],
    is_type: &dyn Fn(&str) -> bool,
) -> Result<(), Fault> {
    for ty in types {
        let original = mended.original(ty);
        let plain = original.split('<').next().unwrap_or(original);
        let own = template.iter().any(|t| t == plain) || name.starts_with(&format!("{plain}::"));
        if !(is_common_type(plain) || is_type(plain) || own) {
            let at = text.find(original).unwrap_or(0);
            return Err(Fault { at, message: format!("no rule declares the type `{plain}`"), unknown_type: true });
        }
    }
    Ok(())
}

fn build(declaration: &ast::Declaration, mended: &Mended, prelude: usize, name: String) -> Result<Prototype, Fault> {
    let Some(declarator) = declaration.declarators.first().map(|d| &d.node.declarator.node) else {
        return Err(Fault::not_c(0, "no name is declared here"));
    };
    let base = base_type(&declaration.specifiers, mended);
    let mut prototype =
        Prototype { name, template: Vec::new(), return_type: base, parameters: Vec::new(), variadic: false };
    for derived in &declarator.derived {
        match &derived.node {
            ast::DerivedDeclarator::Pointer(_) => {
                if !mended.references.contains(&derived.span.start.wrapping_sub(prelude)) {
                    prototype.return_type.pointers += 1;
                }
            }
            ast::DerivedDeclarator::Array(_) => prototype.return_type.pointers += 1,
            ast::DerivedDeclarator::Function(function) => {
                prototype.variadic = function.node.ellipsis == ast::Ellipsis::Some;
                let parameters = function.node.parameters.iter().map(|p| parameter(&p.node, mended, prelude));
                prototype.parameters = parameters.filter(|p| !is_void(p)).collect();
            }
            ast::DerivedDeclarator::KRFunction(names) => {
                if let Some(first) = names.first() {
                    let at = first.span.start.saturating_sub(prelude);
                    return Err(Fault::not_c(at, "this parameter has no type"));
                }
            }
            ast::DerivedDeclarator::Block(_) => return Err(Fault::not_c(0, "blocks are not C")),
        }
    }
    Ok(prototype)
}

fn is_void(parameter: &Parameter) -> bool {
    parameter.name.is_empty() && parameter.ty.base == "void" && parameter.ty.pointers == 0
}

fn parameter(node: &ast::ParameterDeclaration, mended: &Mended, prelude: usize) -> Parameter {
    let mut ty = base_type(&node.specifiers, mended);
    let mut reference = false;
    let mut name = String::new();
    if let Some(declarator) = &node.declarator {
        let is_reference = |at: usize| mended.references.contains(&at.wrapping_sub(prelude));
        (name, reference) = apply(&declarator.node, &mut ty, &is_reference);
    }
    let default = mended.defaults.get(&name).cloned();
    Parameter { name, ty, reference, default }
}

/// Adds what `declarator` makes of the type; gives the name declared and whether it is a reference.
pub fn apply(declarator: &ast::Declarator, ty: &mut Type, is_reference: &dyn Fn(usize) -> bool) -> (String, bool) {
    let mut reference = false;
    for derived in &declarator.derived {
        match &derived.node {
            ast::DerivedDeclarator::Pointer(_) if is_reference(derived.span.start) => reference = true,
            ast::DerivedDeclarator::Pointer(_) | ast::DerivedDeclarator::Array(_) => ty.pointers += 1,
            ast::DerivedDeclarator::Function(_)
            | ast::DerivedDeclarator::KRFunction(_)
            | ast::DerivedDeclarator::Block(_) => *ty = Type { base: "(function)".into(), pointers: 0 },
        }
    }
    match &declarator.kind.node {
        ast::DeclaratorKind::Abstract => (String::new(), reference),
        ast::DeclaratorKind::Identifier(name) => (name.node.name.clone(), reference),
        ast::DeclaratorKind::Declarator(inner) => {
            let (name, inner_reference) = apply(&inner.node, ty, is_reference);
            (name, reference || inner_reference)
        }
    }
}

/// The type that specifiers name.
pub fn base_type(specifiers: &[Node<ast::DeclarationSpecifier>], mended: &Mended) -> Type {
    let mut words: Vec<&str> = Vec::new();
    let mut named = None;
    for specifier in specifiers {
        let ast::DeclarationSpecifier::TypeSpecifier(specifier) = &specifier.node else { continue };
        match &specifier.node {
            ast::TypeSpecifier::Void => words.push("void"),
            ast::TypeSpecifier::Char => words.push("char"),
            ast::TypeSpecifier::Short => words.push("short"),
            ast::TypeSpecifier::Int => words.push("int"),
            ast::TypeSpecifier::Long => words.push("long"),
            ast::TypeSpecifier::Float => words.push("float"),
            ast::TypeSpecifier::Double => words.push("double"),
            ast::TypeSpecifier::Signed => words.push("signed"),
            ast::TypeSpecifier::Unsigned => words.push("unsigned"),
            ast::TypeSpecifier::Bool => words.push("bool"),
            ast::TypeSpecifier::Struct(node) => named = node.node.identifier.as_ref().map(|i| i.node.name.clone()),
            ast::TypeSpecifier::Enum(node) => named = node.node.identifier.as_ref().map(|i| i.node.name.clone()),
            ast::TypeSpecifier::TypedefName(node) => named = Some(node.node.name.clone()),
            ast::TypeSpecifier::Complex
            | ast::TypeSpecifier::Atomic(_)
            | ast::TypeSpecifier::TypeOf(_)
            | ast::TypeSpecifier::TS18661Float(_) => named = Some("(unknown)".into()),
        }
    }
    match named {
        Some(name) => Type::parse(mended.original(&name)).unwrap_or(Type { base: name, pointers: 0 }),
        None => Type { base: built_in(&words), pointers: 0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Prototype, Fault> {
        parse(text, &|name| ["T", "uint3", "cudaMemcpyKind", "cudaError_t", "cg::group", "cg::tile"].contains(&name))
    }

    fn shown(text: &str) -> String {
        let p = read(text).unwrap();
        let parameters: Vec<_> = p
            .parameters
            .iter()
            .map(|p| {
                let mark = if p.reference { "&" } else { "" };
                let default = p.default.as_ref().map_or(String::new(), |d| format!(" = {d}"));
                format!("{}{mark} {}{default}", p.ty, p.name)
            })
            .collect();
        format!("{} -> {} ({}{})", p.name, p.return_type, parameters.join(", "), if p.variadic { ", ..." } else { "" })
    }

    #[test]
    fn functions_and_variables() {
        assert_eq!(
            shown("__device__ float atomicAdd(float *address, float val)"),
            "atomicAdd -> float (float * address, float val)"
        );
        assert_eq!(shown("__device__ const uint3 threadIdx"), "threadIdx -> uint3 ()");
        assert_eq!(
            shown("cudaError_t f(const T *symbol, unsigned long long n, enum cudaMemcpyKind kind = a)"),
            "f -> cudaError_t (T * symbol, unsigned long long n, cudaMemcpyKind kind = a)"
        );
        assert_eq!(shown("int printf(const char *format, ...)"), "printf -> int (char * format, ...)");
        assert_eq!(shown("void __syncthreads()"), "__syncthreads -> void ()");
        assert_eq!(shown("void f(void)"), "f -> void ()");
        assert_eq!(shown("void f(size_t, bool b)"), "f -> void (unsigned long , bool b)");
        assert_eq!(shown("T g(void (*call)(int), T a[3])"), "g -> T ((function) * call, T * a)");
    }

    #[test]
    fn cplusplus_names_and_references() {
        assert_eq!(shown("cg::group cg::this_group()"), "cg::this_group -> cg::group ()");
        assert_eq!(
            shown("cg::tile<Size> cg::partition<Size>(const cg::group &g)"),
            "cg::partition -> cg::tile<Size> (cg::group& g)"
        );
        assert_eq!(shown("void cg::group::sync() const"), "cg::group::sync -> void ()");
        assert_eq!(shown("T operator+(const T &a, const T &b)"), "operator+ -> T (T& a, T& b)");
        assert_eq!(read("void f<A, B>(A *a)").unwrap().template, ["A", "B"]);
    }

    #[test]
    fn faults_have_places() {
        let fault = read("float f(float x y)").unwrap_err();
        assert_eq!((fault.at, fault.unknown_type), (16, false));
        let fault = read("float f(nothing *x)").unwrap_err();
        assert_eq!((fault.at, fault.unknown_type), (8, true));
    }

    #[test]
    fn defaults_lower_the_number_of_arguments() {
        let prototype = read("int f(int a, int b = 1, int c = 2)").unwrap();
        assert_eq!(prototype.least_arguments(), 1);
        assert_eq!(prototype.parameter("c"), Some(2));
        assert_eq!(prototype.parameter("1"), Some(1));
        assert_eq!(prototype.parameter("d"), None);
    }
}
