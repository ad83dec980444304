//! Reading rule folders into a [`RuleBase`].
//!
//! In: the files carried in the program, then each folder of `--rules`; later layers add entities and override them,
//! alternatives of a name, libraries and whole targets. Out: a rule base, or every fault found. Reads the disk only
//! for the folders of `--rules`.

use super::dialect::{declared_name, squeeze, without_template_arguments};
use super::format::{CudaFile, Keep, Kind, Map, OneOrMany, Refuse, Rule, TargetFile, each};
use super::target::Target;
use super::{Entity, EntityId, Faults, Group, Library, LoadedExample, MapId, Mapping, RuleBase};
use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, SourceMap, Span};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use toml::Spanned;

/// Rule files of one origin: path inside the rule folder, and the file.
#[derive(Debug, Default)]
pub struct Layer {
    files: Vec<(String, Arc<SourceFile>)>,
}

impl Layer {
    /// The rules that the program carries.
    pub fn built_in() -> Layer {
        let file = |(name, text): &(&str, &str)| {
            let file = SourceFile::new(PathBuf::from("rules").join(name), (*text).to_owned());
            ((*name).to_owned(), Arc::new(file))
        };
        Layer { files: crate::embedded::RULES.iter().map(file).collect() }
    }

    /// Files given as text, by path inside the rule folder.
    pub fn from_texts(texts: &[(&str, &str)]) -> Layer {
        let file = |(name, text): &(&str, &str)| {
            ((*name).to_owned(), Arc::new(SourceFile::new(PathBuf::from(name), (*text).to_owned())))
        };
        Layer { files: texts.iter().map(file).collect() }
    }

    /// The rule files of a folder, sorted by path.
    pub fn from_folder(folder: &Path) -> std::io::Result<Layer> {
        let mut layer = Layer::default();
        let mut inner: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        inner.sort_by_key(std::fs::DirEntry::file_name);
        for entry in inner.iter().map(std::fs::DirEntry::path).filter(|p| p.is_dir()) {
            let mut files: Vec<_> = std::fs::read_dir(&entry)?.collect::<Result<_, _>>()?;
            files.sort_by_key(std::fs::DirEntry::file_name);
            for file in files.iter().map(std::fs::DirEntry::path) {
                if file.extension().is_some_and(|e| e == "toml") {
                    let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
                    let text = std::fs::read_to_string(&file)?;
                    layer.files.push((name, Arc::new(SourceFile::new(file, text))));
                }
            }
        }
        Ok(layer)
    }

    fn targets(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter_map(|(name, _)| name.strip_suffix("/target.toml"))
    }
}

impl RuleBase {
    /// The rules for `target`: those of the program, and over them those of the folders `user`, which are checked.
    pub fn load(target: &str, user: &[PathBuf]) -> Result<RuleBase, Faults> {
        let mut layers = vec![Layer::built_in()];
        for folder in user {
            layers.push(Layer::from_folder(folder).map_err(|e| unreadable(folder, &e))?);
        }
        let (base, mut diagnostics) = RuleBase::from_layers(target, layers);
        let Some(base) = base else { return Err(Faults { sources: SourceMap::new(), diagnostics }) };
        if !user.is_empty() && diagnostics.is_empty() {
            diagnostics = base.check(1);
        }
        if diagnostics.is_empty() { Ok(base) } else { Err(Faults { sources: base.sources, diagnostics }) }
    }

    /// Names of the targets that exist, sorted.
    pub fn target_names(user: &[PathBuf]) -> Vec<String> {
        let folders = user.iter().filter_map(|folder| Layer::from_folder(folder).ok());
        let layers: Vec<_> = std::iter::once(Layer::built_in()).chain(folders).collect();
        target_names(&layers).into_iter().collect()
    }

