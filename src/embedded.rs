//! The rule files and the runtime shim, as built into the binary by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
