//! Collecting the symbols of a tree.
//!
//! In: a tree and what was blanked before parsing. Out: [`Symbols`], in source order.

use super::symbols::{
    Class, Constant, Execution, Function, FunctionId, FunctionKind, Parameter, Symbols, TemplateParameter, Variable,
    VariableSpace, simple_name,
};
use super::types::{self, Type};
use crate::syntax::gaps::{Blanked, Gap};
use crate::syntax::{Field, Kind, Node, Tree};

/// Collects the symbols of `tree`.
pub fn collect(tree: &Tree, blanked: &[Blanked]) -> Symbols {
    let mut collector = Collector { symbols: Symbols::default(), blanked };
    collector.visit(tree.root(), &Context::default());
    let mut symbols = collector.symbols;
    for (at, function) in symbols.functions.iter().enumerate() {
        let id = FunctionId(at as u32);
        symbols.by_name.entry(function.name.clone()).or_default().push(id);
        if function.body.is_some() {
            let node = tree.node(function.node);
            symbols.bodies.push((node.start(), node.end(), id));
        }
    }
    symbols.bodies.sort_by_key(|b| (b.0, std::cmp::Reverse(b.1)));
    for (at, class) in symbols.classes.iter().enumerate() {
        symbols.classes_by_name.entry(class.name.clone()).or_insert(at);
    }
    symbols
}

#[derive(Clone, Default)]
struct Context {
    path: Vec<String>,
    class: Option<String>,
    templates: Vec<TemplateParameter>,
    class_templates: usize,
    function: Option<FunctionId>,
    internal: bool,
    specialisation: bool,
}

struct Collector<'b> {
    symbols: Symbols,
    blanked: &'b [Blanked],
}

