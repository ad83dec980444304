//! The `cu2x` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    cu2x::cli::main()
}