    /// The rules of `layers` for `target`, later ones over earlier, and the faults that loading meets.
    /// There is no rule base where no layer describes the target.
    pub fn from_layers(target: &str, layers: Vec<Layer>) -> (Option<RuleBase>, Vec<Diagnostic>) {
        let names = target_names(&layers);
        let mut loader = Loader::default();
        for (at, layer) in layers.into_iter().enumerate() {
            loader.layer = at;
            loader.read_layer(target, layer);
        }
        let base = loader.target.take().map(|target| loader.finish(target));
        let mut diagnostics = loader.diagnostics;
        if base.is_none() && diagnostics.is_empty() {
            let known = names.into_iter().collect::<Vec<_>>().join(", ");
            let message = format!("there is no target `{target}`");
            diagnostics
                .push(Diagnostic::without_place(Code::RuleUnknownName, message).with_help(format!("targets: {known}")));
        }
        (base, diagnostics)
    }
}

fn target_names(layers: &[Layer]) -> BTreeSet<String> {
    layers.iter().flat_map(Layer::targets).map(str::to_owned).collect()
}

fn unreadable(folder: &Path, error: &std::io::Error) -> Faults {
    let message = format!("the rules in {} cannot be read: {error}", folder.display());
    Faults { sources: SourceMap::new(), diagnostics: vec![Diagnostic::without_place(Code::UnreadableFile, message)] }
}

/// A file's tables.
enum Read {
    Cuda(CudaFile),
    Target(Box<Target>),
    Maps(TargetFile),
}

#[derive(Default)]
struct Loader {
    layer: usize,
    sources: SourceMap,
    target: Option<Target>,
    entities: Vec<Entity>,
    by_name: HashMap<String, Vec<EntityId>>,
    aliases: HashMap<String, String>,
    libraries: Vec<Library>,
    mappings: Vec<Mapping>,
    groups: HashMap<String, Group>,
    refused_libraries: HashMap<String, MapId>,
    examples: Vec<LoadedExample>,
    diagnostics: Vec<Diagnostic>,
}

impl Loader {
    fn read_layer(&mut self, target: &str, layer: Layer) {
        let of_target = format!("{target}/");
        let wanted: Vec<_> = layer
            .files
            .into_iter()
            .filter(|(name, _)| name.starts_with("cuda/") || name.starts_with(&of_target))
            .collect();
        let read: Vec<_> = wanted.par_iter().map(|(name, file)| read(name, &file.text)).collect();
        for ((_, file), read) in wanted.into_iter().zip(read) {
            let id = self.sources.add(file);
            match read {
                Ok(Some(Read::Cuda(file))) => self.add_cuda(id, file),
                Ok(Some(Read::Target(target))) => self.target = Some(*target),
                Ok(Some(Read::Maps(file))) => self.add_maps(id, file),
                Ok(None) => {}
                Err(error) => self.bad_toml(id, &error),
            }
        }
    }

    fn finish(&mut self, target: Target) -> RuleBase {
        RuleBase {
            sources: self.sources.clone(),
            target,
            entities: std::mem::take(&mut self.entities),
            by_name: std::mem::take(&mut self.by_name),
            aliases: std::mem::take(&mut self.aliases),
            libraries: std::mem::take(&mut self.libraries),
            mappings: std::mem::take(&mut self.mappings),
            groups: std::mem::take(&mut self.groups),
            refused_libraries: std::mem::take(&mut self.refused_libraries),
            examples: std::mem::take(&mut self.examples),
        }
    }

    fn bad_toml(&mut self, file: FileId, error: &toml::de::Error) {
        let span = error.span().unwrap_or(0..0);
        self.fault(Code::RuleBadToml, span_of(file, span), error.message().to_owned());
    }

