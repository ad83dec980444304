//! `cu2x rules list|show|test`.

use super::Wrong;
use super::args::Rules;

/// Runs a subcommand of `cu2x rules`.
pub fn run(_command: Rules) -> Result<u8, Wrong> {
    Err(Wrong("rules: not yet".to_owned()))
}
