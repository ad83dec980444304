//! The `cu2x` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    let a: Vec<String> = std::env::args().collect();
    cu2x::driver::run(&a[2..])
}
