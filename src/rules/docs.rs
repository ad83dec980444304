//! The manual of the rules, docs/rules.md, and what `cu2x rules list` and `show` print.
//!
//! In: a rule base for each target, and the comments of this room's own format types. Out: Markdown. Nothing here is
//! written twice: what a key means is said in [`super::format`], what a code means in [`crate::diag::codes`].

use super::format::{Example, Map, Needs, Rule};
use super::{Entity, EntityId, Group, MapId, RuleBase};
use crate::diag::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

const FORMAT: &str = include_str!("format.rs");
const TARGET: &str = include_str!("target.rs");
const GUARD: &str = include_str!("guard.rs");
const TEMPLATE: &str = include_str!("template.rs");

/// docs/rules.md: the format, then what each of `bases` maps.
pub fn manual(bases: &[RuleBase]) -> String {
    let mut out =
        String::from("# Rules\n\nThis file is generated: `CU2X_BLESS=1 cargo test --test it rules` writes it.\n\n");
    out.push_str("## The format\n\n");
    out.push_str(&module_text(FORMAT));
    for title in ["CudaFile", "Rule", "Kind", "LibraryRule", "TargetFile", "Map", "Needs", "Keep", "Refuse", "Example"]
    {
        out.push_str(&type_text(FORMAT, title));
    }
    for title in ["Target", "Idiom", "Family", "TargetFiles"] {
        out.push_str(&type_text(TARGET, title));
    }
    let _ = write!(out, "### Guards\n\n{}", module_text(GUARD));
    let _ = write!(out, "### Replacements\n\n{}", module_text(TEMPLATE));
    out.push_str("### Faults\n\n");
    for entry in Code::ALL.iter().map(|code| code.entry()).filter(|entry| entry.code.starts_with('R')) {
        let _ = writeln!(out, "- **{}** {}. {}", entry.code, entry.title, entry.explanation);
    }
    for base in bases {
        let _ = write!(out, "\n## {}\n", base.target().title);
        out.push_str(&reference(base));
    }
    out
}

/// The comment of a module, links made plain.
fn module_text(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let text: String = lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect();
    plain_links(&text) + "\n"
}

/// The comment of a type and those of its fields or variants.
fn type_text(source: &str, name: &str) -> String {
    let mut lines = source.lines();
    let mut comment = Vec::new();
    for line in lines.by_ref() {
        let declared = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
        if declared.is_some_and(|rest| rest.trim_end_matches(" {") == name) {
            break;
        }
        match line.strip_prefix("///") {
            Some(text) => comment.push(text.trim()),
            None if line.starts_with("#[") => {}
            None => comment.clear(),
        }
    }
    let mut out = format!("### {name}\n\n{}\n\n", plain_links(&comment.join("\n")));
    comment.clear();
    for line in lines.take_while(|line| *line != "}") {
        let line = line.trim();
        if let Some(text) = line.strip_prefix("///") {
            comment.push(text.trim());
        } else if !line.starts_with("#[") && !comment.is_empty() {
            let key = line.trim_start_matches("pub ").split([':', ',']).next().unwrap_or_default();
            let _ = writeln!(out, "- `{}`: {}", snake(key), plain_links(&comment.join(" ")));
            comment.clear();
        }
    }
    out.push('\n');
    out
}

/// Variants are written in lower case in the files.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for (at, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && at > 0 {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Rustdoc links read as their last word.
fn plain_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("[`") {
        let Some(end) = rest[at..].find("`]") else { break };
        let name = &rest[at + 2..at + end];
        out.push_str(&rest[..at]);
        let _ = write!(out, "`{}`", name.rsplit("::").next().unwrap_or(name));
        rest = &rest[at + end + 2..];
    }
    out + rest
}

/// A rule and the entities it describes.
type OneRule = (Arc<Rule>, Vec<EntityId>);

/// What the target makes of each entity, by topic.
fn reference(base: &RuleBase) -> String {
    let mut topics: BTreeMap<String, Vec<OneRule>> = BTreeMap::new();
    for (id, entity) in base.all_entities() {
        let rules = topics.entry(topic(base, entity)).or_default();
        match rules.last_mut() {
            Some((rule, ids)) if Arc::ptr_eq(rule, &entity.rule) => ids.push(id),
            Some(_) | None => rules.push((entity.rule.clone(), vec![id])),
        }
    }
    let shown = ShownExample::all(base);
    let mut out = String::new();
    for (topic, rules) in topics {
        let _ = write!(out, "\n### {topic}\n");
        for (rule, ids) in rules {
            rule_text(base, &rule, &ids, &shown, &mut out);
        }
    }
    out.push_str(&libraries(base));
    out
}

