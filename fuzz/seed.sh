#!/bin/sh
# Fills fuzz/corpus with seeds for both targets: every source file of the corpus, of tests/hostile and tests/golden.
set -eu
cd "$(dirname "$0")/.."
for target in preprocess translate; do
  mkdir -p "fuzz/corpus/$target"
done
find corpus tests/hostile tests/golden tests/diagnostics -type f \( -name '*.cu' -o -name '*.cuh' -o -name '*.h' -o -name '*.cpp' \) 2>/dev/null |
  while IFS= read -r file; do
    name=$(printf %s "$file" | tr / _)
    for target in preprocess translate; do
      cp "$file" "fuzz/corpus/$target/$name"
    done
  done
