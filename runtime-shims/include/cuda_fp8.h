// CUDA's 8-bit floating-point types: __nv_fp8_e4m3 and __nv_fp8_e5m2, their vectors of two and four, and conversions.
//
// These are storage formats: arithmetic happens in wider types. All conversions round to the nearest, halves to even.
#ifndef CU2X_CUDA_FP8_H
#define CU2X_CUDA_FP8_H

#ifdef __cplusplus

#include "cuda_bf16.h"
#include "cuda_fp16.h"

typedef unsigned char __nv_fp8_storage_t;
typedef unsigned short __nv_fp8x2_storage_t;
typedef unsigned int __nv_fp8x4_storage_t;
typedef enum { __NV_NOSAT, __NV_SATFINITE } __nv_saturation_t;
typedef enum { __NV_E4M3, __NV_E5M2 } __nv_fp8_interpretation_t;

namespace cu2x {
namespace fp8 {

struct format {
  int mantissa, bias;
  unsigned char largest, overflow, nan;
};
constexpr format e4m3{3, 7, 0x7e, 0x7f, 0x7f}, e5m2{2, 15, 0x7b, 0x7c, 0x7f};
constexpr format of(__nv_fp8_interpretation_t kind) { return kind == __NV_E4M3 ? e4m3 : e5m2; }

inline unsigned char from_float(float x, __nv_saturation_t saturation, format f) {
  const std::uint32_t w = rounding::bits<std::uint32_t>(x), magnitude = w & 0x7fffffffu;
  const unsigned sign = w >> 24 & 0x80u;
  if (magnitude > 0x7f800000u) return static_cast<unsigned char>(f.nan);
  const int least_exponent = 128 - f.bias, exponent = static_cast<int>(magnitude >> 23);
  std::uint32_t rounded;
  if (exponent >= least_exponent) {
    const std::uint32_t rebiased = magnitude - (static_cast<std::uint32_t>(127 - f.bias) << 23);
    rounded = rounding::shift_right<round_to::nearest>(rebiased, 23 - f.mantissa, false);
  } else {
    const std::uint32_t mantissa = (magnitude & 0x7fffffu) | (exponent ? 0x800000u : 0u);
    const int shift = 23 - f.mantissa + least_exponent - (exponent ? exponent : 1);
    rounded = rounding::shift_right<round_to::nearest>(mantissa, shift, false);
  }
  if (rounded > f.largest) rounded = saturation == __NV_SATFINITE ? f.largest : f.overflow;
  return static_cast<unsigned char>(sign | rounded);
}

inline float to_float(unsigned char x, format f) {
  const std::uint32_t sign = static_cast<std::uint32_t>(x & 0x80u) << 24, rest = x & 0x7fu;
  // Only e5m2 has infinities; its largest exponent stands for those and for NaNs.
  if (rest == f.nan || (f.overflow != f.nan && rest > f.overflow)) return std::numeric_limits<float>::quiet_NaN();
  if (f.overflow != f.nan && rest == f.overflow) return rounding::bits<float>(sign | 0x7f800000u);
  const float unscaled = rounding::bits<float>(rest << (23 - f.mantissa));
  return rounding::bits<float>(sign | rounding::bits<std::uint32_t>(rounding::scale(unscaled, 127 - f.bias)));
}

} // namespace fp8
} // namespace cu2x

inline __nv_fp8_storage_t __nv_cvt_float_to_fp8(const float x, const __nv_saturation_t saturate, const __nv_fp8_interpretation_t kind) {
  return cu2x::fp8::from_float(x, saturate, cu2x::fp8::of(kind));
}
inline __nv_fp8_storage_t __nv_cvt_double_to_fp8(const double x, const __nv_saturation_t saturate, const __nv_fp8_interpretation_t kind) {
  return __nv_cvt_float_to_fp8(cu2x::rounding::odd_float(x), saturate, kind);
}
inline __nv_fp8_storage_t __nv_cvt_halfraw_to_fp8(const __half_raw x, const __nv_saturation_t saturate, const __nv_fp8_interpretation_t kind) {
  return __nv_cvt_float_to_fp8(__half(x), saturate, kind);
}
inline __nv_fp8_storage_t __nv_cvt_bfloat16raw_to_fp8(const __nv_bfloat16_raw x, const __nv_saturation_t saturate, const __nv_fp8_interpretation_t kind) {
  return __nv_cvt_float_to_fp8(__nv_bfloat16(x), saturate, kind);
}
inline __nv_fp8x2_storage_t __nv_cvt_float2_to_fp8x2(const float2 x, const __nv_saturation_t saturate, const __nv_fp8_interpretation_t kind) {
  return static_cast<__nv_fp8x2_storage_t>(__nv_cvt_float_to_fp8(x.x, saturate, kind) | __nv_cvt_float_to_fp8(x.y, saturate, kind) << 8);
}
inline __nv_fp8x2_storage_t __nv_cvt_double2_to_fp8x2(const double2 x, const __nv_saturation_t saturate, const __nv_fp8_interpretation_t kind) {
  return static_cast<__nv_fp8x2_storage_t>(__nv_cvt_double_to_fp8(x.x, saturate, kind) | __nv_cvt_double_to_fp8(x.y, saturate, kind) << 8);
}
inline __nv_fp8x2_storage_t __nv_cvt_halfraw2_to_fp8x2(const __half2_raw x, const __nv_saturation_t saturate, const __nv_fp8_interpretation_t kind) {
  return __nv_cvt_float2_to_fp8x2(__half22float2(__half2(x)), saturate, kind);
}
inline __nv_fp8x2_storage_t __nv_cvt_bfloat16raw2_to_fp8x2(const __nv_bfloat162_raw x, const __nv_saturation_t saturate, const __nv_fp8_interpretation_t kind) {
  return __nv_cvt_float2_to_fp8x2(__bfloat1622float2(__nv_bfloat162(x)), saturate, kind);
}
inline __half_raw __nv_cvt_fp8_to_halfraw(const __nv_fp8_storage_t x, const __nv_fp8_interpretation_t kind) {
  return __float2half(cu2x::fp8::to_float(x, cu2x::fp8::of(kind)));
}
inline __half2_raw __nv_cvt_fp8x2_to_halfraw2(const __nv_fp8x2_storage_t x, const __nv_fp8_interpretation_t kind) {
  return __half2(__half(__nv_cvt_fp8_to_halfraw(static_cast<__nv_fp8_storage_t>(x), kind)), __half(__nv_cvt_fp8_to_halfraw(static_cast<__nv_fp8_storage_t>(x >> 8), kind)));
}