impl Collector<'_> {
    fn visit_children(&mut self, node: Node<'_>, context: &Context) {
        for child in node.named_children() {
            self.visit(child, context);
        }
    }

    fn visit(&mut self, node: Node<'_>, context: &Context) {
        match node.kind() {
            Kind::NamespaceDefinition => self.namespace(node, context),
            Kind::TemplateDeclaration => self.template(node, context),
            Kind::TemplateInstantiation => {
                let context = Context { specialisation: true, ..context.clone() };
                self.declaration(node, &context);
            }
            Kind::ClassSpecifier | Kind::StructSpecifier | Kind::UnionSpecifier => self.class(node, context),
            Kind::EnumSpecifier => self.enumeration(node),
            Kind::FunctionDefinition => self.function(node, context),
            Kind::Declaration | Kind::FieldDeclaration => self.declaration(node, context),
            Kind::TypeDefinition => self.type_definition(node, context),
            Kind::AliasDeclaration => {
                let name = node.child(Field::Name).map(|n| n.text().to_string());
                if let (Some(name), Some(ty)) = (name, node.child(Field::Type).and_then(types::described)) {
                    self.symbols.aliases.entry(name).or_insert(ty);
                }
            }
            Kind::NamespaceAliasDefinition | Kind::UsingDeclaration => self.namespace_names(node),
            Kind::LambdaExpression => self.lambda(node, context),
            _ => self.visit_children(node, context),
        }
    }

    fn namespace(&mut self, node: Node<'_>, context: &Context) {
        let mut inner = context.clone();
        match node.child(Field::Name) {
            Some(name) => inner.path.extend(name.text().split("::").map(|s| s.trim().to_string())),
            None => inner.internal = true,
        }
        if let Some(body) = node.child(Field::Body) {
            self.visit_children(body, &inner);
        }
    }

    fn namespace_names(&mut self, node: Node<'_>) {
        let named: Vec<_> = node.named_children().map(|n| n.text().split_whitespace().collect::<String>()).collect();
        match (node.kind(), named.as_slice()) {
            (Kind::NamespaceAliasDefinition, [alias, target]) => {
                self.symbols.namespace_aliases.insert(alias.clone(), target.trim_start_matches("::").to_string());
            }
            (Kind::UsingDeclaration, [space]) if node.has_token("namespace") => {
                self.symbols.using_namespaces.push(space.trim_start_matches("::").to_string());
            }
            (_, _) => {}
        }
    }

    fn template(&mut self, node: Node<'_>, context: &Context) {
        let mut inner = context.clone();
        let parameters = node.child(Field::Parameters).map_or(Vec::new(), template_parameters);
        inner.specialisation = parameters.is_empty();
        inner.templates.extend(parameters);
        for child in node.named_children().filter(|c| c.field() != Field::Parameters) {
            self.visit(child, &inner);
        }
    }

    fn class(&mut self, node: Node<'_>, context: &Context) {
        let Some(body) = node.child(Field::Body) else { return };
        let name = node.child(Field::Name).map_or(String::new(), |n| simple_name(n.text()));
        let mut inner = context.clone();
        inner.path.push(name.clone());
        inner.class = Some(name.clone());
        inner.class_templates = inner.templates.len();
        inner.specialisation = false;
        let mut class = Class {
            name,
            path: context.path.clone(),
            fields: Vec::new(),
            bases: Vec::new(),
            is_template: !context.templates.is_empty(),
            node: node.id(),
            function: context.function,
        };
        if let Some(bases) = node.first(Kind::BaseClassClause) {
            let named = |c: &Node<'_>| {
                matches!(c.kind(), Kind::TypeIdentifier | Kind::TemplateType | Kind::QualifiedIdentifier)
            };
            class.bases = bases.named_children().filter(named).map(|c| simple_name(c.text())).collect();
        }
        for field in body.named_children().filter(|c| c.kind() == Kind::FieldDeclaration) {
            let Some(base) = types::specifier(field) else { continue };
            for declarator in field.children_in(Field::Declarator) {
                if let (Some(name), ty) = types::declared(&base, declarator) {
                    class.fields.push((name.text().to_string(), ty));
                }
            }
        }
        self.symbols.classes.push(class);
        self.visit_children(body, &inner);
    }

    fn enumeration(&mut self, node: Node<'_>) {
        for enumerator in node.first(Kind::EnumeratorList).into_iter().flat_map(|l| l.named_children()) {
            if let Some(name) = enumerator.child(Field::Name) {
                let value = enumerator.child(Field::Value).map(|v| v.id());
                let constant = Constant { ty: Type::named("int"), value };
                self.symbols.constants.entry(name.text().to_string()).or_insert(constant);
            }
        }
    }

    fn type_definition(&mut self, node: Node<'_>, context: &Context) {
        if let Some(ty) = node.child(Field::Type) {
            self.visit(ty, context);
        }
        let declarators: Vec<_> = node.children_in(Field::Declarator).collect();
        let unnamed =
            node.child(Field::Type).filter(|t| t.child(Field::Body).is_some() && t.child(Field::Name).is_none());
        if let (Some(_), Some(declarator)) = (unnamed, declarators.first())
            && let Some(class) = self.symbols.classes.iter_mut().rev().find(|c| c.name.is_empty())
        {
            // `typedef struct { ... } name;` names the class for linkage and for every use.
            class.name = declarator.text().to_string();
        }
        let Some(base) = types::specifier(node) else { return };
        for declarator in declarators {
            if let (Some(name), ty) = types::declared(&base, declarator)
                && name.text() != ty.base
            {
                self.symbols.aliases.entry(name.text().to_string()).or_insert(ty);
            }
        }
    }

    fn function(&mut self, node: Node<'_>, context: &Context) {
        if let Some(ty) = node.child(Field::Type).filter(|t| t.child(Field::Body).is_some()) {
            self.visit(ty, context);
        }
        let Some(head) = node.child(Field::Declarator).and_then(function_declarator) else {
            return self.visit_children(node, context);
        };
        let Some(function) = describe(node, head, context) else { return self.visit_children(node, context) };
        let id = FunctionId(self.symbols.functions.len() as u32);
        let inner = Context { function: Some(id), path: function.path.clone(), ..context.clone() };
        self.symbols.functions.push(function);
        for child in node.named_children().filter(|c| c.field() != Field::Declarator && c.field() != Field::Type) {
            self.visit_body(child, &inner);
        }
    }

    fn visit_body(&mut self, node: Node<'_>, context: &Context) {
        match node.kind() {
            Kind::LambdaExpression => self.lambda(node, context),
            Kind::ClassSpecifier | Kind::StructSpecifier | Kind::UnionSpecifier => self.class(node, context),
            Kind::EnumSpecifier => self.enumeration(node),
            Kind::TypeDefinition => self.type_definition(node, context),
            Kind::AliasDeclaration | Kind::NamespaceAliasDefinition | Kind::UsingDeclaration => {
                self.visit(node, context)
            }
            Kind::Declaration => {
                self.local_declaration(node, context);
                for child in node.named_children() {
                    self.visit_body(child, context);
                }
            }
            _ => {
                for child in node.named_children() {
                    self.visit_body(child, context);
                }
            }
        }
    }

    fn local_declaration(&mut self, node: Node<'_>, context: &Context) {
        if variable_space(node) == Some(VariableSpace::Shared) {
            self.variables(node, VariableSpace::Shared, context);
        }
    }

    fn lambda(&mut self, node: Node<'_>, context: &Context) {
        let list = node.child(Field::Declarator).and_then(|d| d.child(Field::Parameters));
        let (start, end) = (node.start(), node.child(Field::Body).map_or(node.end(), |b| b.start()));
        let mut execution = Execution::default();
        let head = self
            .blanked
            .iter()
            .filter(|b| b.what == Gap::LambdaQualifier && b.range.start > start && b.range.end <= end);
        for gap in head {
            match gap.range.end - gap.range.start {
                // The two qualifiers differ in length: `__device__` and `__host__`.
                10 => execution.device = true,
                8 => execution.host = true,
                _ => {}
            }
        }
        let id = FunctionId(self.symbols.functions.len() as u32);
        self.symbols.functions.push(Function {
            name: String::new(),
            path: context.path.clone(),
            class: None,
            kind: FunctionKind::Lambda,
            node: node.id(),
            name_range: start..start,
            parameter_list: list.map(|l| l.id()),
            body: node.child(Field::Body).map(|b| b.id()),
            templates: context.templates.clone(),
            class_templates: context.templates.len(),
            is_specialisation: false,
            parameters: list.map_or(Vec::new(), parameters),
            return_type: None,
            execution,
            is_constexpr: false,
            is_internal: true,
            outer: context.function,
        });
        let inner = Context { function: Some(id), ..context.clone() };
        if let Some(body) = node.child(Field::Body) {
            for child in body.named_children() {
                self.visit_body(child, &inner);
            }
        }
    }

    fn declaration(&mut self, node: Node<'_>, context: &Context) {
        if let Some(ty) = node.child(Field::Type).filter(|t| t.child(Field::Body).is_some()) {
            self.visit(ty, context);
        }
        let mut is_function = false;
        for declarator in node.children_in(Field::Declarator) {
            if let Some(head) = function_declarator(declarator)
                && let Some(function) = describe(node, head, context)
            {
                is_function = true;
                self.symbols.functions.push(function);
            }
        }
        if is_function {
            return;
        }
        match variable_space(node) {
            Some(space) => self.variables(node, space, context),
            None => self.host_variables(node, context),
        }
        for child in node.named_children() {
            self.visit_lambdas(child, context);
        }
    }

    /// Lambdas in initialisers of variables at namespace scope.
    fn visit_lambdas(&mut self, node: Node<'_>, context: &Context) {
        if node.kind() == Kind::LambdaExpression {
            return self.lambda(node, context);
        }
        if matches!(
            node.kind(),
            Kind::InitDeclarator | Kind::CallExpression | Kind::ArgumentList | Kind::InitializerList
        ) {
            for child in node.named_children() {
                self.visit_lambdas(child, context);
            }
        }
    }

    fn variables(&mut self, node: Node<'_>, space: VariableSpace, context: &Context) {
        // A class without a name has no base to speak of; the variable is one all the same.
        let base = types::specifier(node).unwrap_or_default();
        let has = |word: &str| node.children().any(|c| c.kind() == Kind::StorageClassSpecifier && c.text() == word);
        let qualified = |word: &str| node.children().any(|c| c.kind() == Kind::TypeQualifier && c.text() == word);
        for declarator in node.children_in(Field::Declarator) {
            let (Some(name), ty) = types::declared(&base, declarator) else { continue };
            let initialiser =
                (declarator.kind() == Kind::InitDeclarator).then(|| declarator.child(Field::Value)).flatten();
            self.symbols.variables.push(Variable {
                name: name.text().to_string(),
                path: context.path.clone(),
                ty,
                space,
                node: node.id(),
                declarator: declarator.id(),
                initialiser: initialiser.or_else(|| node.child(Field::DefaultValue)).map(|n| n.id()),
                name_range: name.range(),
                is_extern: has("extern"),
                is_internal: has("static") || qualified("constexpr") || context.internal,
                is_const: qualified("const") || qualified("constexpr"),
                function: context.function,
            });
        }
    }

    fn host_variables(&mut self, node: Node<'_>, context: &Context) {
        let Some(base) = types::specifier(node) else { return };
        let is_const = base.is_const;
        for declarator in node.children_in(Field::Declarator) {
            let (Some(name), ty) = types::declared(&base, declarator) else { continue };
            let name = name.text().to_string();
            let value =
                declarator.child(Field::Value).map(|n| n.id()).or(node.child(Field::DefaultValue).map(|n| n.id()));
            if is_const && ty.is_plain() && context.function.is_none() {
                self.symbols.constants.entry(name.clone()).or_insert(Constant { ty: ty.clone(), value });
            }
            if context.class.is_none() {
                self.symbols.globals.entry(name).or_insert(ty);
            }
        }
    }
}

