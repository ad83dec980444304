//! Constructs that no rule can speak of, and places that were not understood: each is said where it stands.
//!
//! In: a unit with its edits. Out: diagnostics.

use super::device::Device;
use super::survey;
use crate::diag::{Code, Diagnostic};
use crate::emit::Edit;
use crate::sema::Analysis;
use crate::syntax::Node;
use std::collections::HashMap;
use std::collections::HashSet;

/// Memory-space words that no edit took: a declaration that was not understood must not pass for a plain variable.
pub fn left_over(device: &mut Device<'_>, edits: &[Edit]) {
    let analysis = device.analysis;
    for token in &analysis.unit.tokens {
        let range = token.start..token.end;
        if !matches!(analysis.text(range.clone()), "__shared__" | "__constant__" | "__managed__") {
            continue;
        }
        let at = edits.partition_point(|e| e.range.end <= range.start);
        if !edits.get(at).is_some_and(|e| e.range.start <= range.start && range.end <= e.range.end) {
            let span = device.span(range);
            let what = "this declaration of device memory has a form that cu2x does not understand";
            device.diagnostics.push(Diagnostic::new(Code::VariableUnsupported, span, what));
        }
    }
}

/// Constructs of device code that have no name a rule could speak of.
pub fn constructs(device: &mut Device<'_>) {
    use crate::syntax::Kind::{DeleteExpression, GnuAsmExpression, KernelCallSyntax, NewExpression};
    let analysis = device.analysis;
    let of_interest =
        |n: &Node<'_>| matches!(n.kind(), GnuAsmExpression | NewExpression | DeleteExpression | KernelCallSyntax);
    for node in analysis.tree.root().descendants().filter(of_interest) {
        if device.survey.region_at(node.start()).is_none() {
            continue;
        }
        let placement = node.child(crate::syntax::Field::Placement).is_some();
        let code = node.child(crate::syntax::Field::AssemblyCode).map(|c| c.text());
        let empty = code.is_some_and(|c| c.chars().all(|c| c == '"' || c.is_whitespace()));
        if placement || empty {
            continue;
        }
        let span = device.span(node.range());
        let diagnostic = match node.kind() {
            KernelCallSyntax => Diagnostic::new(Code::DynamicParallelism, span, "a kernel is launched from device code")
                .with_help("launch from the host, or loop over the work in this kernel"),
            GnuAsmExpression => Diagnostic::new(Code::InlineAssembly, span, "inline PTX has no counterpart on other chips")
                .with_help("write what the instructions do in C++, under `#ifdef __CUDA_ARCH__` beside the PTX if CUDA is to keep it"),
            _ => Diagnostic::new(Code::DeviceHeap, span, "device code cannot allocate memory on other chips")
                .with_help("allocate on the host and pass a pointer"),
        };
        device.diagnostics.push(diagnostic);
    }
}

/// Returns before a barrier, on targets whose barriers wait for threads that have ended.
pub fn barriers(device: &mut Device<'_>) {
    use crate::syntax::Kind::{LambdaExpression, ReturnStatement};
    if !device.rules.target().barriers_need_all_threads {
        return;
    }
    let analysis = device.analysis;
    let is_barrier = |s: &&survey::Site| {
        let entity = s.mapped().and_then(|m| m.entity);
        let rule = entity.map(|id| &device.rules.entity(id).rule);
        rule.is_some_and(|r| r.group.as_deref() == Some(BARRIER_GROUP))
    };
    let last: HashMap<_, _> = device.survey.sites.iter().filter(is_barrier).map(|s| (s.function, s)).collect();
    for region in &device.survey.regions {
        let (Some(last), true) =
            (last.get(&region.function), analysis.symbols.function(region.function).execution.kernel)
        else {
            continue;
        };
        let node = analysis.node(analysis.symbols.function(region.function).node);
        let returns = node.descendants().filter(|n| n.kind() == ReturnStatement && n.start() < last.used.start);
        for statement in returns.filter(|n| !n.ancestors().any(|a| a.kind() == LambdaExpression)) {
            if condition_is_uniform(analysis, region.function, statement) {
                continue;
            }
            let span = device.span(statement.range());
            let what =
                format!("threads that return here do not reach `{}` below, which waits for them", last.used.name);
            let help = "guard the work with the condition instead of returning, so that all threads reach the barrier";
            device.diagnostics.push(Diagnostic::new(Code::LeavesBeforeBarrier, span, what).with_help(help));
        }
    }
}

