// What CUDA's headers make available to host code besides the C++ library: the global min and max, the mathematical
// functions that <cmath> lacks, and the device intrinsics, which __host__ __device__ functions use on both sides.
//
// Everything here is plain C++17 in the global namespace under CUDA's names and signatures; device code is translated
// to the target's own functions instead. Some names (__sinf, exp10, sinpi) are also declared by C libraries: the
// definitions match those declarations, `noexcept` included.
#ifndef CU2X_HOST_MATH_HPP
#define CU2X_HOST_MATH_HPP

#ifdef __cplusplus

#include <math.h>
#include <stdlib.h>
#include <climits>
#include <cmath>
#include "bessel.hpp"
#include "dpx.hpp"
#include "integer.hpp"
#include "numeric.hpp"
#include "rounding.hpp"
#include "simd.hpp"

namespace cu2x {

// The elementary functions that numeric.hpp and rounding.hpp build on, from the C++ library.
struct host_math {
  template <typename T> static T fma(T a, T b, T c) { return std::fma(a, b, c); }
  template <typename T> static T sqrt(T x) { return std::sqrt(x); }
  template <typename T> static T exp(T x) { return std::exp(x); }
  template <typename T> static T log(T x) { return std::log(x); }
  template <typename T> static T log1p(T x) { return std::log1p(x); }
  template <typename T> static T sin(T x) { return std::sin(x); }
  template <typename T> static T cos(T x) { return std::cos(x); }
  template <typename T> static T erf(T x) { return std::erf(x); }
  template <typename T> static T erfc(T x) { return std::erfc(x); }
  template <typename T> static T fabs(T x) { return std::fabs(x); }
  template <typename T> static T rint(T x) { return std::rint(x); }
};

} // namespace cu2x

#define CU2X_HOST inline __attribute__((always_inline))

// ---- minimum and maximum: the overload set of CUDA's math headers -------------------------------------------------

#define CU2X_MIN_MAX(type, a_type, b_type) \
  CU2X_HOST type min(a_type a, b_type b) { return static_cast<type>(b) < static_cast<type>(a) ? static_cast<type>(b) : static_cast<type>(a); } \
  CU2X_HOST type max(a_type a, b_type b) { return static_cast<type>(a) < static_cast<type>(b) ? static_cast<type>(b) : static_cast<type>(a); }
#define CU2X_MIN_MAX_INTEGER(type) \
  CU2X_MIN_MAX(type, type, type) \
  CU2X_MIN_MAX(unsigned type, unsigned type, unsigned type) \
  CU2X_MIN_MAX(unsigned type, type, unsigned type) \
  CU2X_MIN_MAX(unsigned type, unsigned type, type)

CU2X_MIN_MAX_INTEGER(int)
CU2X_MIN_MAX_INTEGER(long)
CU2X_MIN_MAX_INTEGER(long long)
CU2X_HOST float min(float a, float b) { return std::fmin(a, b); }
CU2X_HOST float max(float a, float b) { return std::fmax(a, b); }
CU2X_HOST double min(double a, double b) { return std::fmin(a, b); }
CU2X_HOST double max(double a, double b) { return std::fmax(a, b); }
CU2X_HOST double min(float a, double b) { return std::fmin(static_cast<double>(a), b); }
CU2X_HOST double max(float a, double b) { return std::fmax(static_cast<double>(a), b); }
CU2X_HOST double min(double a, float b) { return std::fmin(a, static_cast<double>(b)); }
CU2X_HOST double max(double a, float b) { return std::fmax(a, static_cast<double>(b)); }
CU2X_HOST unsigned umin(unsigned a, unsigned b) { return min(a, b); }
CU2X_HOST unsigned umax(unsigned a, unsigned b) { return max(a, b); }
CU2X_HOST long long llmin(long long a, long long b) { return min(a, b); }
CU2X_HOST long long llmax(long long a, long long b) { return max(a, b); }
CU2X_HOST unsigned long long ullmin(unsigned long long a, unsigned long long b) { return min(a, b); }
CU2X_HOST unsigned long long ullmax(unsigned long long a, unsigned long long b) { return max(a, b); }

#undef CU2X_MIN_MAX
#undef CU2X_MIN_MAX_INTEGER

// ---- functions that <cmath> lacks: nameF for float, name for double, and name overloaded for float -----------------

