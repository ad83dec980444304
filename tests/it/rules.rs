//! The rules that cu2x carries: no fault, and every example gives what it says.
//!
//! Reads `rules/` from the disk, so that the program need not be built again after an edit; `CU2X_RULES` names
//! another folder.

use cu2x::rules::RuleBase;
use cu2x::rules::load::Layer;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    std::env::var_os("CU2X_RULES").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), PathBuf::from)
}

#[test]
fn rules_have_no_faults() {
    let mut targets: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("target.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    targets.sort();
    let mut shown = String::new();
    for target in targets {
        let layer = Layer::from_folder(&folder()).unwrap();
        let (base, mut diagnostics) = RuleBase::from_layers(&target, vec![layer]);
        let Some(base) = base else { panic!("{diagnostics:?}") };
        diagnostics.extend(base.check(0));
        diagnostics.extend(base.run_examples(0));
        for diagnostic in &diagnostics {
            shown.push_str(&cu2x::diag::render::render(diagnostic, base.sources(), false));
        }
    }
    assert!(shown.is_empty(), "\n{shown}");
}
