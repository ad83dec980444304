//! The report as JSON.

use super::{by_code, place_parts, word};
use crate::translate::{Placed, Translation};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The report on `translation` to `target`; `outputs` says where each file went, where anything was written.
pub fn report(translation: &Translation, target: &str, outputs: &BTreeMap<PathBuf, PathBuf>) -> String {
    let counts = &translation.counts;
    let files: Vec<Value> = translation
        .files
        .iter()
        .map(|(path, file)| {
            json!({
                "path": path, "output": outputs.get(path), "changed": file.text.is_some(),
                "edits": file.edits.len(), "unit": file.is_unit,
            })
        })
        .collect();
    let codes: BTreeMap<String, usize> =
        by_code(translation).into_iter().map(|(code, count)| (code.to_string(), count)).collect();
    let value = json!({
        "cu2x": env!("CARGO_PKG_VERSION"),
        "target": target,
        "counts": {
            "files": counts.files, "kernels": counts.kernels, "launches": counts.launches,
            "api_calls": {
                "exact": counts.api_calls.exact, "with_loss": counts.api_calls.with_loss,
                "refused": counts.api_calls.refused,
            },
        },
        "codes": codes,
        "diagnostics": translation.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
        "files": files,
    });
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

fn diagnostic(placed: &Placed) -> Value {
    let d = &placed.diagnostic;
    let place =
        place_parts(&placed.place).map(|(path, line, column)| json!({"path": path, "line": line, "column": column}));
    json!({
        "code": d.code.entry().code, "severity": word(d.severity()), "title": d.code.entry().title,
        "message": d.message, "help": d.help, "place": place,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_is_json_with_places() {
        let text = report(&super::super::tests::sample(), "sycl", &BTreeMap::new());
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["codes"]["CU0110"], 1);
        assert_eq!(value["diagnostics"][1]["place"]["line"], 2);
        assert_eq!(value["diagnostics"][0]["place"], Value::Null);
    }
}
