// CUDA's clocks on SYCL.
#ifndef CU2X_CLOCK_HPP
#define CU2X_CLOCK_HPP

#include <sycl/sycl.hpp>

namespace cu2x {

// Ticks of a counter that the whole device shares; its rate is the device's own. With DPC++ the device has to have one
// (sycl::aspect::ext_oneapi_clock_device); AdaptiveCpp gives 0 except on the host's processor.
inline long long clock64() {
#if defined(SYCL_IMPLEMENTATION_ONEAPI)
#if defined(__SYCL_DEVICE_ONLY__) && defined(SYCL_EXT_ONEAPI_CLOCK)
  return static_cast<long long>(
      sycl::ext::oneapi::experimental::clock<sycl::ext::oneapi::experimental::clock_scope::device>());
#else
  return 0;
#endif
#elif defined(__ACPP__) || defined(__ADAPTIVECPP__) || defined(__HIPSYCL__)
#if defined(__x86_64__) && !defined(__HIPSYCL_ENABLE_LLVM_SSCP_TARGET__)
  return static_cast<long long>(__builtin_ia32_rdtsc());
#else
  return 0;
#endif
#else
  return 0;
#endif
}

inline int clock() { return static_cast<int>(clock64()); }

} // namespace cu2x

#endif
