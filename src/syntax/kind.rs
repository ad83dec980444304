//! The node kinds and fields of tree-sitter-cuda as enums, made from the grammar's own list of node types.
//!
//! A unit test compares the names here with the grammar that is linked in; `Token` stands for every anonymous
//! node (punctuation and keywords), whose text says what it is.

macro_rules! kinds {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// The kind of a syntax node.
        #[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        #[repr(u8)]
        pub enum Kind { /// An anonymous node: punctuation or a keyword.
            Token, /// A place that the parser could not make sense of.
            Error, $($name),* }

        impl Kind {
            /// The kind with this name in the grammar.
            pub fn from_name(name: &str) -> Option<Kind> {
                match name { $($text => Some(Kind::$name),)* "ERROR" => Some(Kind::Error), _ => None }
            }
        }

        #[cfg(test)]
        const NAMES: &[&str] = &[$($text),*];
    };
}

kinds! {
    AbstractArrayDeclarator = "abstract_array_declarator",
    AbstractFunctionDeclarator = "abstract_function_declarator",
    AbstractParenthesizedDeclarator = "abstract_parenthesized_declarator",
    AbstractPointerDeclarator = "abstract_pointer_declarator",
    AbstractReferenceDeclarator = "abstract_reference_declarator", AccessSpecifier = "access_specifier",
    AliasDeclaration = "alias_declaration", AlignasQualifier = "alignas_qualifier",
    AlignofExpression = "alignof_expression", Annotation = "annotation", ArgumentList = "argument_list",
    ArrayDeclarator = "array_declarator", AssignmentExpression = "assignment_expression", Attribute = "attribute",
    AttributeDeclaration = "attribute_declaration", AttributeSpecifier = "attribute_specifier",
    AttributedDeclarator = "attributed_declarator", AttributedStatement = "attributed_statement", Auto = "auto",
    BaseClassClause = "base_class_clause", BinaryExpression = "binary_expression", BitfieldClause = "bitfield_clause",
    BreakStatement = "break_statement", CallExpression = "call_expression", CaseStatement = "case_statement",
    CastExpression = "cast_expression", CatchClause = "catch_clause", CharLiteral = "char_literal",
    Character = "character", ClassSpecifier = "class_specifier", CoAwaitExpression = "co_await_expression",
    CoReturnStatement = "co_return_statement", CoYieldStatement = "co_yield_statement",
    CommaExpression = "comma_expression", Comment = "comment",
    CompoundLiteralExpression = "compound_literal_expression", CompoundRequirement = "compound_requirement",
    CompoundStatement = "compound_statement", ConcatenatedString = "concatenated_string",
    ConceptDefinition = "concept_definition", ConditionClause = "condition_clause",
    ConditionalExpression = "conditional_expression", ConstevalBlockDeclaration = "consteval_block_declaration",
    ConstraintConjunction = "constraint_conjunction", ConstraintDisjunction = "constraint_disjunction",
    ContinueStatement = "continue_statement", Declaration = "declaration", DeclarationList = "declaration_list",
    Decltype = "decltype", DefaultMethodClause = "default_method_clause", DeleteExpression = "delete_expression",
    DeleteMethodClause = "delete_method_clause", DependentName = "dependent_name", DependentType = "dependent_type",
    DestructorName = "destructor_name", DoStatement = "do_statement", ElseClause = "else_clause",
    EnumSpecifier = "enum_specifier", Enumerator = "enumerator", EnumeratorList = "enumerator_list",
    EscapeSequence = "escape_sequence", ExpansionStatement = "expansion_statement",
    ExplicitFunctionSpecifier = "explicit_function_specifier",
    ExplicitObjectParameterDeclaration = "explicit_object_parameter_declaration",
    ExportDeclaration = "export_declaration", Expression = "expression", ExpressionStatement = "expression_statement",
    ExtensionExpression = "extension_expression", False = "false", FieldDeclaration = "field_declaration",
    FieldDeclarationList = "field_declaration_list", FieldDesignator = "field_designator",
    FieldExpression = "field_expression", FieldIdentifier = "field_identifier",
    FieldInitializer = "field_initializer", FieldInitializerList = "field_initializer_list",
    FoldExpression = "fold_expression", ForRangeLoop = "for_range_loop", ForStatement = "for_statement",
    FriendDeclaration = "friend_declaration", FunctionDeclarator = "function_declarator",
    FunctionDefinition = "function_definition", GenericExpression = "generic_expression",
    GlobalModuleFragmentDeclaration = "global_module_fragment_declaration",
    GnuAsmClobberList = "gnu_asm_clobber_list", GnuAsmExpression = "gnu_asm_expression",
    GnuAsmGotoList = "gnu_asm_goto_list", GnuAsmInputOperand = "gnu_asm_input_operand",
    GnuAsmInputOperandList = "gnu_asm_input_operand_list", GnuAsmOutputOperand = "gnu_asm_output_operand",
    GnuAsmOutputOperandList = "gnu_asm_output_operand_list", GnuAsmQualifier = "gnu_asm_qualifier",
    GotoStatement = "goto_statement", Identifier = "identifier", IfStatement = "if_statement",
    ImportDeclaration = "import_declaration", InitDeclarator = "init_declarator", InitStatement = "init_statement",
    InitializerList = "initializer_list", InitializerPair = "initializer_pair",
    KernelCallSyntax = "kernel_call_syntax", LabeledStatement = "labeled_statement",
    LambdaCaptureInitializer = "lambda_capture_initializer", LambdaCaptureSpecifier = "lambda_capture_specifier",
    LambdaDeclarator = "lambda_declarator", LambdaDefaultCapture = "lambda_default_capture",
    LambdaExpression = "lambda_expression", LambdaSpecifier = "lambda_specifier", LaunchBounds = "launch_bounds",
    LinkageSpecification = "linkage_specification", LiteralSuffix = "literal_suffix",
    ModuleDeclaration = "module_declaration", ModuleName = "module_name", ModulePartition = "module_partition",
    MsBasedModifier = "ms_based_modifier", MsCallModifier = "ms_call_modifier",
    MsDeclspecModifier = "ms_declspec_modifier", MsPointerModifier = "ms_pointer_modifier",
    MsRestrictModifier = "ms_restrict_modifier", MsSignedPtrModifier = "ms_signed_ptr_modifier",
    MsUnalignedPtrModifier = "ms_unaligned_ptr_modifier", MsUnsignedPtrModifier = "ms_unsigned_ptr_modifier",
    NamespaceAliasDefinition = "namespace_alias_definition", NamespaceDefinition = "namespace_definition",
    NamespaceIdentifier = "namespace_identifier", NestedNamespaceSpecifier = "nested_namespace_specifier",
    NewDeclarator = "new_declarator", NewExpression = "new_expression", Noexcept = "noexcept", Null = "null",
    NumberLiteral = "number_literal", OffsetofExpression = "offsetof_expression", OperatorCast = "operator_cast",
    OperatorName = "operator_name", OptionalParameterDeclaration = "optional_parameter_declaration",
    OptionalTypeParameterDeclaration = "optional_type_parameter_declaration",
    ParameterDeclaration = "parameter_declaration", ParameterList = "parameter_list",
    ParameterPackExpansion = "parameter_pack_expansion", ParenthesizedDeclarator = "parenthesized_declarator",
    ParenthesizedExpression = "parenthesized_expression", PlaceholderTypeSpecifier = "placeholder_type_specifier",
    PointerDeclarator = "pointer_declarator", PointerExpression = "pointer_expression",
    PointerTypeDeclarator = "pointer_type_declarator", PreprocArg = "preproc_arg", PreprocCall = "preproc_call",
    PreprocDef = "preproc_def", PreprocDefined = "preproc_defined", PreprocDirective = "preproc_directive",
    PreprocElif = "preproc_elif", PreprocElifdef = "preproc_elifdef", PreprocElse = "preproc_else",
    PreprocFunctionDef = "preproc_function_def", PreprocIf = "preproc_if", PreprocIfdef = "preproc_ifdef",
    PreprocInclude = "preproc_include", PreprocParams = "preproc_params", PrimitiveType = "primitive_type",
    PrivateModuleFragmentDeclaration = "private_module_fragment_declaration",
    PureVirtualClause = "pure_virtual_clause", QualifiedIdentifier = "qualified_identifier",
    RawStringContent = "raw_string_content", RawStringDelimiter = "raw_string_delimiter",
    RawStringLiteral = "raw_string_literal", RefQualifier = "ref_qualifier",
    ReferenceDeclarator = "reference_declarator", ReflectExpression = "reflect_expression",
    RequirementSeq = "requirement_seq", RequiresClause = "requires_clause",
    RequiresExpression = "requires_expression", ReturnStatement = "return_statement",
    SehExceptClause = "seh_except_clause", SehFinallyClause = "seh_finally_clause",
    SehLeaveStatement = "seh_leave_statement", SehTryStatement = "seh_try_statement",
    SimpleRequirement = "simple_requirement", SizedTypeSpecifier = "sized_type_specifier",
    SizeofExpression = "sizeof_expression", SpliceExpression = "splice_expression",
    SpliceSpecifier = "splice_specifier", SpliceTypeSpecifier = "splice_type_specifier", Statement = "statement",
    StatementIdentifier = "statement_identifier", StaticAssertDeclaration = "static_assert_declaration",
    StorageClassSpecifier = "storage_class_specifier", StringContent = "string_content",
    StringLiteral = "string_literal", StructSpecifier = "struct_specifier",
    StructuredBindingDeclarator = "structured_binding_declarator", SubscriptArgumentList = "subscript_argument_list",
    SubscriptDesignator = "subscript_designator", SubscriptExpression = "subscript_expression",
    SubscriptRangeDesignator = "subscript_range_designator", SwitchStatement = "switch_statement",
    SystemLibString = "system_lib_string", TemplateArgumentList = "template_argument_list",
    TemplateDeclaration = "template_declaration", TemplateFunction = "template_function",
    TemplateInstantiation = "template_instantiation", TemplateMethod = "template_method",
    TemplateParameterList = "template_parameter_list",
    TemplateTemplateParameterDeclaration = "template_template_parameter_declaration", TemplateType = "template_type",
    This = "this", ThrowSpecifier = "throw_specifier", ThrowStatement = "throw_statement",
    TrailingReturnType = "trailing_return_type", TranslationUnit = "translation_unit", True = "true",
    TryStatement = "try_statement", TypeDefinition = "type_definition", TypeDescriptor = "type_descriptor",
    TypeIdentifier = "type_identifier", TypeParameterDeclaration = "type_parameter_declaration",
    TypeQualifier = "type_qualifier", TypeRequirement = "type_requirement", TypeSpecifier = "type_specifier",
    UnaryExpression = "unary_expression", UnionSpecifier = "union_specifier", UpdateExpression = "update_expression",
    UserDefinedLiteral = "user_defined_literal", UsingDeclaration = "using_declaration",
    VariadicDeclarator = "variadic_declarator", VariadicParameterDeclaration = "variadic_parameter_declaration",
    VariadicTypeParameterDeclaration = "variadic_type_parameter_declaration", VirtualSpecifier = "virtual_specifier",
    WhileStatement = "while_statement",
}

