//! Lists the rule files and the runtime shim, so that the program carries them and cu2x is one file.
//!
//! Writes `built_in_rules.rs` and `built_in_shims.rs` into `$OUT_DIR`: an array of (path below the folder, text), one
//! `include_str!` a file, sorted by path.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    list(&root.join("rules"), "built_in_rules.rs", |name| name.ends_with(".toml"))?;
    list(&root.join("runtime-shims"), "built_in_shims.rs", is_shim)
}

/// What of `runtime-shims/` goes into a user's output: headers, sources and the lists of them, no tests or notes.
fn is_shim(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    // Headers such as <cub/cub.cuh> and `sources.txt` count; what a build left behind does not.
    matches!(extension, "h" | "hpp" | "cuh" | "inc" | "cpp" | "c" | "txt" | "map") && !name.contains("tests/")
}

fn list(root: &Path, out: &str, wanted: fn(&str) -> bool) -> std::io::Result<()> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(root).unwrap_or(file).display().to_string().replace('\\', "/");
        if wanted(&name) {
            println!("cargo:rerun-if-changed={}", file.display());
            let _ = writeln!(list, "    ({name:?}, include_str!({:?})),", file.display().to_string());
        }
    }
    list.push_str("]\n");
    std::fs::write(PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join(out), list)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    // A change inside a folder touches the folder only when files come or go, so each file is named too.
    println!("cargo:rerun-if-changed={}", folder.display());
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        let hidden = path.file_name().is_none_or(|n| n.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
