//! The rules that cu2x carries: no fault, and every example gives what it says.
//!
//! Reads `rules/` from the disk, so that the program need not be built again after an edit; `CU2X_RULES` names
//! another folder.

use cu2x::diag::Diagnostic;
use cu2x::rules::RuleBase;
use cu2x::rules::load::Layer;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    std::env::var_os("CU2X_RULES").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), PathBuf::from)
}

/// A rule base for each target, with the faults of loading it.
fn bases() -> Vec<(RuleBase, Vec<Diagnostic>)> {
    let mut targets: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("target.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    targets.sort();
    let base = |target: String| {
        let layer = Layer::from_folder(&folder()).unwrap();
        let (base, faults) = RuleBase::from_layers(&target, vec![layer]);
        (base.unwrap_or_else(|| panic!("{target}: {faults:?}")), faults)
    };
    targets.into_iter().map(base).collect()
}

#[test]
fn rules_have_no_faults() {
    let mut shown = String::new();
    for (base, mut faults) in bases() {
        faults.extend(base.check(0));
        faults.extend(base.run_examples(0));
        for fault in &faults {
            shown.push_str(&cu2x::diag::render::render(fault, base.sources(), false));
        }
    }
    assert!(shown.is_empty(), "\n{shown}");
}

#[test]
fn the_manual_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let bases: Vec<_> = bases().into_iter().map(|(base, _)| base).collect();
    let fresh = cu2x::rules::docs::manual(&bases);
    if std::env::var_os("CU2X_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, fresh).unwrap();
        return;
    }
    let stale = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stale == fresh, "docs/rules.md is stale: CU2X_BLESS=1 cargo test --test it rules");
}

#[test]
fn loading_is_quick() {
    let load = || {
        let start = std::time::Instant::now();
        let base = RuleBase::load("sycl", &[]).unwrap();
        (start.elapsed(), base.all_entities().count())
    };
    let (time, count) = (0..5).map(|_| load()).min().unwrap();
    println!("{count} entities loaded in {time:?}");
    // Thirty milliseconds are the bar for the optimised program; this one is not.
    assert!(time.as_millis() < 300, "{time:?}");
}