fn topic(base: &RuleBase, entity: &Entity) -> String {
    let stem = || base.sources.path(entity.span.file).file_stem().map(|s| s.to_string_lossy().into_owned());
    entity.rule.group.clone().or_else(stem).unwrap_or_default()
}

fn rule_text(base: &RuleBase, rule: &Rule, ids: &[EntityId], shown: &[ShownExample], out: &mut String) {
    out.push_str("\n```c\n");
    for id in ids {
        let _ = writeln!(out, "{}", base.entity(*id).text);
    }
    out.push_str("```\n");
    for (name, types) in rule.types.iter().filter(|(_, types)| !types.is_empty()) {
        let _ = writeln!(out, "`{name}` is {}.", code_list(types));
    }
    if !rule.semantics.is_empty() {
        let _ = writeln!(out, "{}", rule.semantics.trim());
    }
    let names: BTreeSet<&str> = ids.iter().map(|id| base.entity(*id).name.as_str()).collect();
    let mut seen: BTreeSet<Vec<MapId>> = BTreeSet::new();
    let mut unmapped = Vec::new();
    for id in ids {
        let entity = base.entity(*id);
        match base.group(entity) {
            Some(group) if seen.insert(group.alternatives.iter().map(|(map, _)| *map).collect()) => {
                alternatives(base, group, &names, out);
            }
            Some(_) => {}
            None => unmapped.push(format!("`{}`", entity.name)),
        }
    }
    unmapped.dedup();
    if !unmapped.is_empty() {
        let _ = writeln!(out, "\n- no mapping yet: {}", unmapped.join(", "));
    }
    examples(shown, &names, out);
}

fn alternatives(base: &RuleBase, group: &Group, of: &BTreeSet<&str>, out: &mut String) {
    out.push('\n');
    for (id, _) in &group.alternatives {
        let _ = writeln!(out, "- {}", alternative(&base.mapping(*id).map, of));
    }
}

/// One alternative in a line, with the words of its `names` table for the names `of`.
fn alternative(map: &Map, of: &BTreeSet<&str>) -> String {
    let mut text = match &map.when {
        Some(when) => format!("when `{}`: ", when.get_ref()),
        None => String::new(),
    };
    if let Some(code) = map.expr.as_ref().or(map.stmt.as_ref()) {
        let _ = write!(text, "`{}`", code.get_ref());
    } else if let Some(reason) = &map.refuse {
        let _ = write!(text, "refused: {}", reason.get_ref().trim());
        if let Some(help) = &map.help {
            let _ = write!(text, " ({})", help.trim());
        }
    } else {
        text.push_str("stays");
    }
    if let Some(names) = &map.names {
        let own = names.get_ref().iter().filter(|(from, _)| of.contains(from.as_str()));
        let words: Vec<_> = own.map(|(from, to)| format!("`{to}` for `{from}`")).collect();
        let _ = write!(text, ", where `to` is {}", words.join(", "));
    }
    if !map.axis.is_empty() {
        let words: Vec<_> = map.axis.iter().map(|(from, to)| format!("`{to}` for `{from}`")).collect();
        let _ = write!(text, ", where `axis` is {}", words.join(", "));
    }
    if let Some(header) = &map.header {
        let _ = write!(text, " (`{header}`)");
    }
    text.push_str(&needs(&map.needs));
    if let Some(loses) = map.loses.as_ref().filter(|text| !text.is_empty()) {
        let _ = write!(text, "; loses: {}", loses.trim());
    }
    text.replace('\n', " ")
}

fn needs(needs: &Needs) -> String {
    let all = [&needs.include, &needs.shim, &needs.ext, &needs.attr, &needs.arch];
    let words: Vec<String> = all.into_iter().flatten().cloned().collect();
    if words.is_empty() { String::new() } else { format!("; needs {}", code_list(&words)) }
}

