//! Dependency files: the host compiler writes them about staged text, the user wants them about their own.

use super::stage::Staged;
use super::{Driver, Failure};
use crate::emit::disk;
use std::path::{Path, PathBuf};
use std::process::Command;

impl Driver {
    /// Adds `-MD` and its companions for compiling `source` to `object`. Staged text writes into `into` instead.
    pub(super) fn add_dependency_options(
        &self,
        command: &mut Command,
        source: &Path,
        object: &Path,
        into: Option<&Path>,
    ) {
        let wanted = &self.options.dependencies;
        let Some(option) = wanted.option else { return };
        command.arg(option);
        match into {
            Some(file) => command.arg("-MF").arg(file),
            None => command.arg("-MF").arg(self.dependency_file(source)),
        };
        if wanted.targets.is_empty() {
            command.arg("-MT").arg(object);
        }
        command.args(wanted.targets.iter().flat_map(|(option, value)| [*option, value]));
        command.args(wanted.phony.then_some("-MP"));
    }

    /// Where the dependencies of `source` go.
    pub(super) fn dependency_file(&self, source: &Path) -> PathBuf {
        if let Some(file) = &self.options.dependencies.file {
            return file.clone();
        }
        match &self.options.output {
            Some(output) => output.with_extension("d"),
            None => PathBuf::from(source.file_name().unwrap_or_default()).with_extension("d"),
        }
    }

    /// Writes what the compiler wrote to `from`, with the user's names, to where the user wants it.
    pub(super) fn finish_dependencies(&self, staged: &Staged, from: &Path, source: &Path) -> Result<(), Failure> {
        if self.options.dependencies.option.is_none() || self.options.dry_run {
            return Ok(());
        }
        let text = std::fs::read_to_string(from).map_err(|error| Failure::File(from.to_path_buf(), error))?;
        let to = self.dependency_file(source);
        disk::write(&to, staged.with_user_names(&text).as_bytes()).map_err(|error| Failure::File(to, error))
    }
}
