//! The symbols of a unit: functions (lambdas included), classes, variables in device spaces, aliases, constants.
//!
//! Made by [`super::collect`], in source order. Nothing is resolved here; see [`super::uses`].

use super::types::Type;
use crate::syntax::{NodeId, Tree};
use std::collections::HashMap;
use std::ops::Range;

/// Index of a function in [`Symbols::functions`].
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(pub u32);

/// Index of a variable in [`Symbols::variables`].
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariableId(pub u32);

/// What sort of function it is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum FunctionKind {
    /// A function of a namespace.
    Free,
    /// A member function with a name.
    Method,
    /// A constructor.
    Constructor,
    /// A destructor.
    Destructor,
    /// `operator()`.
    Call,
    /// Any other operator or conversion.
    Operator,
    /// A lambda expression.
    Lambda,
}

/// One template parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateParameter {
    /// Its name; empty when unnamed.
    pub name: String,
    /// True for `typename T`, false for a value such as `int N`.
    pub is_type: bool,
    /// True for a template template parameter.
    pub is_template: bool,
    /// True for a pack.
    pub is_pack: bool,
    /// What it is where it is neither given nor deduced.
    pub default: Option<NodeId>,
}

/// One parameter of a function.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name, when it has one.
    pub name: Option<String>,
    /// Its type as declared.
    pub ty: Option<Type>,
    /// Its node.
    pub node: NodeId,
    /// True where a default value stands.
    pub has_default: bool,
    /// True for a pack or `...`.
    pub is_pack: bool,
}

/// Where a function may run, as written.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub struct Execution {
    /// `__global__`.
    pub kernel: bool,
    /// `__device__`.
    pub device: bool,
    /// `__host__`.
    pub host: bool,
}

impl Execution {
    /// True where it can run on the device.
    pub fn on_device(self) -> bool {
        self.kernel || self.device
    }

    /// True where it can run on the device and not on the host.
    pub fn device_only(self) -> bool {
        self.kernel || (self.device && !self.host)
    }
}

/// A function declaration, definition or lambda.
#[derive(Clone, Debug)]
pub struct Function {
    /// The last component of its name; `operator()` and `operator+` for operators; empty for a lambda.
    pub name: String,
    /// Namespaces and classes around it, outermost first, template arguments left out.
    pub path: Vec<String>,
    /// The class it is a member of, by simple name.
    pub class: Option<String>,
    /// What sort it is.
    pub kind: FunctionKind,
    /// The definition, declaration or lambda node.
    pub node: NodeId,
    /// Offset and end of the name in the expanded text.
    pub name_range: Range<u32>,
    /// The parameter list, where there is one (a lambda may lack it).
    pub parameter_list: Option<NodeId>,
    /// The body.
    pub body: Option<NodeId>,
    /// Template parameters in scope, those of classes around it first.
    pub templates: Vec<TemplateParameter>,
    /// How many of `templates` belong to classes around it.
    pub class_templates: usize,
    /// True for `template<> void f<int>()`, and for explicit instantiations.
    pub is_specialisation: bool,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its return type, where it has one that is written.
    pub return_type: Option<Type>,
    /// Where it may run.
    pub execution: Execution,
    /// True for `constexpr` and `consteval`.
    pub is_constexpr: bool,
    /// True where `static` or an unnamed namespace keeps it in its unit.
    pub is_internal: bool,
    /// The function whose body holds this one (lambdas, methods of local classes).
    pub outer: Option<FunctionId>,
}

impl Function {
    /// Qualified name without template arguments.
    pub fn qualified_name(&self) -> String {
        let mut out = String::new();
        for part in self.path.iter().filter(|p| !p.is_empty()) {
            out.push_str(part);
            out.push_str("::");
        }
        out + &self.name
    }

    /// How many arguments a call must and may give.
    pub fn arity(&self) -> (usize, usize) {
        let required = self.parameters.iter().filter(|p| !p.has_default && !p.is_pack).count();
        let most = if self.parameters.iter().any(|p| p.is_pack) { usize::MAX } else { self.parameters.len() };
        (required, most)
    }
}

/// The memory a variable lives in on the device.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum VariableSpace {
    /// `__constant__`.
    Constant,
    /// `__device__`.
    Device,
    /// `__managed__`.
    Managed,
    /// `__shared__`.
    Shared,
}

