//! Types of shared variables that a function declares inside itself: local memory passed in from outside needs a type
//! that has a name there, so the definition moves in front of the function.
//!
//! In: a shared variable. Out: the name its type gets, and edits that put the definition there.

use super::device::Device;
use crate::emit::{Edit, written};
use crate::sema::{Analysis, Variable, VariableSpace};
use crate::syntax::{Field, Kind, Node};

/// The class of `variable` that is defined inside a function, and the name it gets outside.
pub fn hoisted<'a>(analysis: &'a Analysis, variable: &Variable) -> Option<(Node<'a>, String)> {
    let function = analysis.symbols.function(variable.function?);
    let ty = analysis.node(variable.node).child(Field::Type)?;
    let (class, name) = match (ty.child(Field::Body), ty.child(Field::Name)) {
        (Some(_), None) => (ty, format!("{}_type", variable.name)),
        (Some(_), Some(name)) => (ty, name.text().to_string()),
        (None, _) => {
            let class = analysis.symbols.class(&variable.ty.base).filter(|c| c.function.is_some())?;
            (analysis.node(class.node), class.name.clone())
        }
    };
    let named = if function.name.is_empty() { "lambda" } else { &function.name };
    Some((class, format!("{named}_{name}")))
}

impl Device<'_> {
    /// Moves the types of shared variables out of functions; `host` where bodies are replaced anyway.
    pub fn hoist_types(&mut self, host: bool) {
        let analysis = self.analysis;
        let mut done = Vec::new();
        for variable in analysis.symbols.variables.iter().filter(|v| v.space == VariableSpace::Shared && !v.is_extern) {
            let Some((class, name)) = hoisted(analysis, variable) else { continue };
            if done.contains(&class.id()) {
                continue;
            }
            done.push(class.id());
            let outside = |n: &Node<'_>| !matches!(n.kind(), Kind::TranslationUnit | Kind::DeclarationList);
            let top = class.ancestors().take_while(outside).last().unwrap_or(class);
            let key = class.children().next().map_or("struct", |k| k.text());
            let body =
                class.child(Field::Body).map_or(String::new(), |b| written::render(&analysis.unit, b.range(), &[]));
            self.edits.push(Edit::before(top.start(), format!("{key} {name} {body};\n\n"), "shared memory"));
            let declared = class.child(Field::Name).filter(|_| !host);
            if let Some(own) = declared {
                let statement =
                    class.parent().filter(|p| p.kind() == Kind::Declaration && p.child(Field::Declarator).is_some());
                let text = format!("using {} = {name}", own.text());
                match statement {
                    Some(statement) => {
                        self.edits.push(Edit::before(statement.start(), format!("{text}; "), "shared memory"))
                    }
                    None => self.edits.push(Edit::replace(class.range(), text, "shared memory")),
                }
            }
        }
    }
}