macro_rules! fields {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// The role a node plays in its parent.
        #[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        #[repr(u8)]
        pub enum Field { /// No named role.
            None, $($name),* }

        impl Field {
            /// The field with this name in the grammar; `None` for a name cu2x does not know.
            pub fn from_name(name: &str) -> Field {
                match name { $($text => Field::$name,)* _ => Field::None }
            }
        }
    };
}

fields! {
    Alternative = "alternative", Argument = "argument", Arguments = "arguments", AssemblyCode = "assembly_code",
    Base = "base", Body = "body", Captures = "captures", Clobbers = "clobbers", Condition = "condition",
    Consequence = "consequence", Constraint = "constraint", Declarator = "declarator", DefaultType = "default_type",
    DefaultValue = "default_value", Delimiter = "delimiter", Designator = "designator", Directive = "directive",
    End = "end", Field = "field", Filter = "filter", Function = "function", GotoLabels = "goto_labels",
    Header = "header", Indices = "indices", Initializer = "initializer", InputOperands = "input_operands",
    Label = "label", Left = "left", Length = "length", Member = "member", Message = "message", Name = "name",
    Namespace = "namespace", Operand = "operand", Operator = "operator", OutputOperands = "output_operands",
    Parameters = "parameters", Partition = "partition", Path = "path", Pattern = "pattern", Placement = "placement",
    Prefix = "prefix", Register = "register", Requirements = "requirements", Right = "right", Scope = "scope",
    Size = "size", Start = "start", Symbol = "symbol", TemplateParameters = "template_parameters", Type = "type",
    Update = "update", Value = "value",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_kind_of_the_linked_grammar_is_listed() {
        let language: tree_sitter::Language = tree_sitter_cuda::LANGUAGE.into();
        for id in 0..language.node_kind_count() as u16 {
            let name = language.node_kind_for_id(id).unwrap_or("");
            let visible = language.node_kind_is_named(id) && language.node_kind_is_visible(id);
            if visible && !name.starts_with('_') {
                assert!(Kind::from_name(name).is_some(), "{name} is missing");
            }
        }
        assert!(NAMES.is_sorted());
    }
}
