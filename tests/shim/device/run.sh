#!/bin/sh
# Builds and runs the tests of the device helpers on the CPU device. $1: the folder of the SYCL run-time (its include/
# and lib/); further arguments: names of tests, all if none.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
runtime=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LD_LIBRARY_PATH="$runtime/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export OCL_ICD_FILENAMES="$runtime/lib/libintelocl.so"
export CU2X_TEST_INCLUDE="$here:$root/runtime-shims/sycl/include:$root/runtime-shims/include"
c++ -std=c++17 -c "$here/runner.cpp" -o "$work/runner.o" -I"$runtime/include" -DSYCL_DISABLE_FSYCL_SYCLHPP_WARNING
[ $# -gt 0 ] || set -- $(cd "$here" && ls *.cpp | grep -v '^runner' | sed 's/\.cpp$//')
failed=0
for name; do
  c++ -std=c++17 -Wall -Wextra "$here/$name.cpp" "$work/runner.o" -o "$work/$name" -I"$here" -I"$root/runtime-shims/include" -L"$runtime/lib" -lsycl
  printf '%s: ' "$name"
  "$work/$name" || failed=1
done
exit $failed
