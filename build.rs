//! Embeds `rules/` and `runtime-shims/` into the binary, so that cu2x is one file.
//!
//! Writes `$OUT_DIR/embedded.rs` with `RULES` and `SHIMS`: each file's path below its folder, with `/`, and its
//! text, sorted by path. `src/embedded.rs` includes it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut text = String::new();
    for (name, folder, what) in [
        ("RULES", "rules", "The files of `rules/`: path below it, and text."),
        ("SHIMS", "runtime-shims", "The files of `runtime-shims/`: path below it, and text."),
    ] {
        let folder = root.join(folder);
        println!("cargo:rerun-if-changed={}", folder.display());
        let mut files = Vec::new();
        walk(&folder, "", &mut files);
        files.sort();
        let _ = writeln!(text, "/// {what}\npub static {name}: &[(&str, &str)] = &[");
        for file in files {
            let _ = writeln!(text, "    ({file:?}, include_str!({:?})),", folder.join(&file).display().to_string());
        }
        text.push_str("];\n");
    }
    std::fs::write(out.join("embedded.rs"), text).expect("OUT_DIR is writable");
}

/// Adds the files below `folder`, hidden ones and Markdown left out, to `files` with `prefix` before their names.
fn walk(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name.ends_with(".md") || name.ends_with(".orig") || name.ends_with('~') {
            continue;
        }
        // Tests of the shim and what they build are no part of it.
        if prefix.is_empty() && name == "tests" || name.ends_with(".o") || name.ends_with(".a") {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            walk(&path, &format!("{prefix}{name}/"), files);
        } else if std::fs::read(&path).is_ok_and(|bytes| std::str::from_utf8(&bytes).is_ok()) {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(format!("{prefix}{name}"));
        }
    }
}
