// Checks of the shim's tests: each failure is printed with its place, and the program ends with 1.
#pragma once

#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>

inline int &check_failures() {
  static int failures = 0;
  return failures;
}

inline void check_that(bool holds, const char *what, const char *file, int line) {
  if (holds) return;
  std::fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
  ++check_failures();
}

inline void check_error(cudaError_t seen, cudaError_t expected, const char *what, const char *file, int line) {
  if (seen == expected) return;
  std::fprintf(stderr, "%s:%d: %s is %s, expected %s\n", file, line, what, cudaGetErrorName(seen),
               cudaGetErrorName(expected));
  ++check_failures();
}

#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)
#define CHECK_ERROR(call, expected) check_error((call), (expected), #call, __FILE__, __LINE__)
#define OK(call) CHECK_ERROR(call, cudaSuccess)

inline int check_report(const char *name) {
  std::printf("%s %s\n", check_failures() ? "FAIL" : "PASS", name);
  return check_failures() ? 1 : 0;
}
