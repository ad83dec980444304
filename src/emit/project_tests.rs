//! Tests of how a project is laid out and written.

use super::*;
use crate::source::load::Loader;
use crate::translate::{Mode, translate};
use crate::walk::walk;

fn request(tree: &Tree) -> Request {
    Request {
        target: "sycl".into(),
        rules: Vec::new(),
        mode: Mode::Source,
        include_dirs: Vec::new(),
        defines: Vec::new(),
        undefines: Vec::new(),
        units: tree.units.clone(),
        roots: tree.roots.clone(),
        jobs: 1,
    }
}

fn planned(folder: &Path, files: &[(&str, &str)], output: &Path) -> Plan {
    for (name, text) in files {
        disk::write(&folder.join(name), text.as_bytes()).unwrap();
    }
    let loader = Loader::new();
    let tree = walk(&[folder.to_path_buf()], &[], &[], &loader).unwrap();
    let request = request(&tree);
    let source = translate(&request, &loader, &|_| {});
    let none = Translation::default();
    let texts = Texts { source: &source, host: &none, device: &none };
    plan(&tree, &texts, &Place::Folder(output.to_path_buf()), &request)
}

fn user_files(plan: &Plan) -> Vec<String> {
    let names = plan.files.keys().map(|path| path.to_string_lossy().into_owned());
    names.filter(|name| !name.starts_with("cu2x/") && !name.starts_with("rtc/")).collect()
}

#[test]
fn cuda_sources_get_cpp_names_that_meet_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let files = [("a.cu", ""), ("a.cpp", ""), ("b.cu", "#include \"part.cu\"\n"), ("part.cu", ""), ("d/n.txt", "")];
    let plan = planned(folder.path(), &files, Path::new("/out"));
    assert_eq!(user_files(&plan), ["CMakeLists.txt", "a.cpp", "a_cu.cpp", "b.cpp", "d/n.txt", "part.cu"]);
}

#[test]
fn a_tree_without_cuda_comes_out_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let plan = planned(folder.path(), &[("a.cpp", "int main() {}\n"), ("Makefile", "all:\n")], Path::new("/out"));
    let names: Vec<_> = plan.files.keys().cloned().collect();
    assert_eq!(names, [PathBuf::from("Makefile"), PathBuf::from("a.cpp")]);
    assert!(plan.files.values().all(|content| matches!(content, Content::CopyOf(_))));
}

#[test]
fn their_cmake_file_steps_aside() {
    let folder = tempfile::tempdir().unwrap();
    let plan = planned(folder.path(), &[("CMakeLists.txt", "theirs"), ("a.cu", "")], Path::new("/out"));
    assert!(matches!(plan.files[Path::new("CMakeLists.txt.cuda")], Content::CopyOf(_)));
    assert!(matches!(&plan.files[Path::new("CMakeLists.txt")], Content::Text(t) if t.contains("cu2x_")));
}

#[test]
fn nothing_of_others_is_overwritten_without_force() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let plan = planned(folder.path(), &[("a.cpp", "new\n")], out.path());
    let target = out.path().join("a.cpp");
    std::fs::write(&target, "theirs").unwrap();
    assert_eq!(write(&plan, false).unwrap().in_the_way, std::slice::from_ref(&target));
    assert_eq!(std::fs::read(&target).unwrap(), b"theirs");
    assert!(write(&plan, true).unwrap().in_the_way.is_empty());
    assert_eq!(std::fs::read(&target).unwrap(), b"new\n");
}

#[test]
fn what_cu2x_wrote_it_may_write_again_and_remove() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(&planned(folder.path(), &[("a.cpp", "one\n"), ("b.cpp", "")], out.path()), false).unwrap();
    std::fs::remove_file(folder.path().join("b.cpp")).unwrap();
    let written = write(&planned(folder.path(), &[("a.cpp", "two\n")], out.path()), false).unwrap();
    assert!(written.in_the_way.is_empty());
    assert_eq!(std::fs::read(out.path().join("a.cpp")).unwrap(), b"two\n");
    assert!(!out.path().join("b.cpp").exists());
}

#[test]
fn main_is_found_where_it_is_defined() {
    assert!(defines_main("int\nmain (int argc, char **argv) {"));
    assert!(defines_main("auto main() -> int {}"));
    assert!(!defines_main("// int main()\nint domain(); void f() { main_loop(); }"));
}

#[test]
fn the_default_output_stands_beside_its_input() {
    let tree = |root: &str| Tree { roots: vec![PathBuf::from(root)], ..Tree::default() };
    assert_eq!(default_output(&tree("src/app"), "sycl"), PathBuf::from("src/app-sycl"));
    assert!(default_output(&tree(""), "sycl").is_absolute());
}
