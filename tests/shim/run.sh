#!/bin/sh
# Builds the runtime shim with the host's C++ compiler and runs its tests on the default SYCL device.
#
#   tests/shim/run.sh SYCL_ROOT [BUILD_DIR]        SYCL_ROOT: a folder with include/sycl and lib/libsycl.so
#
# CU2X_SANITIZE=leak (or thread) runs the tests under that checker. Without a SYCL run-time nothing runs, and the
# script says "not run" and ends with 77.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shims=$(cd "$here/../../runtime-shims" && pwd)
root=${1:-}
build=${2:-${TMPDIR:-/tmp}/cu2x-shim-tests${CU2X_SANITIZE:+-$CU2X_SANITIZE}}
if [ -z "$root" ] || [ ! -e "$root/lib/libsycl.so" ]; then
  echo "not run: no SYCL run-time at '$root'"
  exit 77
fi
compiler=${CXX:-g++}
checker=${CU2X_SANITIZE:+-fsanitize=$CU2X_SANITIZE}
mkdir -p "$build"
flags="-std=c++17 -O1 -g -Wall -Wextra -I$shims/include -I$shims/sycl/include $checker"
objects=
for source in $(cat "$shims/sycl/sources.txt"); do
  object="$build/$(echo "$source" | tr '/.' '__').o"
  objects="$objects $object"
  [ "$object" -nt "$shims/$source" ] && [ -z "$(find "$shims/include" "$shims/common" "$shims/sycl/src" -newer "$object")" ] ||
    $compiler $flags -DSYCL_DISABLE_FSYCL_SYCLHPP_WARNING -isystem "$root/include" -c "$shims/$source" -o "$object"
done
export LSAN_OPTIONS="suppressions=$here/leaks.txt:print_suppressions=0"
export TSAN_OPTIONS="suppressions=$here/races.txt:ignore_noninstrumented_modules=1"
failed=0
for test in rtc_basic rtc_plane rtc_types api_memory api_streams threads; do
  options="-I$shims/include\\n-I$shims/sycl/include\\n-std=c++17"
  $compiler $flags "-DCU2X_TEST_OPTIONS=\"$options\"" "$here/$test.cpp" $objects -o "$build/$test" \
    -L"$root/lib" -lsycl -Wl,--disable-new-dtags,-rpath,"$root/lib" -lpthread -ldl
  "$build/$test" || failed=1
done
exit $failed