#define CU2X_FUNCTION_1(name, expression) \
  CU2X_HOST float name##f(float x) noexcept { using T = float; static_cast<void>(T()); return expression; } \
  CU2X_HOST float name(float x) noexcept { using T = float; static_cast<void>(T()); return expression; } \
  CU2X_HOST double name(double x) noexcept { using T = double; static_cast<void>(T()); return expression; }

CU2X_FUNCTION_1(rsqrt, 1 / std::sqrt(x))
CU2X_FUNCTION_1(rcbrt, 1 / std::cbrt(x))
CU2X_FUNCTION_1(erfinv, cu2x::numeric::erfinv<cu2x::host_math>(x))
CU2X_FUNCTION_1(erfcinv, cu2x::numeric::erfcinv<cu2x::host_math>(x))
CU2X_FUNCTION_1(erfcx, cu2x::numeric::erfcx<cu2x::host_math>(x))
CU2X_FUNCTION_1(normcdf, cu2x::numeric::normcdf<cu2x::host_math>(x))
CU2X_FUNCTION_1(normcdfinv, cu2x::numeric::normcdfinv<cu2x::host_math>(x))
CU2X_FUNCTION_1(cyl_bessel_i0, cu2x::numeric::cyl_bessel_i0<cu2x::host_math>(x))
CU2X_FUNCTION_1(cyl_bessel_i1, cu2x::numeric::cyl_bessel_i1<cu2x::host_math>(x))
#undef CU2X_FUNCTION_1

#define CU2X_SINCOSPI(type, suffix) \
  CU2X_HOST void sincospi##suffix(type x, type *s, type *c) noexcept { cu2x::numeric::sincospi<cu2x::host_math>(x, *s, *c); } \
  CU2X_HOST type sinpi##suffix(type x) noexcept { type s, c; cu2x::numeric::sincospi<cu2x::host_math>(x, s, c); return s; } \
  CU2X_HOST type cospi##suffix(type x) noexcept { type s, c; cu2x::numeric::sincospi<cu2x::host_math>(x, s, c); return c; }
CU2X_SINCOSPI(float, f)
CU2X_SINCOSPI(float, )
CU2X_SINCOSPI(double, )
#undef CU2X_SINCOSPI

#define CU2X_NORMS(type, suffix) \
  CU2X_HOST type rhypot##suffix(type x, type y) noexcept { return 1 / std::hypot(x, y); } \
  CU2X_HOST type norm##suffix(int n, const type *v) noexcept { return cu2x::numeric::norm<cu2x::host_math>(n, v); } \
  CU2X_HOST type rnorm##suffix(int n, const type *v) noexcept { return 1 / cu2x::numeric::norm<cu2x::host_math>(n, v); } \
  CU2X_HOST type norm3d##suffix(type a, type b, type c) noexcept { const type v[] = {a, b, c}; return norm##suffix(3, v); } \
  CU2X_HOST type rnorm3d##suffix(type a, type b, type c) noexcept { return 1 / norm3d##suffix(a, b, c); } \
  CU2X_HOST type norm4d##suffix(type a, type b, type c, type d) noexcept { const type v[] = {a, b, c, d}; return norm##suffix(4, v); } \
  CU2X_HOST type rnorm4d##suffix(type a, type b, type c, type d) noexcept { return 1 / norm4d##suffix(a, b, c, d); }
CU2X_NORMS(float, f)
CU2X_NORMS(float, )
CU2X_NORMS(double, )
#undef CU2X_NORMS

CU2X_HOST float fdividef(float x, float y) noexcept { return x / y; }
CU2X_HOST double fdivide(double x, double y) noexcept { return x / y; }
CU2X_HOST float fdivide(float x, float y) noexcept { return x / y; }
CU2X_HOST float powif(float x, int n) noexcept { return std::pow(x, static_cast<float>(n)); }
CU2X_HOST double powi(double x, int n) noexcept { return std::pow(x, static_cast<double>(n)); }

// The float overloads of functions that C libraries have for double only.
CU2X_HOST float exp10(float x) noexcept { return ::exp10f(x); }
CU2X_HOST void sincos(float x, float *s, float *c) noexcept { *s = std::sin(x), *c = std::cos(x); }
CU2X_HOST float j0(float x) noexcept { return ::j0f(x); }
CU2X_HOST float j1(float x) noexcept { return ::j1f(x); }
CU2X_HOST float jn(int n, float x) noexcept { return ::jnf(n, x); }
CU2X_HOST float y0(float x) noexcept { return ::y0f(x); }
CU2X_HOST float y1(float x) noexcept { return ::y1f(x); }
CU2X_HOST float yn(int n, float x) noexcept { return ::ynf(n, x); }