    fn fault(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, span, message));
    }

    fn add_cuda(&mut self, file: FileId, read: CudaFile) {
        for rule in read.rule {
            let rule = Arc::new(rule);
            self.aliases.extend(rule.alias.iter().map(|(name, first)| (name.clone(), first.clone())));
            for (text, span) in each(&rule.cuda) {
                self.add_entity(&rule, text, span_of(file, span));
            }
        }
        for rule in read.library {
            let span = span_of(file, rule.name.span());
            let same = self.libraries.iter().position(|l| l.rule.name.get_ref() == rule.name.get_ref());
            let library = Library { rule, span, layer: self.layer };
            match same {
                Some(at) if self.libraries[at].layer < self.layer => self.libraries[at] = library,
                Some(at) => {
                    let message = format!("the library {} is described twice", library.rule.name.get_ref());
                    self.duplicate(span, self.libraries[at].span, message);
                }
                None => self.libraries.push(library),
            }
        }
    }

    fn duplicate(&mut self, span: Span, first: Span, message: String) {
        self.diagnostics.push(Diagnostic::new(Code::RuleDuplicate, span, message).with_related(first, "first here"));
    }

    fn add_entity(&mut self, rule: &Arc<Rule>, text: &str, span: Span) {
        let text = match &rule.prototype {
            Some(common) => common.replace("{{name}}", text),
            None => text.trim().to_owned(),
        };
        let Some((kind, name)) = kind_and_name(rule, &text) else {
            self.fault(Code::RuleBadToml, span, "a name alone needs `kind` (or `prototype`)");
            return;
        };
        let signature = match kind {
            Kind::Function | Kind::Variable => squeeze(&text),
            Kind::Type | Kind::Macro | Kind::Enumerator | Kind::Qualifier | Kind::Header => text.clone(),
        };
        let entity = Entity {
            name,
            kind,
            text,
            span,
            rule: rule.clone(),
            layer: self.layer,
            signature,
            type_lists: OnceLock::new(),
            prototype: OnceLock::new(),
        };
        let same = self.by_name.get(&entity.name).into_iter().flatten().copied().find(|id| {
            let other = &self.entities[id.0 as usize];
            other.signature == entity.signature || other.kind != Kind::Function || entity.kind != Kind::Function
        });
        match same {
            Some(id) if self.entities[id.0 as usize].layer < self.layer => self.entities[id.0 as usize] = entity,
            Some(id) => {
                let message = format!("`{}` is described twice", entity.text);
                self.duplicate(span, self.entities[id.0 as usize].span, message);
            }
            None => {
                let id = EntityId(self.entities.len() as u32);
                self.by_name.entry(entity.name.clone()).or_default().push(id);
                self.entities.push(entity);
            }
        }
    }

    fn add_maps(&mut self, file: FileId, read: TargetFile) {
        for map in read.map {
            self.add_map(file, map);
        }
        for Keep { cuda, header, loses, needs } in read.keep {
            let map = Map { cuda: Some(cuda), keep: true, header, loses, needs, ..Map::default() };
            self.add_mapping(file, map, false);
        }
        for Refuse { cuda, library, reason, help } in read.refuse {
            let span = cuda.as_ref().or(library.as_ref()).map_or(0..0, Spanned::span);
            let map = Map { cuda, refuse: Some(Spanned::new(span.clone(), reason)), help, ..Map::default() };
            let id = self.add_mapping(file, map, false);
            for (name, _) in library.iter().flat_map(each) {
                self.refused_libraries.insert(name.to_owned(), id);
            }
        }
        let layer = self.layer;
        self.examples.extend(read.example.into_iter().map(|example| {
            let span = span_of(file, example.cuda.span());
            LoadedExample { example, span, layer }
        }));
    }

    fn add_map(&mut self, file: FileId, map: Map) {
        let outcomes = [map.expr.is_some(), map.stmt.is_some(), map.refuse.is_some(), map.keep];
        let text = map.expr.as_ref().or(map.stmt.as_ref()).or(map.refuse.as_ref());
        let names = map.names.as_ref().map(Spanned::span);
        let span = map.cuda.as_ref().map(Spanned::span).or(names).or(text.map(Spanned::span)).unwrap_or(0..0);
        if outcomes.iter().filter(|given| **given).count() != 1 {
            let message = "a [[map]] has exactly one of `expr`, `stmt`, `refuse` and `keep`";
            self.fault(Code::RuleBadToml, span_of(file, span.clone()), message);
        }
        if map.cuda.is_some() == map.names.is_some() {
            self.fault(Code::RuleBadToml, span_of(file, span), "a [[map]] has either `cuda` or `names`");
        }
        self.add_mapping(file, map, true);
    }

    fn add_mapping(&mut self, file: FileId, map: Map, wants_example: bool) -> MapId {
        let id = MapId(self.mappings.len() as u32);
        let mut keys: Vec<(String, Option<String>, Range<usize>)> = Vec::new();
        for (text, span) in map.cuda.iter().flat_map(each) {
            let key = if is_name(text) { text.trim().to_owned() } else { squeeze(text) };
            keys.push((key, None, span));
        }
        if let Some(names) = &map.names {
            let to = |(name, to): (&String, &String)| (name.clone(), Some(to.clone()), names.span());
            keys.extend(names.get_ref().iter().map(to));
        }
        let text = map.expr.as_ref().or(map.stmt.as_ref()).or(map.refuse.as_ref()).map_or(0..0, Spanned::span);
        let span = keys.first().map_or(text, |(_, _, span)| span.clone());
        self.mappings.push(Mapping {
            map,
            span: span_of(file, span),
            wants_example,
            layer: self.layer,
            guard: OnceLock::new(),
            parts: OnceLock::new(),
        });
        for (key, to, span) in keys {
            self.add_alternative(key, id, to, span_of(file, span));
        }
        id
    }

    fn add_alternative(&mut self, key: String, id: MapId, to: Option<String>, span: Span) {
        let layer = self.layer;
        let fresh = || Group { layer, span, alternatives: Vec::new() };
        let group = self.groups.entry(key).or_insert_with(fresh);
        if group.layer < layer {
            *group = fresh();
        }
        let elsewhere = group.span;
        group.alternatives.push((id, to));
        if elsewhere.file != span.file {
            let message = "alternatives of one name stand in one file".to_owned();
            self.duplicate(span, elsewhere, message);
        }
    }
}