/// The topic that the rules give to barriers of a block.
const BARRIER_GROUP: &str = "block barrier";

/// True where the conditions around `statement` speak only of parameters and constants.
fn condition_is_uniform(analysis: &Analysis, function: crate::sema::FunctionId, statement: Node<'_>) -> bool {
    use crate::sema::scope::LocalKind;
    use crate::syntax::{Field, Kind::Identifier};
    let conditions = statement.ancestors().filter_map(|n| n.child(Field::Condition));
    conditions.flat_map(|c| c.descendants()).filter(|n| n.kind() == Identifier).all(|name| {
        match analysis.local(Some(function), name.text(), name.start()) {
            Some(local) => local.kind == LocalKind::Parameter && local.ty.as_ref().is_some_and(|t| t.is_plain()),
            None => analysis.symbols.constants.contains_key(name.text()),
        }
    })
}

/// Broken places that hold CUDA: said, because what stands there was not understood.
pub fn broken(device: &mut Device<'_>) {
    let analysis = device.analysis;
    for range in analysis.broken.clone() {
        let within = analysis.tree.covering(analysis.tree.root().id(), range.clone());
        let holder = within.ancestors().find(|n| {
            use crate::syntax::Kind::{
                ClassSpecifier, Declaration, FunctionDefinition, StructSpecifier, TemplateDeclaration,
            };
            matches!(
                n.kind(),
                FunctionDefinition | Declaration | TemplateDeclaration | ClassSpecifier | StructSpecifier
            )
        });
        let held = holder.map_or(range.clone(), |h| h.range());
        let known = |word: &str| {
            let own = analysis.symbols.functions_named(word);
            let needing = own.iter().any(|&id| !device.graph.needs(device.index, id).is_empty());
            needing || !device.rules.entities(word).is_empty()
        };
        let in_device = device.survey.region_at(range.start).is_some();
        let tokens = analysis.unit.tokens_in(range.start..range.end.max(range.start + 1));
        // Code is changed by its tokens: a broken place without braces and without names that change stays right.
        let holds_cuda = tokens.iter().any(|t| {
            let word = analysis.text(t.start..t.end);
            let changes = in_device && (matches!(word, "{" | "}") || known(word));
            changes || word == "<<<" || (word.starts_with("__") && !device.rules.entities(word).is_empty())
        });
        if holds_cuda {
            let span = device.span(if range.is_empty() { held } else { range });
            device.diagnostics.push(Diagnostic::new(Code::SyntaxError, span, "this could not be parsed"));
        }
    }
    for range in analysis.too_deep.clone() {
        let span = device.span(range);
        device.diagnostics.push(Diagnostic::new(Code::NestingLimit, span, "this nests too deeply to follow"));
    }
}

/// Macros that hold CUDA and are only named, by the text or by one another, for a macro that was not read to expand.
pub fn macros_left(device: &mut Device<'_>) {
    let unit = &device.analysis.unit;
    let words = |text: &'_ str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_string).collect()
    };
    let is_cuda = |word: &String| word.starts_with("__") && device.rules.is_device_only(word);
    let expanded: HashSet<&str> = unit.expansions.iter().map(|e| &*e.macro_name).collect();
    let left: Vec<_> = unit.macros_defined.iter().filter(|m| m.function_like && !expanded.contains(&*m.name)).collect();
    if !left.iter().any(|m| words(unit.sources.slice(m.definition)).iter().any(is_cuda)) {
        return;
    }
    let named: HashSet<&str> = unit.tokens.iter().map(|t| unit.token_text(t)).collect();
    let mut open: Vec<usize> = (0..left.len()).filter(|&at| named.contains(&*left[at].name)).collect();
    let mut reached = vec![false; left.len()];
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut reached[at], true) {
            continue;
        }
        let inside = words(unit.sources.slice(left[at].definition));
        open.extend((0..left.len()).filter(|&other| inside.iter().any(|w| **w == *left[other].name)));
        if inside.iter().any(is_cuda) {
            let what = format!("macro `{}` holds CUDA and is expanded by a macro that was not read", left[at].name);
            device.diagnostics.push(Diagnostic::new(Code::LeftAsWritten, left[at].directive, what));
        }
    }
}
