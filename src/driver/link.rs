//! Linking and archiving.

use super::host::joined;
use super::libraries::{Fate, fate};
use super::options::{Action, Input, Language};
use super::{Driver, Failure};
use crate::toolchain::{Toolchain, shims};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

impl Driver {
    /// Compiles what is source, then links or archives everything.
    pub(super) fn link(&self) -> Result<(), Failure> {
        let items = self.compiled_inputs()?;
        match self.options.action {
            Action::Library => self.archive(&items),
            Action::Link | Action::Compile | Action::Preprocess | Action::Dependencies => self.link_items(&items),
            Action::DeviceLink | Action::Help | Action::Version | Action::ListArchitectures => Ok(()),
        }
    }

    /// The inputs in order, each source replaced by its object.
    fn compiled_inputs(&self) -> Result<Vec<OsString>, Failure> {
        let mut items = Vec::new();
        for (at, input) in self.options.inputs.iter().enumerate() {
            match input {
                Input::File(path, Language::Object) => items.push(path.clone().into_os_string()),
                Input::File(path, language) => {
                    // Two sources of one name in different folders must not meet.
                    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                    let object = self.temporary.path().join(format!("{at}-{stem}.o"));
                    self.compile(path, *language, &object)?;
                    items.push(object.into_os_string());
                }
                Input::Library(name) => match fate(name) {
                    Fate::Kept => items.push(format!("-l{name}").into()),
                    Fate::Dropped | Fate::Refused(_) => {}
                },
            }
        }
        Ok(items)
    }

    fn archive(&self, items: &[OsString]) -> Result<(), Failure> {
        let output = self.options.output.clone().unwrap_or_else(|| PathBuf::from("a.a"));
        let mut command = Command::new("ar");
        command.arg("rcs").args(&self.options.to_archiver).arg(output);
        command.args(items.iter().filter(|item| !item.to_string_lossy().starts_with("-l")));
        self.execute(&mut command, None)
    }

    fn link_items(&self, items: &[OsString]) -> Result<(), Failure> {
        let mut command = self.linker();
        command.args(self.options.debug.then_some("-g"));
        command.args(self.options.shared.then_some("-shared"));
        command.args(&self.options.to_compiler);
        for folder in &self.options.library_folders {
            command.arg(joined("-L", folder));
        }
        // nvcc links in one group too, so that the order of static libraries does not matter.
        command.arg("-Wl,--start-group").args(items).arg("-Wl,--end-group");
        self.add_runtime(&mut command)?;
        command.args(self.options.to_linker.iter().flat_map(|option| ["-Xlinker", option]));
        let default = if self.options.shared { "a.so" } else { "a.out" };
        let output = self.options.output.clone().unwrap_or_else(|| self.in_output_folder(Path::new(default)));
        command.arg("-o").arg(output);
        self.execute(&mut command, None)
    }

    fn linker(&self) -> Command {
        match &self.toolchain {
            Toolchain::SingleSource(sycl) => {
                let mut command = Command::new(&sycl.program);
                command.args(&sycl.options);
                command
            }
            Toolchain::RunTime(_) => Command::new(&self.compiler),
        }
    }

    /// The shim's library and what it stands on.
    fn add_runtime(&self, command: &mut Command) -> Result<(), Failure> {
        let library = shims::library(&self.toolchain, &self.compiler)?;
        command.arg(library.join("libcu2x.a"));
        if let Toolchain::RunTime(runtimes) = &self.toolchain {
            let lib = runtimes.lib();
            command.arg(joined("-L", &lib)).arg("-lsycl");
            // The old tag also serves the libraries that libsycl.so loads.
            command.arg("-Wl,--disable-new-dtags").arg(joined("-Wl,-rpath,", &lib));
        }
        command.args(["-lpthread", "-ldl"]);
        Ok(())
    }

    /// What nvcc's device link leaves: an object with nothing in it, for there is no device code to link.
    pub(super) fn empty_object(&self) -> Result<(), Failure> {
        let output = self.options.output.clone().unwrap_or_else(|| self.in_output_folder(Path::new("a_dlink.o")));
        let mut command = Command::new(&self.compiler);
        command.args(["-x", "c++", "-c", "/dev/null", "-o"]).arg(output);
        self.execute(&mut command, None)
    }
}