// ---- fast single-precision intrinsics: on the host the accurate functions ------------------------------------------

CU2X_HOST float __sinf(float x) noexcept { return std::sin(x); }
CU2X_HOST float __cosf(float x) noexcept { return std::cos(x); }
CU2X_HOST float __tanf(float x) noexcept { return std::tan(x); }
CU2X_HOST void __sincosf(float x, float *s, float *c) noexcept { *s = std::sin(x), *c = std::cos(x); }
CU2X_HOST float __expf(float x) noexcept { return std::exp(x); }
CU2X_HOST float __exp10f(float x) noexcept { return ::exp10f(x); }
CU2X_HOST float __logf(float x) noexcept { return std::log(x); }
CU2X_HOST float __log2f(float x) noexcept { return std::log2(x); }
CU2X_HOST float __log10f(float x) noexcept { return std::log10(x); }
CU2X_HOST float __powf(float x, float y) noexcept { return std::pow(x, y); }
CU2X_HOST float __tanhf(float x) noexcept { return std::tanh(x); }
CU2X_HOST float __fdividef(float x, float y) noexcept { return x / y; }
CU2X_HOST float __saturatef(float x) noexcept { return std::fmin(std::fmax(x, 0.0f), 1.0f); }
CU2X_HOST float __frsqrt_rn(float x) noexcept { return static_cast<float>(1 / std::sqrt(static_cast<double>(x))); }

// ---- arithmetic with a stated rounding -----------------------------------------------------------------------------

#define CU2X_ROUNDED(suffix, direction) \
  CU2X_HOST float __fadd_##suffix(float a, float b) noexcept { return cu2x::rounded_add<cu2x::host_math, direction>(a, b); } \
  CU2X_HOST float __fsub_##suffix(float a, float b) noexcept { return cu2x::rounded_add<cu2x::host_math, direction>(a, -b); } \
  CU2X_HOST float __fmul_##suffix(float a, float b) noexcept { return cu2x::rounded_mul<cu2x::host_math, direction>(a, b); } \
  CU2X_HOST float __fdiv_##suffix(float a, float b) noexcept { return cu2x::rounded_div<cu2x::host_math, direction>(a, b); } \
  CU2X_HOST float __frcp_##suffix(float x) noexcept { return cu2x::rounded_div<cu2x::host_math, direction>(1.0f, x); } \
  CU2X_HOST float __fsqrt_##suffix(float x) noexcept { return cu2x::rounded_sqrt<cu2x::host_math, direction>(x); } \
  CU2X_HOST float __fmaf_##suffix(float a, float b, float c) noexcept { return cu2x::rounded_fma<cu2x::host_math, direction>(a, b, c); } \
  CU2X_HOST float __fmaf_ieee_##suffix(float a, float b, float c) noexcept { return cu2x::rounded_fma<cu2x::host_math, direction>(a, b, c); } \
  CU2X_HOST double __dadd_##suffix(double a, double b) noexcept { return cu2x::rounded_add<cu2x::host_math, direction>(a, b); } \
  CU2X_HOST double __dsub_##suffix(double a, double b) noexcept { return cu2x::rounded_add<cu2x::host_math, direction>(a, -b); } \
  CU2X_HOST double __dmul_##suffix(double a, double b) noexcept { return cu2x::rounded_mul<cu2x::host_math, direction>(a, b); } \
  CU2X_HOST double __ddiv_##suffix(double a, double b) noexcept { return cu2x::rounded_div<cu2x::host_math, direction>(a, b); } \
  CU2X_HOST double __drcp_##suffix(double x) noexcept { return cu2x::rounded_div<cu2x::host_math, direction>(1.0, x); } \
  CU2X_HOST double __dsqrt_##suffix(double x) noexcept { return cu2x::rounded_sqrt<cu2x::host_math, direction>(x); } \
  CU2X_HOST double __fma_##suffix(double a, double b, double c) noexcept { return cu2x::rounded_fma<cu2x::host_math, direction>(a, b, c); } \
  CU2X_HOST float __double2float_##suffix(double x) noexcept { return cu2x::rounded_float<direction>(x); } \
  CU2X_HOST float __int2float_##suffix(int x) noexcept { return cu2x::rounded_from_integer<float, direction>(x); } \
  CU2X_HOST float __uint2float_##suffix(unsigned x) noexcept { return cu2x::rounded_from_integer<float, direction>(x); } \
  CU2X_HOST float __ll2float_##suffix(long long x) noexcept { return cu2x::rounded_from_integer<float, direction>(x); } \
  CU2X_HOST float __ull2float_##suffix(unsigned long long x) noexcept { return cu2x::rounded_from_integer<float, direction>(x); } \
  CU2X_HOST double __ll2double_##suffix(long long x) noexcept { return cu2x::rounded_from_integer<double, direction>(x); } \
  CU2X_HOST double __ull2double_##suffix(unsigned long long x) noexcept { return cu2x::rounded_from_integer<double, direction>(x); }
