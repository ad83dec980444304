# make demo   build cu2x, install the SYCL run-times if absent, translate, build and run the corpus, show what changed
# make test   formatting, lints, all tests
# make bench  translation speed against the parser alone
# make docs   the library's documentation

CARGO ?= cargo
CU2X := target/release/cu2x
# Test programs are built with the run-times that `cu2x toolchain install sycl` puts into the user's data folder,
# or with those in CU2X_SYCL_ROOT.

.PHONY: all demo test bench docs toolchain clean

all: $(CU2X)

$(CU2X): FORCE
	$(CARGO) build --release --locked
FORCE:

toolchain: $(CU2X)
	@if [ -z "$$CU2X_SYCL_ROOT" ]; then $(CU2X) toolchain install sycl; fi

demo: toolchain
	$(CU2X) doctor
	rm -rf target/demo
	$(CU2X) translate corpus --to sycl -o target/demo/corpus-sycl
	python3 tests/corpus.py --cu2x $(CU2X)
	$(CU2X) diff corpus/transpose_templated --to sycl

test: toolchain
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) test --locked -- --nocapture

bench: $(CU2X)
	$(CARGO) bench --locked

docs:
	$(CARGO) doc --no-deps --locked --open

clean:
	$(CARGO) clean