// The classes: conversions into them saturate, and all are explicit, as CUDA's are.
#define CU2X_FP8_TYPES(name, kind) \
  struct __nv_fp8_##name { \
    __nv_fp8_storage_t __x; \
    __nv_fp8_##name() = default; \
    explicit __nv_fp8_##name(const float x) : __x(__nv_cvt_float_to_fp8(x, __NV_SATFINITE, kind)) {} \
    explicit __nv_fp8_##name(const double x) : __x(__nv_cvt_double_to_fp8(x, __NV_SATFINITE, kind)) {} \
    explicit __nv_fp8_##name(const __half x) : __x(__nv_cvt_halfraw_to_fp8(x, __NV_SATFINITE, kind)) {} \
    explicit __nv_fp8_##name(const __nv_bfloat16 x) : __x(__nv_cvt_bfloat16raw_to_fp8(x, __NV_SATFINITE, kind)) {} \
    explicit __nv_fp8_##name(const int x) : __nv_fp8_##name(static_cast<double>(x)) {} \
    explicit __nv_fp8_##name(const unsigned x) : __nv_fp8_##name(static_cast<double>(x)) {} \
    explicit __nv_fp8_##name(const long long x) : __nv_fp8_##name(cu2x::rounding::odd_float_of_integer(x)) {} \
    explicit __nv_fp8_##name(const unsigned long long x) : __nv_fp8_##name(cu2x::rounding::odd_float_of_integer(x)) {} \
    explicit operator float() const { return cu2x::fp8::to_float(__x, cu2x::fp8::of(kind)); } \
    explicit operator double() const { return static_cast<float>(*this); } \
    explicit operator __half() const { return __half(__nv_cvt_fp8_to_halfraw(__x, kind)); } \
    explicit operator __nv_bfloat16() const { return __float2bfloat16(static_cast<float>(*this)); } \
    explicit operator int() const { return cu2x::saturate_cast<int>(static_cast<float>(*this)); } \
    explicit operator bool() const { return (__x & 0x7f) != 0; } \
  }; \
  struct __nv_fp8x2_##name { \
    __nv_fp8x2_storage_t __x; \
    __nv_fp8x2_##name() = default; \
    explicit __nv_fp8x2_##name(const float2 x) : __x(__nv_cvt_float2_to_fp8x2(x, __NV_SATFINITE, kind)) {} \
    explicit __nv_fp8x2_##name(const double2 x) : __x(__nv_cvt_double2_to_fp8x2(x, __NV_SATFINITE, kind)) {} \
    explicit __nv_fp8x2_##name(const __half2 x) : __x(__nv_cvt_halfraw2_to_fp8x2(x, __NV_SATFINITE, kind)) {} \
    explicit __nv_fp8x2_##name(const __nv_bfloat162 x) : __x(__nv_cvt_bfloat16raw2_to_fp8x2(x, __NV_SATFINITE, kind)) {} \
    explicit operator __half2() const { return __half2(__nv_cvt_fp8x2_to_halfraw2(__x, kind)); } \
    explicit operator float2() const { return __half22float2(static_cast<__half2>(*this)); } \
  }; \
  struct __nv_fp8x4_##name { \
    __nv_fp8x4_storage_t __x; \
    __nv_fp8x4_##name() = default; \
    explicit __nv_fp8x4_##name(const float4 x) : __x(static_cast<unsigned>(__nv_cvt_float2_to_fp8x2(make_float2(x.x, x.y), __NV_SATFINITE, kind)) | static_cast<unsigned>(__nv_cvt_float2_to_fp8x2(make_float2(x.z, x.w), __NV_SATFINITE, kind)) << 16) {} \
    __nv_fp8x4_##name(const __half2 low, const __half2 high) : __x(static_cast<unsigned>(__nv_cvt_halfraw2_to_fp8x2(low, __NV_SATFINITE, kind)) | static_cast<unsigned>(__nv_cvt_halfraw2_to_fp8x2(high, __NV_SATFINITE, kind)) << 16) {} \
    explicit operator float4() const { \
      const cu2x::fp8::format f = cu2x::fp8::of(kind); \
      const auto part = [&](int i) { return cu2x::fp8::to_float(static_cast<unsigned char>(__x >> 8 * i), f); }; \
      return make_float4(part(0), part(1), part(2), part(3)); \
    } \
  };
CU2X_FP8_TYPES(e4m3, __NV_E4M3)
CU2X_FP8_TYPES(e5m2, __NV_E5M2)
#undef CU2X_FP8_TYPES

#endif
#endif
