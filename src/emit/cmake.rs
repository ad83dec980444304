//! The build file of a translated project.
//!
//! In: which sources there are. Out: a CMakeLists.txt that builds them without cu2x: as single-source SYCL where
//! icpx or acpp is found, else with the C++ compiler at hand and run-time compilation.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// One source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its single-source text, below the output folder.
    pub source: PathBuf,
    /// Its text for run-time compilation.
    pub host: PathBuf,
    /// Whether it defines `main`.
    pub has_main: bool,
    /// Whether it came from CUDA.
    pub is_cuda: bool,
}

/// What is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// The sources.
    pub units: Vec<Unit>,
    /// Include folders below the output folder.
    pub includes: Vec<PathBuf>,
    /// Macros.
    pub defines: Vec<String>,
}

/// One executable or library.
#[derive(Debug, PartialEq, Eq)]
struct Product<'a> {
    name: String,
    is_program: bool,
    units: Vec<&'a Unit>,
}

/// The text of CMakeLists.txt.
pub fn text(project: &Project) -> String {
    let mut out = HEAD.to_owned();
    list(
        &mut out,
        "CU2X_INCLUDES",
        project.includes.iter().map(|p| format!("${{CMAKE_CURRENT_SOURCE_DIR}}/{}", slashes(p))),
    );
    list(&mut out, "CU2X_DEFINES", project.defines.iter().cloned());
    let cuda = project.units.iter().filter(|unit| unit.is_cuda);
    list(&mut out, "CU2X_CUDA_SOURCES", cuda.flat_map(|unit| [slashes(&unit.source), slashes(&unit.host)]));
    out.push_str(TOOLCHAIN);
    for product in products(&project.units) {
        let kind = if product.is_program { "program" } else { "library" };
        let _ = write!(out, "\ncu2x_{kind}({}", product.name);
        for (keyword, pick) in [
            ("SINGLE_SOURCE", (|u: &Unit| slashes(&u.source)) as fn(&Unit) -> String),
            ("RUN_TIME", |u| slashes(&u.host)),
        ] {
            let _ = write!(out, "\n  {keyword}");
            for unit in &product.units {
                let _ = write!(out, "\n    \"{}\"", pick(unit));
            }
        }
        out.push_str(")\n");
    }
    out
}

fn list(out: &mut String, name: &str, values: impl Iterator<Item = String>) {
    let _ = write!(out, "set({name}");
    for value in values {
        let _ = write!(out, "\n  \"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    }
    out.push_str(")\n");
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Groups sources into programs: all into one where there is one `main`, else by folder.
fn products(units: &[Unit]) -> Vec<Product<'_>> {
    if units.iter().filter(|unit| unit.has_main).count() <= 1 {
        let is_program = units.iter().any(|unit| unit.has_main);
        let name = units.iter().find(|u| u.has_main).or(units.first()).map(|u| target_name(&u.source));
        return name.map(|name| Product { name, is_program, units: units.iter().collect() }).into_iter().collect();
    }
    let mut folders: BTreeMap<&Path, Vec<&Unit>> = BTreeMap::new();
    for unit in units {
        folders.entry(folder_with_main(unit, units)).or_default().push(unit);
    }
    let mut products = Vec::new();
    for (folder, units) in folders {
        let mains: Vec<&Unit> = units.iter().copied().filter(|unit| unit.has_main).collect();
        let others: Vec<&Unit> = units.iter().copied().filter(|unit| !unit.has_main).collect();
        for main in &mains {
            let own = Path::new(main.source.file_name().unwrap_or_default());
            // A folder with one program gives it its name, for most are called main.
            let named = if mains.len() == 1 && folder.file_name().is_some() { folder } else { &folder.join(own) };
            let units = std::iter::once(*main).chain(others.iter().copied()).collect();
            products.push(Product { name: target_name(named), is_program: true, units });
        }
        if mains.is_empty() {
            products.push(Product { name: format!("{}_objects", target_name(folder)), is_program: false, units });
        }
    }
    products
}

/// The nearest folder, from the unit's own upwards, that holds a program; the unit's own where none does.
fn folder_with_main<'a>(unit: &'a Unit, units: &[Unit]) -> &'a Path {
    let own = unit.source.parent().unwrap_or(Path::new(""));
    let has_main = |folder: &&Path| units.iter().any(|u| u.has_main && u.source.parent() == Some(*folder));
    own.ancestors().find(has_main).unwrap_or(own)
}

fn target_name(path: &Path) -> String {
    let plain = slashes(&path.with_extension(""));
    let name: String =
        plain.chars().map(|c| if c.is_ascii_alphanumeric() || "_-+.".contains(c) { c } else { '_' }).collect();
    // CMake keeps these for itself.
    if ["", "test", "install", "all", "clean", "help", "package", "cu2x"].contains(&name.as_str()) {
        return format!("{name}_program");
    }
    name
}

const HEAD: &str = include_str!("cmake/head.cmake");

const TOOLCHAIN: &str = include_str!("cmake/toolchain.cmake");

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(source: &str, has_main: bool) -> Unit {
        Unit { source: source.into(), host: Path::new("rtc").join(source), has_main, is_cuda: true }
    }

    fn shape(units: &[Unit]) -> Vec<(String, usize)> {
        products(units).into_iter().map(|p| (p.name, p.units.len())).collect()
    }

    #[test]
    fn one_main_makes_one_program_of_everything() {
        assert_eq!(shape(&[unit("a/main.cpp", true), unit("b/k.cpp", false)]), [("a_main".to_owned(), 2)]);
    }

    #[test]
    fn several_mains_make_a_program_a_folder() {
        let units =
            [unit("a/main.cpp", true), unit("a/sub/k.cpp", false), unit("b/main.cpp", true), unit("c/x.cpp", false)];
        let expected = [("a".to_owned(), 2), ("b".to_owned(), 1), ("c_objects".to_owned(), 1)];
        assert_eq!(shape(&units), expected);
    }

    #[test]
    fn two_mains_in_one_folder_share_the_rest() {
        let units = [unit("x.cpp", true), unit("y.cpp", true), unit("k.cpp", false)];
        assert_eq!(shape(&units), [("x".to_owned(), 2), ("y".to_owned(), 2)]);
    }

    #[test]
    fn names_that_cmake_keeps_are_changed() {
        assert_eq!(target_name(Path::new("test.cpp")), "test_program");
        assert_eq!(target_name(Path::new("a b/c.cpp")), "a_b_c");
    }
}