CU2X_ROUNDED(rn, cu2x::round_to::nearest)
CU2X_ROUNDED(rz, cu2x::round_to::zero)
CU2X_ROUNDED(ru, cu2x::round_to::up)
CU2X_ROUNDED(rd, cu2x::round_to::down)
#undef CU2X_ROUNDED
CU2X_HOST double __int2double_rn(int x) noexcept { return x; }
CU2X_HOST double __uint2double_rn(unsigned x) noexcept { return x; }

#define CU2X_TO_INTEGER(suffix, function) \
  CU2X_HOST int __float2int_##suffix(float x) noexcept { return cu2x::saturate_cast<int>(function(x)); } \
  CU2X_HOST unsigned __float2uint_##suffix(float x) noexcept { return cu2x::saturate_cast<unsigned>(function(x)); } \
  CU2X_HOST long long __float2ll_##suffix(float x) noexcept { return cu2x::saturate_cast<long long>(function(x)); } \
  CU2X_HOST unsigned long long __float2ull_##suffix(float x) noexcept { return cu2x::saturate_cast<unsigned long long>(function(x)); } \
  CU2X_HOST int __double2int_##suffix(double x) noexcept { return cu2x::saturate_cast<int>(function(x)); } \
  CU2X_HOST unsigned __double2uint_##suffix(double x) noexcept { return cu2x::saturate_cast<unsigned>(function(x)); } \
  CU2X_HOST long long __double2ll_##suffix(double x) noexcept { return cu2x::saturate_cast<long long>(function(x)); } \
  CU2X_HOST unsigned long long __double2ull_##suffix(double x) noexcept { return cu2x::saturate_cast<unsigned long long>(function(x)); }
CU2X_TO_INTEGER(rn, std::rint)
CU2X_TO_INTEGER(rz, std::trunc)
CU2X_TO_INTEGER(ru, std::ceil)
CU2X_TO_INTEGER(rd, std::floor)
#undef CU2X_TO_INTEGER

// ---- bits of values ------------------------------------------------------------------------------------------------

CU2X_HOST int __float_as_int(float x) noexcept { return cu2x::rounding::bits<int>(x); }
CU2X_HOST unsigned __float_as_uint(float x) noexcept { return cu2x::rounding::bits<unsigned>(x); }
CU2X_HOST float __int_as_float(int x) noexcept { return cu2x::rounding::bits<float>(x); }
CU2X_HOST float __uint_as_float(unsigned x) noexcept { return cu2x::rounding::bits<float>(x); }
CU2X_HOST long long __double_as_longlong(double x) noexcept { return cu2x::rounding::bits<long long>(x); }
CU2X_HOST unsigned long long __double_as_ulonglong(double x) noexcept { return cu2x::rounding::bits<unsigned long long>(x); }
CU2X_HOST double __longlong_as_double(long long x) noexcept { return cu2x::rounding::bits<double>(x); }
CU2X_HOST double __ulonglong_as_double(unsigned long long x) noexcept { return cu2x::rounding::bits<double>(x); }
CU2X_HOST int __double2hiint(double x) noexcept { return static_cast<int>(cu2x::rounding::bits<long long>(x) >> 32); }
CU2X_HOST int __double2loint(double x) noexcept { return static_cast<int>(cu2x::rounding::bits<long long>(x)); }
CU2X_HOST double __hiloint2double(int high, int low) noexcept {
  return cu2x::rounding::bits<double>(static_cast<unsigned long long>(static_cast<unsigned>(high)) << 32 |
                                      static_cast<unsigned>(low));
}

