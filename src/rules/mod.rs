//! The rules: what CUDA has, and how a target spells it. All knowledge of CUDA names is data.
//!
//! In: the rule files carried in the program and the folders of `--rules`, and for one use of a CUDA name what is
//! known about it ([`Facts`]). Out: a [`Selection`]: the name stays, is replaced by [`Piece`]s, or is refused.
//! [`format`] is the manual of the files, [`guard`] of conditions, [`template`] of replacements.
//!
//! Loading reads TOML and indexes names; prototypes, guards and replacements are parsed when they are first used,
//! so that a run pays for the names in its code and not for the whole of CUDA. [`check`] looks at everything.

mod builtins;
pub mod check;
pub mod dialect;
pub mod docs;
pub mod example;
pub mod expression;
mod fill;
pub mod format;
pub mod guard;
pub mod load;
mod overload;
pub mod prototype;
pub mod select;
pub mod target;
pub mod template;
#[cfg(test)]
mod testing;
pub mod types;
pub mod usage;

use crate::diag::Diagnostic;
use crate::source::{SourceMap, Span};
use format::{Kind, LibraryRule, Map, Rule};
use prototype::Prototype;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};
pub use target::{Family, Idiom, Target};
use types::Type;
pub use usage::{Facts, Mapped, Piece, Selection, operand, render};

/// An entity of one [`RuleBase`].
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub u32);

/// A `[[map]]`, `[[keep]]` or `[[refuse]]` of one [`RuleBase`].
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MapId(pub u32);

/// Something CUDA has.
#[derive(Debug)]
pub struct Entity {
    /// Its qualified name, without template arguments.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The declaration as the rule spells it.
    pub text: String,
    /// Where it stands in the rule file.
    pub span: Span,
    /// The rule that describes it.
    pub rule: Arc<Rule>,
    layer: usize,
    signature: String,
    type_lists: OnceLock<BTreeMap<String, Vec<Type>>>,
    prototype: OnceLock<Result<Prototype, prototype::Fault>>,
}

/// A library known by the look of its names.
#[derive(Debug)]
pub struct Library {
    /// What its rule says.
    pub rule: LibraryRule,
    /// Where it stands in the rule file.
    pub span: Span,
    layer: usize,
}

/// A loaded `[[map]]`, `[[keep]]` or `[[refuse]]`.
#[derive(Debug)]
pub(crate) struct Mapping {
    map: Map,
    span: Span,
    /// It was written as `[[map]]`, and so wants an example.
    wants_example: bool,
    layer: usize,
    guard: OnceLock<Option<guard::Guard>>,
    parts: OnceLock<Vec<template::Part>>,
}

/// The alternatives for a name or prototype, in order, with the word of the `names` table.
#[derive(Debug)]
struct Group {
    layer: usize,
    span: Span,
    alternatives: Vec<(MapId, Option<String>)>,
}

/// An `[[example]]` and its place.
#[derive(Debug)]
pub(crate) struct LoadedExample {
    example: format::Example,
    span: Span,
    layer: usize,
}

/// Rules about CUDA and one target, indexed by name.
#[derive(Debug)]
pub struct RuleBase {
    sources: SourceMap,
    target: Target,
    entities: Vec<Entity>,
    by_name: HashMap<String, Vec<EntityId>>,
    aliases: HashMap<String, String>,
    libraries: Vec<Library>,
    mappings: Vec<Mapping>,
    groups: HashMap<String, Group>,
    refused_libraries: HashMap<String, MapId>,
    examples: Vec<LoadedExample>,
}

/// What is wrong with rule files, and their text to show it in.
#[derive(Debug)]
pub struct Faults {
    /// The files.
    pub sources: SourceMap,
    /// The faults, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Faults {
    /// The faults as text with the lines they speak of.
    pub fn render(&self, colour: bool) -> String {
        self.diagnostics.iter().map(|d| crate::diag::render::render(d, &self.sources, colour)).collect()
    }
}

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Faults {}

impl RuleBase {
    /// The target these rules translate to.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The rule files, to show places in.
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// The entities of this qualified name: the overloads of a function, else at most one.
    pub fn entities(&self, name: &str) -> &[EntityId] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The entity with identity `id`.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// All entities, in the order of files and places.
    pub fn all_entities(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.entities.iter().enumerate().map(|(at, entity)| (EntityId(at as u32), entity))
    }

