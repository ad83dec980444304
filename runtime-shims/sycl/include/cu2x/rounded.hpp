// Arithmetic and conversions that say how they round: CUDA's intrinsics with _rn, _rz, _ru and _rd in their names.
#ifndef CU2X_SYCL_ROUNDED_HPP
#define CU2X_SYCL_ROUNDED_HPP

#include <cu2x/math.hpp>
#include <cu2x/rounding.hpp>

namespace cu2x {

#define CU2X_ROUNDED(suffix, direction) \
  inline float fadd_##suffix(float a, float b) { return rounded_add<sycl_math, direction>(a, b); } \
  inline float fsub_##suffix(float a, float b) { return rounded_add<sycl_math, direction>(a, -b); } \
  inline float fmul_##suffix(float a, float b) { return rounded_mul<sycl_math, direction>(a, b); } \
  inline float fdiv_##suffix(float a, float b) { return rounded_div<sycl_math, direction>(a, b); } \
  inline float frcp_##suffix(float x) { return rounded_div<sycl_math, direction>(1.0f, x); } \
  inline float fsqrt_##suffix(float x) { return rounded_sqrt<sycl_math, direction>(x); } \
  inline float fmaf_##suffix(float a, float b, float c) { return rounded_fma<sycl_math, direction>(a, b, c); } \
  inline double dadd_##suffix(double a, double b) { return rounded_add<sycl_math, direction>(a, b); } \
  inline double dsub_##suffix(double a, double b) { return rounded_add<sycl_math, direction>(a, -b); } \
  inline double dmul_##suffix(double a, double b) { return rounded_mul<sycl_math, direction>(a, b); } \
  inline double ddiv_##suffix(double a, double b) { return rounded_div<sycl_math, direction>(a, b); } \
  inline double drcp_##suffix(double x) { return rounded_div<sycl_math, direction>(1.0, x); } \
  inline double dsqrt_##suffix(double x) { return rounded_sqrt<sycl_math, direction>(x); } \
  inline double fma_##suffix(double a, double b, double c) { return rounded_fma<sycl_math, direction>(a, b, c); } \
  inline float double2float_##suffix(double x) { return rounded_float<direction>(x); } \
  inline float int2float_##suffix(int x) { return rounded_from_integer<float, direction>(x); } \
  inline float uint2float_##suffix(unsigned x) { return rounded_from_integer<float, direction>(x); } \
  inline float ll2float_##suffix(long long x) { return rounded_from_integer<float, direction>(x); } \
  inline float ull2float_##suffix(unsigned long long x) { return rounded_from_integer<float, direction>(x); } \
  inline double ll2double_##suffix(long long x) { return rounded_from_integer<double, direction>(x); } \
  inline double ull2double_##suffix(unsigned long long x) { return rounded_from_integer<double, direction>(x); }
CU2X_ROUNDED(rn, round_to::nearest)
CU2X_ROUNDED(rz, round_to::zero)
CU2X_ROUNDED(ru, round_to::up)
CU2X_ROUNDED(rd, round_to::down)
#undef CU2X_ROUNDED

// 1 / sqrt(x), correctly rounded for normal results: one Newton step on the residual of the estimate.
inline float frsqrt_rn(float x) {
  const float y = sycl::rsqrt(x);
  if (!(x > 0) || !sycl::isfinite(x) || !sycl::isfinite(y)) return y;
  // x * y * y = 1 + e, with the product x * y in two parts.
  const float high = x * y, low = sycl::fma(x, y, -high);
  const float e = sycl::fma(high, y, -1.0f) + low * y;
  return sycl::fma(y, -0.5f * e, y);
}

// The two words of a double.
inline int double2hiint(double x) { return static_cast<int>(sycl::bit_cast<long long>(x) >> 32); }
inline int double2loint(double x) { return static_cast<int>(sycl::bit_cast<long long>(x)); }
inline double hiloint2double(int high, int low) {
  return sycl::bit_cast<double>(static_cast<unsigned long long>(static_cast<unsigned>(high)) << 32 |
                                static_cast<unsigned>(low));
}

} // namespace cu2x

#endif
