//! Small rule bases for the tests of this room.

use super::RuleBase;
use super::load::Layer;
use crate::diag::Diagnostic;

/// A target to test with.
pub const TARGET: &str = "name = 't'\ntitle = 'T'\nfamily = 'in_place'\nlanguage = 'C++17'\n\
    context = { item = 'item', group = '{{item}}.get_group()' }\n";

/// The base of one layer, and the faults of loading it.
pub fn load(cuda: &str, maps: &str) -> (RuleBase, Vec<Diagnostic>) {
    load_layers(&[(cuda, maps)])
}

/// The base of several layers, of which the first has the target.
pub fn load_layers(texts: &[(&str, &str)]) -> (RuleBase, Vec<Diagnostic>) {
    let layers = texts.iter().enumerate().map(|(at, (cuda, maps))| {
        let mut files = vec![("cuda/a.toml", *cuda), ("t/a.toml", *maps)];
        if at == 0 {
            files.push(("t/target.toml", TARGET));
        }
        Layer::from_texts(&files)
    });
    let (base, faults) = RuleBase::from_layers("t", layers.collect());
    (base.expect("the target is there"), faults)
}

/// A base without faults of loading.
pub fn base(cuda: &str, maps: &str) -> RuleBase {
    let (base, faults) = load(cuda, maps);
    assert!(faults.is_empty(), "{}", shown(&base, &faults));
    base
}

/// All faults, one a line: code, marked text, message.
pub fn shown(base: &RuleBase, faults: &[Diagnostic]) -> String {
    let line = |d: &Diagnostic| {
        let text = d.span.map_or(String::new(), |s| {
            let start = base.sources().text(s.file)[s.start as usize..].lines().next().unwrap_or_default();
            start.chars().take(24).collect()
        });
        format!("{} at {text}: {}\n", d.code, d.message)
    };
    faults.iter().map(line).collect()
}