    /// What the entity looks like; nothing for what has no prototype.
    pub fn prototype(&self, id: EntityId) -> Option<&Prototype> {
        self.read_prototype(id).as_ref().ok()
    }

    pub(crate) fn read_prototype(&self, id: EntityId) -> &Result<Prototype, prototype::Fault> {
        let entity = self.entity(id);
        entity.prototype.get_or_init(|| {
            match entity.kind {
                Kind::Function | Kind::Variable => {}
                Kind::Type => return Ok(Prototype::of_type(&entity.text)),
                Kind::Macro | Kind::Enumerator | Kind::Qualifier | Kind::Header => {
                    return Err(prototype::Fault { at: 0, message: String::new(), unknown_type: false });
                }
            }
            let is_type = |name: &str| entity.rule.types.contains_key(name) || self.is_type(name);
            let mut prototype = prototype::parse(&entity.text, &is_type)?;
            for parameter in &mut prototype.parameters {
                self.resolve(&mut parameter.ty);
                if let Some(default) = entity.rule.defaults.get(&parameter.name) {
                    parameter.default = Some(default.clone());
                }
            }
            Ok(prototype)
        })
    }

    /// Whether the rules describe this possibly qualified name, by itself or as a library's.
    pub fn knows(&self, name: &str) -> bool {
        !self.entities(name).is_empty() || self.library_of(name).is_some()
    }

    /// Whether rules declare a type of this name.
    pub fn is_type(&self, name: &str) -> bool {
        self.entities(name).iter().any(|id| self.entity(*id).kind == Kind::Type)
    }

    /// The type that `text` spells, by its first name where it has several.
    pub(crate) fn type_of(&self, text: &str) -> Option<Type> {
        let mut ty = Type::parse(text)?;
        self.resolve(&mut ty);
        Some(ty)
    }

    fn resolve(&self, ty: &mut Type) {
        if let Some(first) = self.aliases.get(&ty.base) {
            ty.base.clone_from(first);
        }
    }

    /// The type variables of an entity and the types they stand for.
    fn type_lists<'a>(&self, entity: &'a Entity) -> &'a BTreeMap<String, Vec<Type>> {
        entity.type_lists.get_or_init(|| {
            let list = |types: &[String]| types.iter().filter_map(|text| self.type_of(text)).collect();
            entity.rule.types.iter().map(|(name, types)| (name.clone(), list(types))).collect()
        })
    }

    /// The library that a possibly qualified name belongs to by its look; the longest prefix decides.
    pub fn library_of(&self, name: &str) -> Option<&Library> {
        let plain = name.trim_start_matches("::");
        let last = plain.rsplit("::").next().unwrap_or(plain);
        let fits = |library: &&Library| library_match(&library.rule, plain, last);
        self.libraries.iter().filter(|l| fits(l).is_some()).max_by_key(|l| fits(l))
    }

    /// The library that a header belongs to, by the name that `#include` gives.
    pub fn library_of_header(&self, header: &str) -> Option<&Library> {
        let fits = |rule: &&String| match rule.strip_suffix('/') {
            Some(folder) => header.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')),
            None => rule.as_str() == header,
        };
        self.libraries.iter().find(|library| library.rule.header.iter().any(|h| fits(&h)))
    }

    /// Whether the target has a mapping, keep or refuse for the entity.
    pub fn is_mapped(&self, id: EntityId) -> bool {
        self.group(self.entity(id)).is_some()
    }

    fn group(&self, entity: &Entity) -> Option<&Group> {
        self.groups.get(&entity.signature).or_else(|| self.groups.get(&entity.name))
    }

    fn mapping(&self, id: MapId) -> &Mapping {
        &self.mappings[id.0 as usize]
    }
}

/// The length of the prefix or namespace by which `library` takes the name.
fn library_match(library: &LibraryRule, name: &str, last: &str) -> Option<usize> {
    let by_prefix = library.prefix.iter().filter(|prefix| {
        let Some(rest) = last.strip_prefix(prefix.as_str()) else { return false };
        let goes_on = rest.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        goes_on || prefix.ends_with('_') && !rest.is_empty()
    });
    let by_namespace = library
        .namespace
        .iter()
        .filter(|space| name.strip_prefix(space.as_str()).is_some_and(|rest| rest.starts_with("::")));
    by_prefix.chain(by_namespace).map(String::len).max()
}
