//! Writing files whole or not at all, and telling contents apart by a hash.
//!
//! In: paths and bytes. Out: files on disk. A reader never sees half a file: the bytes go to a temporary file in
//! the same folder, which then takes the name.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A 128-bit FNV-1a hash in hexadecimal: the same on every machine and in every release of cu2x, which the
/// standard library's hashes do not promise. It tells contents apart and guards against nobody.
pub fn hash(parts: &[&[u8]]) -> String {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut state: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let mut mix = |byte: u8| state = (state ^ u128::from(byte)).wrapping_mul(PRIME);
    for part in parts {
        // The length goes first, so that ["ab", "c"] and ["a", "bc"] differ.
        (part.len() as u64).to_le_bytes().into_iter().for_each(&mut mix);
        part.iter().copied().for_each(&mut mix);
    }
    format!("{state:032x}")
}

/// Makes `bytes` the content of `path`, creating its folder.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    };
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".cu2x-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    set_mode(path, file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Gives `file` the mode that `path` has now, or the one that a new file gets.
#[cfg(unix)]
fn set_mode(path: &Path, file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_or(0o644, |m| m.permissions().mode() & 0o777);
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// Copies `from` to `to`, whole or not at all, with its permission bits.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    write(to, &std::fs::read(from)?)?;
    std::fs::set_permissions(to, std::fs::metadata(from)?.permissions())
}

/// `path` as an absolute path without `.` and `..`.
pub fn absolute(path: &Path) -> PathBuf {
    // The empty path stands for the current folder here, as it does where a file name has no folder before it.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    crate::source::load::normalise(&path)
}

/// The way from folder `from` to `to`, both absolute: `../b/c.h`.
pub fn relative(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let mut out: PathBuf = from.components().skip(shared).map(|_| "..").collect();
    out.extend(to.components().skip(shared));
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

/// The deepest folder above all of `paths`; `None` for no path.
pub fn common_folder<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Option<PathBuf> {
    paths
        .into_iter()
        .map(Path::to_path_buf)
        .reduce(|a, b| a.components().zip(b.components()).take_while(|(x, y)| x == y).map(|(x, _)| x).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_tell_the_parts_apart() {
        assert_eq!(hash(&[b"a", b"b"]), hash(&[b"a", b"b"]));
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
    }

    #[test]
    fn writing_replaces_whole_files_and_makes_folders() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/c.txt");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn relative_paths_climb_and_descend() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/c/d.h")), Path::new("../c/d.h"));
        assert_eq!(relative(Path::new("/a"), Path::new("/a/x.h")), Path::new("x.h"));
        assert_eq!(relative(Path::new("/a"), Path::new("/a")), Path::new("."));
        let paths = [Path::new("/a/b/c"), Path::new("/a/b/d"), Path::new("/a/b")];
        assert_eq!(common_folder(paths), Some(PathBuf::from("/a/b")));
    }
}
