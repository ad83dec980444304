//! `cu2x toolchain install sycl`.