// ---- integer intrinsics --------------------------------------------------------------------------------------------

CU2X_HOST int __clz(int x) noexcept { return x ? __builtin_clz(static_cast<unsigned>(x)) : 32; }
CU2X_HOST int __clzll(long long x) noexcept { return x ? __builtin_clzll(static_cast<unsigned long long>(x)) : 64; }
CU2X_HOST int __popc(unsigned x) noexcept { return __builtin_popcount(x); }
CU2X_HOST int __popcll(unsigned long long x) noexcept { return __builtin_popcountll(x); }
CU2X_HOST int __ffs(int x) noexcept { return cu2x::ffs(x); }
CU2X_HOST int __ffsll(long long x) noexcept { return cu2x::ffsll(x); }
CU2X_HOST unsigned __fns(unsigned mask, unsigned base, int offset) noexcept { return cu2x::fns(mask, base, offset); }
CU2X_HOST unsigned __brev(unsigned x) noexcept { return cu2x::brev(x); }
CU2X_HOST unsigned long long __brevll(unsigned long long x) noexcept { return cu2x::brevll(x); }
CU2X_HOST unsigned __byte_perm(unsigned x, unsigned y, unsigned s) noexcept { return cu2x::byte_perm(x, y, s); }
CU2X_HOST int __mul24(int x, int y) noexcept { return cu2x::mul24(x, y); }
CU2X_HOST unsigned __umul24(unsigned x, unsigned y) noexcept { return cu2x::umul24(x, y); }
CU2X_HOST int __mulhi(int x, int y) noexcept { return cu2x::mulhi(x, y); }
CU2X_HOST unsigned __umulhi(unsigned x, unsigned y) noexcept { return cu2x::umulhi(x, y); }
CU2X_HOST long long __mul64hi(long long x, long long y) noexcept { return cu2x::mul64hi(x, y); }
CU2X_HOST unsigned long long __umul64hi(unsigned long long x, unsigned long long y) noexcept { return cu2x::umul64hi(x, y); }
CU2X_HOST int __hadd(int x, int y) noexcept { return cu2x::hadd(x, y); }
CU2X_HOST int __rhadd(int x, int y) noexcept { return cu2x::rhadd(x, y); }
CU2X_HOST unsigned __uhadd(unsigned x, unsigned y) noexcept { return cu2x::uhadd(x, y); }
CU2X_HOST unsigned __urhadd(unsigned x, unsigned y) noexcept { return cu2x::urhadd(x, y); }
CU2X_HOST unsigned __sad(int x, int y, unsigned z) noexcept { return cu2x::sad(x, y, z); }
CU2X_HOST unsigned __usad(unsigned x, unsigned y, unsigned z) noexcept { return cu2x::usad(x, y, z); }
CU2X_HOST unsigned __funnelshift_l(unsigned low, unsigned high, unsigned n) noexcept { return cu2x::funnelshift_l(low, high, n); }
CU2X_HOST unsigned __funnelshift_lc(unsigned low, unsigned high, unsigned n) noexcept { return cu2x::funnelshift_lc(low, high, n); }
CU2X_HOST unsigned __funnelshift_r(unsigned low, unsigned high, unsigned n) noexcept { return cu2x::funnelshift_r(low, high, n); }
CU2X_HOST unsigned __funnelshift_rc(unsigned low, unsigned high, unsigned n) noexcept { return cu2x::funnelshift_rc(low, high, n); }

#define CU2X_DOT(name, a_type, b_type, c_type) \
  CU2X_HOST c_type __##name(a_type a, b_type b, c_type c) noexcept { return cu2x::name(a, b, c); }
#define CU2X_DOTS(name, signed_a, unsigned_a) \
  CU2X_DOT(name, int, int, int) \
  CU2X_DOT(name, unsigned, unsigned, unsigned) \
  CU2X_DOT(name, signed_a, char4, int) \
  CU2X_DOT(name, unsigned_a, uchar4, unsigned)
CU2X_DOTS(dp4a, char4, uchar4)
CU2X_DOTS(dp2a_lo, short2, ushort2)
CU2X_DOTS(dp2a_hi, short2, ushort2)
#undef CU2X_DOT
#undef CU2X_DOTS

#define CU2X_SIMD_HOST_BINARY(name, sign, result) \
  CU2X_HOST unsigned __##name##4(unsigned a, unsigned b) noexcept { return cu2x::name##4(a, b); } \
  CU2X_HOST unsigned __##name##2(unsigned a, unsigned b) noexcept { return cu2x::name##2(a, b); }
