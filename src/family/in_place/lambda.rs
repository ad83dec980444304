//! Device lambdas of host code, for run-time compilation: a lambda's type has no name that another compilation
//! could spell, so each becomes a struct template in both texts, made by a function that deduces its fields' types.
//!
//! In: a unit, its device edits done. Out: the struct before the function that holds the lambda, and in host text a
//! call of the maker where the lambda stood.

use super::Mode;
use super::device::Device;
use crate::diag::{Code, Diagnostic};
use crate::emit::Edit;
use crate::sema::symbols::{FunctionKind, TemplateParameter};
use crate::sema::{Analysis, Function, FunctionId};
use crate::syntax::{Field, Kind, Node};

struct Lifted {
    name: String,
    /// Field names with the values that the host gives them.
    fields: Vec<(String, String)>,
}

impl Device<'_> {
    /// Lifts the device lambdas of host functions.
    pub fn lift_lambdas(&mut self, mode: Mode) {
        let analysis = self.analysis;
        let mut all: Vec<_> = analysis.symbols.iter().filter(|(_, f)| is_lifted(analysis, f)).collect();
        all.reverse();
        for (id, function) in all {
            match self.lifted(id, function) {
                Ok(lifted) => self.place_lifted(function, &lifted, mode),
                Err(diagnostic) => self.diagnostics.push(*diagnostic),
            }
        }
    }

    fn lifted(&self, id: FunctionId, function: &Function) -> Result<Lifted, Box<Diagnostic>> {
        let analysis = self.analysis;
        let node = analysis.node(function.node);
        let span = self.span(node.range());
        let (line, column) = analysis.unit.sources.file(span.file).line_column(span.start);
        let name = format!("cu2x_lambda_{line}_{column}");
        let captures = node.child(Field::Captures);
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut takes_this = false;
        for capture in captures.into_iter().flat_map(|c| c.named_children()) {
            match capture.kind() {
                Kind::Identifier => fields.push((capture.text().to_string(), capture.text().to_string())),
                Kind::LambdaCaptureInitializer => {
                    let parts = (capture.child(Field::Left), capture.child(Field::Right));
                    if let (Some(left), Some(right)) = parts {
                        fields.push((left.text().to_string(), self.render(right.range())));
                    }
                }
                Kind::This => takes_this = true,
                _ => {}
            }
        }
        let by_default = captures.is_some_and(|c| c.first(Kind::LambdaDefaultCapture).is_some());
        let body = function.body.map(|b| analysis.node(b));
        for used in body.into_iter().flat_map(|b| analysis.uses(b.range(), Some(id))) {
            if used.object.is_some() || used.qualifier.is_some() || fields.iter().any(|(n, _)| *n == used.name) {
                continue;
            }
            match analysis.local(Some(id), &used.name, used.name_range.start) {
                Some(local) if local.declared < node.start() && by_default => {
                    fields.push((used.name.clone(), used.name))
                }
                Some(_) => {}
                None => takes_this |= self.is_field(id, &used.name),
            }
        }
        if takes_this {
            let what = "a device lambda that uses members of `this` cannot be compiled at run time";
            let help = "copy the members to local variables and capture those";
            return Err(Box::new(Diagnostic::new(Code::LambdaCapturesThis, span, what).with_help(help)));
        }
        Ok(Lifted { name, fields })
    }

    fn is_field(&self, id: FunctionId, name: &str) -> bool {
        let symbols = &self.analysis.symbols;
        let mut at = Some(id);
        while let Some(function) = at {
            let class = symbols.function(function).class.as_deref();
            if class.and_then(|c| symbols.class(c)).is_some_and(|c| c.fields.iter().any(|(n, _)| n == name)) {
                return true;
            }
            at = symbols.function(function).outer;
        }
        false
    }

    fn place_lifted(&mut self, function: &Function, lifted: &Lifted, mode: Mode) {
        let node = self.analysis.node(function.node);
        let text = match mode {
            Mode::Host => self.host_struct(function, lifted),
            Mode::Device | Mode::Source => self.device_struct(function, lifted),
        };
        if mode == Mode::Host {
            let outer: Vec<_> = function.templates.iter().map(passed).collect();
            let arguments = if outer.is_empty() { String::new() } else { format!("<{}>", outer.join(", ")) };
            let values: Vec<_> = lifted.fields.iter().map(|(_, value)| value.clone()).collect();
            let call = format!("make_{}{arguments}({})", lifted.name, values.join(", "));
            self.edits.remove_within(&node.range());
            self.edits.push(Edit::replace(node.range(), call, "device lambda"));
        }
        let top =
            node.ancestors().take_while(|n| !matches!(n.kind(), Kind::TranslationUnit | Kind::DeclarationList)).last();
        self.edits.push(Edit::before(top.unwrap_or(node).start(), text, "device lambda"));
    }

    fn host_struct(&self, function: &Function, lifted: &Lifted) -> String {
        let both = function.execution.host && function.execution.device;
        let call = if both { self.call_operator(function) } else { String::new() };
        let parameters: Vec<_> =
            lifted.fields.iter().enumerate().map(|(at, (name, _))| format!("cu2x_{at} {name}")).collect();
        let names: Vec<_> = lifted.fields.iter().map(|(name, _)| name.clone()).collect();
        let arguments: Vec<_> =
            function.templates.iter().map(passed).chain((0..names.len()).map(|at| format!("cu2x_{at}"))).collect();
        let (head, name) = (template_head(self.analysis, function, lifted), &lifted.name);
        let ty = if arguments.is_empty() { name.clone() } else { format!("{name}<{}>", arguments.join(", ")) };
        format!(
            "{} {head}inline {ty} make_{name}({}) {{ return {{{}}}; }}\n",
            struct_text(&head, lifted, &call),
            parameters.join(", "),
            names.join(", ")
        )
    }

    fn device_struct(&self, function: &Function, lifted: &Lifted) -> String {
        let head = template_head(self.analysis, function, lifted);
        format!("{}\n", struct_text(&head, lifted, &self.call_operator(function)))
    }

    /// The lambda's code as a call operator, with the edits inside applied.
    fn call_operator(&self, function: &Function) -> String {
        let analysis = self.analysis;
        let node = analysis.node(function.node);
        let declarator = node.child(Field::Declarator);
        let mut parameters = match (function.parameter_list, function.body) {
            (Some(list), _) => self.render(analysis.node(list).range()),
            (None, Some(body)) => {
                let captures_end = node.child(Field::Captures).map_or(node.start(), |c| c.end());
                self.render(captures_end..analysis.node(body).start()).trim().to_string()
            }
            (None, None) => String::new(),
        };
        if parameters.is_empty() {
            parameters = "()".into();
        }
        let mut generic = Vec::new();
        while let Some(at) = find_auto(&parameters) {
            let name = format!("cu2x_auto_{}", generic.len());
            parameters.replace_range(at..at + 4, &name);
            generic.push(format!("typename {name}"));
        }
        let head = if generic.is_empty() { String::new() } else { format!("template <{}> ", generic.join(", ")) };
        let trailing =
            declarator.and_then(|d| d.first(Kind::TrailingReturnType)).map(|t| format!(" {}", self.render(t.range())));
        let is_mutable = declarator.is_some_and(|d| d.descendants().any(|n| n.text() == "mutable"));
        let body = function.body.map_or("{}".into(), |b| self.render(analysis.node(b).range()));
        let constness = if is_mutable { "" } else { " const" };
        format!("{head}auto operator(){parameters}{constness}{} {body}", trailing.unwrap_or_default())
    }
}

