// Tests of the device helpers: one source holds the kernels and the host program that knows what they must give.
//
// The host program is plain C++ and hands its own text to `run`, which builds it with CU2X_RTC defined by the run-time
// compiler and launches one kernel of it. A kernel fills `out` with numbers; `expect` compares them with the model.
#ifndef CU2X_TEST_HARNESS_HPP
#define CU2X_TEST_HARNESS_HPP

#ifdef CU2X_RTC

#include <sycl/sycl.hpp>

#define KERNEL(name)                                                                                                   \
  static void name##_body(const sycl::nd_item<3> &item, long long *out, char *local);                                  \
  extern "C" SYCL_EXT_ONEAPI_FUNCTION_PROPERTY((sycl::ext::oneapi::experimental::nd_range_kernel<3>))                  \
      SYCL_EXT_ONEAPI_FUNCTION_PROPERTY((sycl::ext::oneapi::experimental::sub_group_size<32>)) void name(              \
          long long *out, sycl::local_accessor<char, 1> local) {                                                       \
    name##_body(sycl::ext::oneapi::this_work_item::get_nd_item<3>(), out, &local[0]);                                  \
  }                                                                                                                    \
  static void name##_body([[maybe_unused]] const sycl::nd_item<3> &item, [[maybe_unused]] long long *out,              \
                          [[maybe_unused]] char *local)

inline int thread_of(const sycl::nd_item<3> &item) { return static_cast<int>(item.get_local_linear_id()); }

#else

#include <cstdio>
#include <functional>
#include <string>
#include <vector>

struct shape {
  unsigned x = 1, y = 1, z = 1;
  unsigned blocks = 1;
};

// Runs `kernel` of the source file on `initial` and returns what it left.
std::vector<long long> run(const char *source, const char *kernel, shape block, std::vector<long long> initial);

inline int failures = 0;

inline void expect(const char *what, const std::vector<long long> &got, const std::function<long long(int)> &model,
                   int count) {
  int shown = 0;
  for (int i = 0; i < count; ++i) {
    if (got[i] != model(i) && ++shown <= 5) {
      std::printf("FAIL %s[%d]: %lld, expected %lld\n", what, i, got[i], model(i));
    }
  }
  failures += shown != 0;
}

inline int verdict() {
  std::printf(failures == 0 ? "PASS\n" : "FAIL: %d\n", failures);
  return failures != 0;
}

#endif
#endif