#define CU2X_SIMD_HOST_UNARY(name, sign, result) \
  CU2X_HOST unsigned __##name##4(unsigned a) noexcept { return cu2x::name##4(a); } \
  CU2X_HOST unsigned __##name##2(unsigned a) noexcept { return cu2x::name##2(a); }
CU2X_SIMD_BINARY(CU2X_SIMD_HOST_BINARY)
CU2X_SIMD_UNARY(CU2X_SIMD_HOST_UNARY)
CU2X_SIMD_HOST_BINARY(vsads, , )
CU2X_SIMD_HOST_BINARY(vsadu, , )
#undef CU2X_SIMD_HOST_BINARY
#undef CU2X_SIMD_HOST_UNARY

#define CU2X_DPX_HOST_THREE(name, result) \
  CU2X_HOST int __##name##_s32(int a, int b, int c) noexcept { return cu2x::name##_s32(a, b, c); } \
  CU2X_HOST int __##name##_s32_relu(int a, int b, int c) noexcept { return cu2x::name##_s32_relu(a, b, c); } \
  CU2X_HOST unsigned __##name##_u32(unsigned a, unsigned b, unsigned c) noexcept { return cu2x::name##_u32(a, b, c); } \
  CU2X_HOST unsigned __##name##_s16x2(unsigned a, unsigned b, unsigned c) noexcept { return cu2x::name##_s16x2(a, b, c); } \
  CU2X_HOST unsigned __##name##_u16x2(unsigned a, unsigned b, unsigned c) noexcept { return cu2x::name##_u16x2(a, b, c); } \
  CU2X_HOST unsigned __##name##_s16x2_relu(unsigned a, unsigned b, unsigned c) noexcept { return cu2x::name##_s16x2_relu(a, b, c); }
#define CU2X_DPX_HOST_TWO(name, result) \
  CU2X_HOST int __##name##_s32_relu(int a, int b) noexcept { return cu2x::name##_s32_relu(a, b); } \
  CU2X_HOST unsigned __##name##_s16x2_relu(unsigned a, unsigned b) noexcept { return cu2x::name##_s16x2_relu(a, b); }
#define CU2X_DPX_HOST_PICK(name) \
  CU2X_HOST int __##name##_s32(int a, int b, bool *first) noexcept { return cu2x::name##_s32(a, b, first); } \
  CU2X_HOST unsigned __##name##_u32(unsigned a, unsigned b, bool *first) noexcept { return cu2x::name##_u32(a, b, first); } \
  CU2X_HOST unsigned __##name##_s16x2(unsigned a, unsigned b, bool *high, bool *low) noexcept { return cu2x::name##_s16x2(a, b, high, low); } \
  CU2X_HOST unsigned __##name##_u16x2(unsigned a, unsigned b, bool *high, bool *low) noexcept { return cu2x::name##_u16x2(a, b, high, low); }
CU2X_DPX_THREE(CU2X_DPX_HOST_THREE)
CU2X_DPX_TWO(CU2X_DPX_HOST_TWO)
CU2X_DPX_HOST_PICK(vibmax)
CU2X_DPX_HOST_PICK(vibmin)
#undef CU2X_DPX_HOST_THREE
#undef CU2X_DPX_HOST_TWO
#undef CU2X_DPX_HOST_PICK

// ---- loads and stores with cache hints -----------------------------------------------------------------------------

template <typename T> CU2X_HOST T __ldg(const T *address) { return *address; }
template <typename T> CU2X_HOST T __ldca(const T *address) { return *address; }
template <typename T> CU2X_HOST T __ldcg(const T *address) { return *address; }
template <typename T> CU2X_HOST T __ldcs(const T *address) { return *address; }
template <typename T> CU2X_HOST T __ldlu(const T *address) { return *address; }
template <typename T> CU2X_HOST T __ldcv(const T *address) { return *address; }
template <typename T> CU2X_HOST void __stwb(T *address, T value) { *address = value; }
template <typename T> CU2X_HOST void __stcg(T *address, T value) { *address = value; }
template <typename T> CU2X_HOST void __stcs(T *address, T value) { *address = value; }
template <typename T> CU2X_HOST void __stwt(T *address, T value) { *address = value; }
#undef CU2X_HOST

#endif
#endif