fn is_lifted(analysis: &Analysis, function: &Function) -> bool {
    let in_device = |f: FunctionId| analysis.symbols.function(f).execution.device_only();
    function.kind == FunctionKind::Lambda && function.execution.on_device() && !function.outer.is_some_and(in_device)
}

fn passed(parameter: &TemplateParameter) -> String {
    format!("{}{}", parameter.name, if parameter.is_pack { "..." } else { "" })
}

/// `template <typename T, int N, typename cu2x_0>`: the enclosing templates' parameters, then the fields' types.
fn template_head(analysis: &Analysis, function: &Function, lifted: &Lifted) -> String {
    let mut parts = Vec::new();
    let lists = analysis.node(function.node).ancestors().filter(|n| n.kind() == Kind::TemplateDeclaration);
    let lists: Vec<Node<'_>> = lists.filter_map(|n| n.child(Field::Parameters)).collect();
    for list in lists.iter().rev() {
        for parameter in list.named_children() {
            // Defaults stay with the function.
            let text = parameter.text();
            parts.push(text.split('=').next().unwrap_or(text).trim().to_string());
        }
    }
    parts.extend((0..lifted.fields.len()).map(|at| format!("typename cu2x_{at}")));
    if parts.is_empty() { String::new() } else { format!("template <{}> ", parts.join(", ")) }
}

fn struct_text(head: &str, lifted: &Lifted, call: &str) -> String {
    let fields: String =
        lifted.fields.iter().enumerate().map(|(at, (name, _))| format!("cu2x_{at} {name}; ")).collect();
    format!("{head}struct {} {{ {fields}{call} }};", lifted.name)
}

fn find_auto(text: &str) -> Option<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices("auto").map(|(at, _)| at).find(|&at| {
        !text[..at].chars().next_back().is_some_and(is_word) && !text[at + 4..].chars().next().is_some_and(is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_is_found_as_a_word() {
        assert_eq!(find_auto("(const auto &x)"), Some(7));
        assert_eq!(find_auto("(automatic x)"), None);
    }
}