/// The tables of a file, by its place in the rule folder.
fn read(name: &str, text: &str) -> Result<Option<Read>, toml::de::Error> {
    if name.starts_with("cuda/") {
        return toml::from_str(text).map(|file| Some(Read::Cuda(file)));
    }
    if name.ends_with("/target.toml") {
        return toml::from_str(text).map(|target| Some(Read::Target(Box::new(target))));
    }
    toml::from_str(text).map(|file| Some(Read::Maps(file)))
}

fn span_of(file: FileId, range: Range<usize>) -> Span {
    Span::new(file, range.start as u32, range.end as u32)
}

fn is_name(text: &str) -> bool {
    let text = text.trim();
    !text.contains('(') && (!text.contains(char::is_whitespace) || text.starts_with("operator"))
}

fn kind_and_name(rule: &Rule, text: &str) -> Option<(Kind, String)> {
    let kind = match rule.kind {
        Some(kind) => kind,
        None if text.contains('(') => Kind::Function,
        None if !is_name(text) => Kind::Variable,
        None => return None,
    };
    let name = match kind {
        Kind::Function | Kind::Variable => declared_name(text)?.0,
        Kind::Type => without_template_arguments(text).0,
        Kind::Macro | Kind::Enumerator | Kind::Qualifier | Kind::Header => text.to_owned(),
    };
    Some((kind, name))
}