/// The memory space that a declaration's qualifiers name.
pub fn variable_space(node: Node<'_>) -> Option<VariableSpace> {
    let mut space = None;
    for child in node.children() {
        match child.text() {
            "__shared__" => return Some(VariableSpace::Shared),
            "__constant__" => return Some(VariableSpace::Constant),
            "__managed__" => return Some(VariableSpace::Managed),
            "__device__" => space = Some(VariableSpace::Device),
            _ => {}
        }
    }
    space
}

/// The function declarator inside `declarator`, behind pointers and references of the return type.
pub fn function_declarator(declarator: Node<'_>) -> Option<Node<'_>> {
    let mut node = declarator;
    loop {
        match node.kind() {
            Kind::FunctionDeclarator => {
                // `void (*f)(int)` declares a pointer, not a function.
                let inner = node.child(Field::Declarator)?;
                return (inner.kind() != Kind::ParenthesizedDeclarator).then_some(node);
            }
            Kind::PointerDeclarator | Kind::ReferenceDeclarator | Kind::AttributedDeclarator => {
                node = node
                    .child(Field::Declarator)
                    .or_else(|| node.named_children().find(|c| types::is_declarator(c.kind())))?;
            }
            Kind::OperatorCast => return Some(node),
            Kind::QualifiedIdentifier => node = node.child(Field::Name).filter(|n| n.kind() == Kind::OperatorCast)?,
            _ => return None,
        }
    }
}

fn describe(node: Node<'_>, head: Node<'_>, context: &Context) -> Option<Function> {
    let mut path = context.path.clone();
    let (mut name, list) = match head.kind() {
        Kind::OperatorCast => {
            let abstract_head = head.child(Field::Declarator)?;
            (head, abstract_head.descendants().find(|n| n.kind() == Kind::ParameterList))
        }
        _ => (head.child(Field::Declarator)?, head.child(Field::Parameters)),
    };
    let mut class = context.class.clone();
    while name.kind() == Kind::QualifiedIdentifier {
        if let Some(scope) = name.child(Field::Scope) {
            path.push(simple_name(scope.text()));
            class = path.last().cloned();
        }
        name = name.child(Field::Name)?;
    }
    let specialised = name.kind() == Kind::TemplateFunction;
    if specialised {
        name = name.child(Field::Name)?;
    }
    let text = name.text().split_whitespace().collect::<String>();
    let kind = match name.kind() {
        Kind::OperatorName if text == "operator()" => FunctionKind::Call,
        Kind::OperatorName | Kind::OperatorCast => FunctionKind::Operator,
        Kind::DestructorName => FunctionKind::Destructor,
        Kind::Identifier | Kind::FieldIdentifier | Kind::TypeIdentifier => match class.as_deref() {
            Some(class) if class == text => FunctionKind::Constructor,
            Some(_) => FunctionKind::Method,
            None => FunctionKind::Free,
        },
        _ => return None,
    };
    let is_definition = node.kind() == Kind::FunctionDefinition;
    let body = if is_definition { node.child(Field::Body) } else { None };
    let has = |kind: Kind, word: &str| node.children().any(|c| c.kind() == kind && c.text() == word);
    let is_static = has(Kind::StorageClassSpecifier, "static");
    let return_type = types::specifier(node).map(|base| {
        let declarator = node.child(Field::Declarator);
        declarator.map_or(base.clone(), |d| types::declared(&base, d).1)
    });
    Some(Function {
        name: text,
        path,
        class,
        kind,
        node: node.id(),
        name_range: name.range(),
        parameter_list: list.map(|l| l.id()),
        body: body.map(|b| b.id()),
        templates: context.templates.clone(),
        class_templates: context.class_templates,
        is_specialisation: specialised || (context.specialisation && context.class.is_none()),
        parameters: list.map_or(Vec::new(), parameters),
        return_type,
        execution: Execution {
            kernel: node.has_token("__global__"),
            device: node.has_token("__device__"),
            host: node.has_token("__host__"),
        },
        is_constexpr: has(Kind::TypeQualifier, "constexpr") || has(Kind::TypeQualifier, "consteval"),
        is_internal: context.internal || (is_static && context.class.is_none()),
        outer: context.function,
    })
}

fn parameters(list: Node<'_>) -> Vec<Parameter> {
    let mut out = Vec::new();
    for node in list.children() {
        let (has_default, is_pack) = match node.kind() {
            Kind::ParameterDeclaration => (false, false),
            Kind::OptionalParameterDeclaration => (true, false),
            Kind::VariadicParameterDeclaration => (false, true),
            Kind::Token if node.text() == "..." => (false, true),
            _ => continue,
        };
        let base = types::specifier(node);
        let declarator = node.child(Field::Declarator);
        let (name, ty) = match (&base, declarator) {
            (Some(base), Some(declarator)) => types::declared(base, declarator),
            (_, _) => (None, base.clone().unwrap_or_default()),
        };
        let ty = base.is_some().then_some(ty);
        if name.is_none() && ty.as_ref().is_some_and(|t| t.base == "void" && t.is_plain()) {
            continue;
        }
        out.push(Parameter { name: name.map(|n| n.text().to_string()), ty, node: node.id(), has_default, is_pack });
    }
    out
}

fn template_parameters(list: Node<'_>) -> Vec<TemplateParameter> {
    let mut out = Vec::new();
    for node in list.named_children() {
        let is_template = node.kind() == Kind::TemplateTemplateParameterDeclaration;
        let is_type = is_template
            || matches!(
                node.kind(),
                Kind::TypeParameterDeclaration
                    | Kind::OptionalTypeParameterDeclaration
                    | Kind::VariadicTypeParameterDeclaration
            );
        let is_pack =
            matches!(node.kind(), Kind::VariadicTypeParameterDeclaration | Kind::VariadicParameterDeclaration);
        let name = match is_type {
            true => node
                .descendants()
                .filter(|n| n.kind() == Kind::TypeIdentifier)
                .find(|n| n.field() == Field::Name || n.parent().is_some_and(|p| p.kind() != Kind::TypeDescriptor)),
            false => node.child(Field::Declarator).and_then(|d| types::declared(&Type::default(), d).0),
        };
        let name = name.map_or(String::new(), |n| n.text().to_string());
        let default = node.child(Field::DefaultType).or_else(|| node.child(Field::DefaultValue)).map(|n| n.id());
        out.push(TemplateParameter { name, is_type, is_template, is_pack, default });
    }
    out
}
