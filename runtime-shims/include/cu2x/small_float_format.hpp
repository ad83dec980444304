// The arithmetic of 16-bit floating-point formats on their bits: IEEE binary16 (`half_format`) and bfloat16
// (`bfloat16_format`), the base of cuda_fp16.h and cuda_bf16.h.
//
// In SYCL code half arithmetic is the device's own, through `sycl::half`; elsewhere it is computed in float and rounded
// once. Results are the same: a float has enough bits for the sum, product, quotient and square root of two such
// numbers to round correctly in two steps, and fma goes through a sum that is rounded to odd.
#ifndef CU2X_SMALL_FLOAT_FORMAT_HPP
#define CU2X_SMALL_FLOAT_FORMAT_HPP

#include <cmath>
#include <cstdint>
#include "rounding.hpp"

#if defined(SYCL_LANGUAGE_VERSION)
#include <sycl/sycl.hpp>
#define CU2X_ELEMENTARY sycl
#else
#define CU2X_ELEMENTARY std
#endif

namespace cu2x {

// Single-precision functions for the 16-bit types to be computed with.
namespace elementary {
inline float fma(float a, float b, float c) { return CU2X_ELEMENTARY::fma(a, b, c); }
inline float sqrt(float x) { return CU2X_ELEMENTARY::sqrt(x); }
inline float rsqrt(float x) { return 1.0f / CU2X_ELEMENTARY::sqrt(x); }
inline float reciprocal(float x) { return 1.0f / x; }
inline float sin(float x) { return CU2X_ELEMENTARY::sin(x); }
inline float cos(float x) { return CU2X_ELEMENTARY::cos(x); }
inline float tanh(float x) { return CU2X_ELEMENTARY::tanh(x); }
inline float exp(float x) { return CU2X_ELEMENTARY::exp(x); }
inline float exp2(float x) { return CU2X_ELEMENTARY::exp2(x); }
inline float log(float x) { return CU2X_ELEMENTARY::log(x); }
inline float log2(float x) { return CU2X_ELEMENTARY::log2(x); }
inline float log10(float x) { return CU2X_ELEMENTARY::log10(x); }
inline float ceil(float x) { return CU2X_ELEMENTARY::ceil(x); }
inline float floor(float x) { return CU2X_ELEMENTARY::floor(x); }
inline float trunc(float x) { return CU2X_ELEMENTARY::trunc(x); }
inline float rint(float x) { return CU2X_ELEMENTARY::rint(x); }
#if defined(SYCL_LANGUAGE_VERSION)
inline float exp10(float x) { return sycl::exp10(x); }
#else
inline float exp10(float x) { return static_cast<float>(std::pow(10.0, static_cast<double>(x))); }
#endif
} // namespace elementary

namespace rounding {

// The value as a float whose last bit is set where bits were lost: rounding that once more, to fewer bits and in any
// direction, is like rounding the exact value.
inline float to_odd(float towards_zero, bool exact) {
  return exact ? towards_zero : bits<float>(bits<std::uint32_t>(towards_zero) | 1u);
}
inline float odd_float(double x) {
  if (is_nan(x) || !is_finite(x)) return static_cast<float>(x);
  const float f = rounded_float<round_to::zero>(x);
  return to_odd(f, static_cast<double>(f) == x);
}
template <typename I> inline float odd_float_of_integer(I i) {
  const float f = rounded_from_integer<float, round_to::zero>(i);
  return to_odd(f, static_cast<I>(f) == i);
}
inline float odd_fma(float a, float b, float c) {
  const float product = elementary::fma(a, b, -0.0f);
  const float sum = elementary::fma(product, 1.0f, c);
  if (!is_finite(sum) || sum == 0) return sum;
  const float a_part = elementary::fma(sum, 1.0f, -c);
  const float c_part = elementary::fma(sum, 1.0f, -a_part);
  const float residual = elementary::fma(product - a_part, 1.0f, c - c_part);
  if (residual == 0 || (bits<std::uint32_t>(sum) & 1u)) return sum;
  return residual > 0 ? next_up(sum) : next_down(sum);
}

// The bits of a non-negative float, moved down by `shift` and rounded.
template <round_to R> inline std::uint32_t shift_right(std::uint32_t word, int shift, bool negative) {
  if (shift > 31) shift = 31;
  const std::uint32_t kept = word >> shift, lost = word & ((1u << shift) - 1u), half = 1u << (shift - 1);
  if (R == round_to::nearest) return kept + (lost > half || (lost == half && (kept & 1u)) ? 1u : 0u);
  if (R == round_to::up) return kept + (lost != 0 && !negative ? 1u : 0u);
  if (R == round_to::down) return kept + (lost != 0 && negative ? 1u : 0u);
  return kept;
}

} // namespace rounding

struct half_format {
  using word = std::uint16_t;
  static constexpr word sign = 0x8000, infinity = 0x7c00, nan = 0x7fff;