/// A variable in a device memory space.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Namespaces and classes around it.
    pub path: Vec<String>,
    /// Its type with array bounds, where known.
    pub ty: Type,
    /// Where it lives.
    pub space: VariableSpace,
    /// The declaration.
    pub node: NodeId,
    /// Its declarator, initialiser included.
    pub declarator: NodeId,
    /// Its initial value.
    pub initialiser: Option<NodeId>,
    /// Offset and end of the name in the expanded text.
    pub name_range: Range<u32>,
    /// True for `extern`.
    pub is_extern: bool,
    /// True for `static` or `constexpr` or a member of an unnamed namespace.
    pub is_internal: bool,
    /// True for `const` or `constexpr`.
    pub is_const: bool,
    /// The function whose body declares it, for shared variables.
    pub function: Option<FunctionId>,
}

/// A class, struct or union.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its name without template arguments.
    pub name: String,
    /// Namespaces and classes around it.
    pub path: Vec<String>,
    /// Fields with their types, in order.
    pub fields: Vec<(String, Type)>,
    /// Names of its bases without template arguments.
    pub bases: Vec<String>,
    /// True for a template.
    pub is_template: bool,
    /// The specifier.
    pub node: NodeId,
    /// The function whose body declares it.
    pub function: Option<FunctionId>,
}

/// A namespace-scope constant with an initialiser that facts can look into.
#[derive(Clone, Debug)]
pub struct Constant {
    /// Its type.
    pub ty: Type,
    /// Its initialiser; `None` for an enumerator without one.
    pub value: Option<NodeId>,
}

/// All symbols of a unit.
#[derive(Debug, Default)]
pub struct Symbols {
    /// Functions in source order.
    pub functions: Vec<Function>,
    /// Variables in device spaces.
    pub variables: Vec<Variable>,
    /// Classes.
    pub classes: Vec<Class>,
    /// `typedef` and `using` names with what they stand for.
    pub aliases: HashMap<String, Type>,
    /// Namespace-scope `const`/`constexpr` variables and enumerators.
    pub constants: HashMap<String, Constant>,
    /// Namespace-scope host variables, by name.
    pub globals: HashMap<String, Type>,
    /// `namespace a = b::c;`
    pub namespace_aliases: HashMap<String, String>,
    /// Namespaces of using-directives, in order.
    pub using_namespaces: Vec<String>,
    pub(super) by_name: HashMap<String, Vec<FunctionId>>,
    pub(super) classes_by_name: HashMap<String, usize>,
    /// Bodies by start, for [`Symbols::function_holding`].
    pub(super) bodies: Vec<(u32, u32, FunctionId)>,
}

impl Symbols {
    /// The function `id`.
    pub fn function(&self, id: FunctionId) -> &Function {
        &self.functions[id.0 as usize]
    }

    /// The variable `id`.
    pub fn variable(&self, id: VariableId) -> &Variable {
        &self.variables[id.0 as usize]
    }

    /// All functions with this simple name, in source order.
    pub fn functions_named(&self, name: &str) -> &[FunctionId] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The class with this simple name.
    pub fn class(&self, name: &str) -> Option<&Class> {
        self.classes_by_name.get(name).map(|&at| &self.classes[at])
    }

    /// All functions with their identities.
    pub fn iter(&self) -> impl Iterator<Item = (FunctionId, &Function)> {
        self.functions.iter().enumerate().map(|(at, f)| (FunctionId(at as u32), f))
    }

    /// The innermost function, lambdas included, whose node holds `offset`.
    pub fn function_holding(&self, tree: &Tree, offset: u32) -> Option<FunctionId> {
        let end = self.bodies.partition_point(|b| b.0 <= offset);
        let mut steps = 0;
        for &(_, stop, id) in self.bodies[..end].iter().rev() {
            if offset < stop {
                return Some(id);
            }
            // Bodies nest or follow each other; once a top-level body ended before us, nothing older holds us.
            steps += 1;
            if self.function(id).outer.is_none() && steps > 64 && tree.node(self.function(id).node).end() <= offset {
                return None;
            }
        }
        None
    }

    /// `ty` with aliases of this unit resolved.
    pub fn resolved(&self, mut ty: Type) -> Type {
        for _ in 0..8 {
            let Some(alias) = self.aliases.get(&ty.base) else { break };
            ty.base = alias.base.clone();
            ty.pointers = ty.pointers.saturating_add(alias.pointers);
            ty.bounds.extend(alias.bounds.iter().cloned());
            ty.is_const |= alias.is_const;
        }
        ty
    }
}

/// `ns::Foo<int>` to `Foo`.
pub fn simple_name(text: &str) -> String {
    let plain = text.split('<').next().unwrap_or(text);
    plain.rsplit("::").next().unwrap_or(plain).trim().to_string()
}
