# make demo   build cu2x, install the SYCL run-times if absent, translate, build and run the corpus, show what changed
# make test   formatting, lints, all tests
# make bless  record goldens and generated documents anew
# make bench  translation speed against the parser alone
# make docs   the library's documentation

CARGO ?= cargo
CU2X := target/release/cu2x
# Test programs are built with the run-times that `cu2x toolchain install sycl` puts into the user's data folder,
# or with those in CU2X_SYCL_ROOT.

.PHONY: all demo test bless bench docs toolchain clean

all: $(CU2X)

$(CU2X): FORCE
	$(CARGO) build --release --locked
FORCE:

toolchain: $(CU2X)
	@if [ -z "$$CU2X_SYCL_ROOT" ]; then $(CU2X) toolchain install sycl; fi

demo: toolchain
	$(CU2X) doctor
	rm -rf target/demo
	# 1 means that something was refused, and said; the rest is written all the same.
	$(CU2X) translate corpus --to sycl -o target/demo/corpus-sycl || [ $$? -eq 1 ]
	python3 tests/corpus.py --cu2x $(CU2X)
	$(CU2X) diff corpus/transpose_templated --to sycl

test:
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	@if [ -z "$$CU2X_SYCL_ROOT" ]; then $(CARGO) run --locked --quiet -- toolchain install sycl; fi
	$(CARGO) test --locked -- --nocapture

bless:
	CU2X_BLESS=1 $(CARGO) test --locked --test it -- goldens_are_as_recorded docs:: rules

bench: $(CU2X)
	$(CARGO) bench --locked

docs:
	$(CARGO) doc --no-deps --locked --open

clean:
	$(CARGO) clean