  static float to_float(word h) {
#if defined(SYCL_LANGUAGE_VERSION)
    return static_cast<float>(sycl::bit_cast<sycl::half>(h));
#else
    const std::uint32_t s = static_cast<std::uint32_t>(h & sign) << 16, rest = h & 0x7fffu;
    if (rest >= infinity) return rounding::bits<float>(s | 0x7f800000u | (rest & 0x3ffu) << 13);
    // Scaling by 2^112 puts the exponent right, also of subnormal halves.
    return rounding::bits<float>(s | rounding::bits<std::uint32_t>(rounding::bits<float>(rest << 13) * 0x1p112f));
#endif
  }

  template <round_to R = round_to::nearest> static word from_float(float x) {
#if defined(SYCL_LANGUAGE_VERSION)
    if (R == round_to::nearest) return sycl::bit_cast<word>(static_cast<sycl::half>(x));
#endif
    const std::uint32_t w = rounding::bits<std::uint32_t>(x), magnitude = w & 0x7fffffffu;
    const bool negative = w >> 31;
    const word s = negative ? sign : word{0};
    if (magnitude > 0x7f800000u) return nan;
    if (magnitude == 0x7f800000u) return static_cast<word>(s | infinity);
    if (magnitude >= 0x47800000u) return static_cast<word>(s | overflow<R>(negative));
    std::uint32_t rounded;
    if (magnitude >= 0x38800000u) {
      rounded = rounding::shift_right<R>(magnitude - 0x38000000u, 13, negative);
    } else {
      // Subnormal in half: the float's mantissa, implicit bit included, moved to units of 2^-24.
      const int exponent = static_cast<int>(magnitude >> 23);
      const std::uint32_t mantissa = (magnitude & 0x7fffffu) | (exponent ? 0x800000u : 0u);
      rounded = rounding::shift_right<R>(mantissa, 126 - (exponent ? exponent : 1), negative);
    }
    return static_cast<word>(s | (rounded >= infinity ? overflow<R>(negative) : rounded));
  }

#if defined(SYCL_LANGUAGE_VERSION)
  static word add(word a, word b) { return bits(value(a) + value(b)); }
  static word subtract(word a, word b) { return bits(value(a) - value(b)); }
  static word multiply(word a, word b) { return bits(value(a) * value(b)); }
#else
  static word add(word a, word b) { return from_float(to_float(a) + to_float(b)); }
  static word subtract(word a, word b) { return from_float(to_float(a) - to_float(b)); }
  static word multiply(word a, word b) { return from_float(to_float(a) * to_float(b)); }
#endif
  static word divide(word a, word b) { return from_float(to_float(a) / to_float(b)); }
  static word fma(word a, word b, word c) {
#if defined(SYCL_LANGUAGE_VERSION) && defined(SYCL_IMPLEMENTATION_ONEAPI)
    return bits(sycl::fma(value(a), value(b), value(c)));
#else
    return from_float(rounding::odd_fma(to_float(a), to_float(b), to_float(c)));
#endif
  }

private:
  template <round_to R> static std::uint32_t overflow(bool negative) {
    const bool inwards = R == round_to::zero || (R == round_to::up && negative) || (R == round_to::down && !negative);
    return inwards ? infinity - 1u : infinity;
  }
#if defined(SYCL_LANGUAGE_VERSION)
  static sycl::half value(word h) { return sycl::bit_cast<sycl::half>(h); }
  static word bits(sycl::half h) { return sycl::bit_cast<word>(h); }
#endif
};

struct bfloat16_format {
  using word = std::uint16_t;
  static constexpr word sign = 0x8000, infinity = 0x7f80, nan = 0x7fff;

  static float to_float(word b) { return rounding::bits<float>(static_cast<std::uint32_t>(b) << 16); }

  template <round_to R = round_to::nearest> static word from_float(float x) {
    const std::uint32_t w = rounding::bits<std::uint32_t>(x), magnitude = w & 0x7fffffffu;
    const bool negative = w >> 31;
    if (magnitude > 0x7f800000u) return nan;
    // The increment carries into the exponent, up to infinity; an infinity has no bits to lose.
    return static_cast<word>((negative ? sign : 0u) | rounding::shift_right<R>(magnitude, 16, negative));
  }

  static word add(word a, word b) { return from_float(to_float(a) + to_float(b)); }
  static word subtract(word a, word b) { return from_float(to_float(a) - to_float(b)); }
  static word multiply(word a, word b) { return from_float(to_float(a) * to_float(b)); }
  static word divide(word a, word b) { return from_float(to_float(a) / to_float(b)); }
  static word fma(word a, word b, word c) {
    return from_float(rounding::odd_fma(to_float(a), to_float(b), to_float(c)));
  }
};

// What belongs to a 16-bit type, by the struct of its bits; specialised where the type is defined.
template <typename Raw> struct small_float_of;

} // namespace cu2x

#endif