fn code_list(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// An example as the manual shows it, and the CUDA name that it uses.
struct ShownExample {
    name: String,
    text: String,
}

impl ShownExample {
    fn all(base: &RuleBase) -> Vec<ShownExample> {
        let shown = |example: &Example| {
            let text = example_text(example);
            base.example_name(example).map(|name| ShownExample { name, text })
        };
        base.examples.iter().filter_map(|loaded| shown(&loaded.example)).collect()
    }
}

fn example_text(example: &Example) -> String {
    let given = example.given.as_ref().map_or(String::new(), |given| format!("{} ", given.get_ref().trim()));
    let with = if example.with.is_empty() { String::new() } else { format!(" with {}", example.with.join(", ")) };
    let result = match &example.gives {
        Some(gives) => gives.get_ref().as_str(),
        None if example.kept => "stays",
        None => "refused",
    };
    format!("{given}{}{with}\n    -> {result}\n", example.cuda.get_ref().trim())
}

fn examples(shown: &[ShownExample], names: &BTreeSet<&str>, out: &mut String) {
    let text: String = shown.iter().filter(|e| names.contains(e.name.as_str())).map(|e| e.text.as_str()).collect();
    if !text.is_empty() {
        let _ = write!(out, "\n```\n{text}```\n");
    }
}

fn libraries(base: &RuleBase) -> String {
    let mut out = String::new();
    if !base.libraries.is_empty() {
        out.push_str("\n### Libraries\n\n");
    }
    for library in &base.libraries {
        let rule = &library.rule;
        let refused = base.refused_libraries.get(rule.name.get_ref()).map(|id| &base.mapping(*id).map);
        let reason = refused.and_then(|map| map.refuse.as_ref()).map_or("", |reason| reason.get_ref().as_str());
        let semantics = rule.semantics.trim().replace('\n', " ");
        let _ = writeln!(out, "- {}: {semantics} Refused: {reason}", rule.name.get_ref());
    }
    out
}

impl RuleBase {
    /// What `cu2x rules show NAME` prints: declarations, meaning, alternatives and examples of a name.
    pub fn show(&self, name: &str) -> Option<String> {
        let ids = self.entities(name);
        if ids.is_empty() {
            let library = self.library_of(name)?;
            return Some(format!(
                "{name} belongs to {}\n\n{}\n",
                library.rule.name.get_ref(),
                library.rule.semantics.trim()
            ));
        }
        let shown = ShownExample::all(self);
        let mut out = String::new();
        for rule_ids in ids.chunk_by(|a, b| Arc::ptr_eq(&self.entity(*a).rule, &self.entity(*b).rule)) {
            rule_text(self, &self.entity(rule_ids[0]).rule, rule_ids, &shown, &mut out);
        }
        Some(out.trim_start().to_owned())
    }

    /// What `cu2x rules list` prints: topic, name and what becomes of it, sorted.
    pub fn list(&self) -> Vec<(String, String, &'static str)> {
        let row = |(id, entity): (EntityId, &Entity)| (topic(self, entity), entity.name.clone(), self.fate(id));
        let mut rows: Vec<_> = self.all_entities().map(row).collect();
        rows.sort();
        rows.dedup();
        rows
    }

    /// What becomes of an entity, in a word.
    pub fn fate(&self, id: EntityId) -> &'static str {
        let Some(group) = self.group(self.entity(id)) else { return "unmapped" };
        let maps: Vec<_> = group.alternatives.iter().map(|(map, _)| &self.mapping(*map).map).collect();
        let refused = maps.iter().filter(|map| map.refuse.is_some()).count();
        if refused == maps.len() {
            "refused"
        } else if refused > 0 {
            "partly"
        } else if maps.iter().all(|map| map.keep) {
            "kept"
        } else {
            "replaced"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::base;
    use super::*;

    #[test]
    fn the_manual_says_what_each_key_means() {
        let text = manual(&[]);
        for expected in [
            "### Map\n",
            "- `when`: A condition, as a C expression",
            "- `in_place`: The user's text is edited",
            "- **R003** a replacement has an unknown placeholder.",
            "- `full(mask)`: the mask holds every lane",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
        assert!(!text.contains("[`"), "{text}");
    }

    #[test]
    fn a_name_is_shown_with_everything() {
        let base = base(
            "[[rule]]\ncuda = ['float f(float x)', 'void g()', 'void h()']\nsemantics = 'Does.'\n",
            "[[map]]\ncuda = 'f'\nwhen = 'x == 1'\nexpr = 'one()'\nneeds = { shim = ['s.h'] }\nloses = 'ink'\n[[map]]\ncuda = 'f'\nrefuse = 'no'\n\
             [[keep]]\ncuda = 'g'\n[[example]]\ncuda = 'f(1)'\ngives = 'one()'\n",
        );
        let expected = "```c\nfloat f(float x)\n```\nDoes.\n\n\
            - when `x == 1`: `one()`; needs `s.h`; loses: ink\n- refused: no\n\n```\nf(1)\n    -> one()\n```\n";
        assert_eq!(base.show("f").as_deref(), Some(expected));
        assert_eq!(base.show("nothing"), None);
        let fates: Vec<_> =
            base.list().into_iter().map(|(topic, name, fate)| format!("{topic} {name} {fate}")).collect();
        assert_eq!(fates, ["a f partly", "a g kept", "a h unmapped"]);
    }
}