/// The strings of a list, for callers that need no places.
pub(crate) fn strings(value: &Spanned<OneOrMany>) -> Vec<&str> {
    each(value).into_iter().map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Selection;
    use super::super::testing::{base, load_layers, shown};
    use super::*;
    use crate::rules::Facts;

    struct Nothing;
    impl Facts for Nothing {
        fn argument_count(&self) -> usize {
            1
        }
        fn argument_type(&self, _: usize) -> Option<String> {
            None
        }
        fn integer(&self, _: usize) -> Option<i128> {
            None
        }
        fn space(&self, _: usize) -> Option<&'static str> {
            None
        }
        fn full_mask(&self, _: usize) -> Option<bool> {
            None
        }
        fn member(&self) -> Option<&str> {
            None
        }
        fn has(&self, _: &str) -> bool {
            false
        }
        fn spelled(&self, _: usize) -> Option<&str> {
            None
        }
    }

    #[test]
    fn later_layers_add_and_override() {
        let built_in = (
            "[[rule]]\ncuda = 'int f(int x)'\nsemantics = 'old'\n",
            "[[map]]\ncuda = 'f'\nwhen = 'x == 1'\nexpr = 'a'\n[[map]]\ncuda = 'f'\nrefuse = 'no'\n",
        );
        let user = (
            "[[rule]]\ncuda = '__device__ int f(int x)'\nsemantics = 'new'\n[[rule]]\ncuda = 'int g(int x)'\n",
            "[[keep]]\ncuda = ['f', 'g']\n",
        );
        let (base, faults) = load_layers(&[built_in, user]);
        assert_eq!(shown(&base, &faults), "");
        assert_eq!(base.entities("f").len(), 1);
        assert_eq!(base.entity(base.entities("f")[0]).rule.semantics, "new");
        assert!(matches!(base.select("f", &Nothing), Selection::Keep(_)));
        assert!(matches!(base.select("g", &Nothing), Selection::Keep(_)));
    }

    #[test]
    fn tables_of_functions() {
        let base = base(
            "[[rule]]\nprototype = '__device__ float {{name}}(float x)'\ncuda = ['sinf', 'cosf']\n",
            "[[map]]\nnames = { sinf = 'sin', cosf = 'cos' }\nexpr = 's::{{to}}({{0}})'\n",
        );
        assert_eq!(base.check(0), []);
        let id = base.entities("cosf")[0];
        assert_eq!(base.prototype(id).unwrap().parameters[0].name, "x");
        assert!(base.is_mapped(id));
    }

    #[test]
    fn what_stands_in_two_files() {
        let rule = "[[rule]]\ncuda = 'int f(int x)'\n[[library]]\nname = 'L'\n";
        let map = "[[map]]\ncuda = 'f'\nexpr = 'a'\n";
        let target = super::super::testing::TARGET;
        let files = [("cuda/a.toml", rule), ("cuda/b.toml", rule), ("t/a.toml", map), ("t/b.toml", map)];
        let layer = Layer::from_texts(&[&files[..], &[("t/target.toml", target)]].concat());
        let (base, faults) = RuleBase::from_layers("t", vec![layer]);
        let codes: Vec<_> = faults.iter().map(|d| (d.code, d.related.len())).collect();
        assert_eq!(codes, [(Code::RuleDuplicate, 1); 3], "{}", shown(&base.unwrap(), &faults));
    }

    #[test]
    fn a_target_that_is_not_there() {
        let (base, faults) = RuleBase::from_layers("no", vec![Layer::from_texts(&[("yes/target.toml", "")])]);
        assert!(base.is_none());
        assert_eq!(faults[0].help.as_deref(), Some("targets: yes"));
    }

    #[test]
    fn folders_of_users_are_checked() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("mine/target.toml", super::super::testing::TARGET);
        write("cuda/mine.toml", "[[rule]]\ncuda = 'int my_own_function(int x)'\n");
        write("mine/a.toml", "[[map]]\ncuda = 'my_own_function'\nexpr = '{{y}}'\n");
        let user = [folder.path().to_path_buf()];
        assert!(RuleBase::target_names(&user).contains(&"mine".to_owned()));
        let faults = RuleBase::load("mine", &user).unwrap_err();
        assert!(faults.to_string().contains("error[R003]: nothing fills the placeholder `y`"), "{faults}");
        write("mine/a.toml", "[[map]]\ncuda = 'my_own_function'\nexpr = '{{x}}'\n");
        let base = RuleBase::load("mine", &user).unwrap();
        assert_eq!(base.entities("my_own_function").len(), 1);
        assert!(RuleBase::load("mine", &[folder.path().join("none")]).is_err());
    }
}
