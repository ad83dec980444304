// CUDA's device printf: the format and its arguments reach the host's standard output when the kernel has ended or before.
#ifndef CU2X_PRINTF_HPP
#define CU2X_PRINTF_HPP

#include <sycl/sycl.hpp>

#include <cstdio>

namespace cu2x {

// Returns the number of arguments, as CUDA's does.
template <typename... Arguments>
int printf(const char *format, Arguments... arguments) {
#if defined(__SYCL_DEVICE_ONLY__) && defined(SYCL_IMPLEMENTATION_ONEAPI)
  sycl::ext::oneapi::experimental::printf(format, arguments...);
#else
  if constexpr (sizeof...(arguments) == 0) {
    ::fputs(format, stdout);
  } else {
    ::printf(format, arguments...);
  }
#endif
  return static_cast<int>(sizeof...(arguments));
}

} // namespace cu2x

#endif
