// Mathematical functions for translated code where a SYCL function of its own does not fit.
//
// Two things stand here. The names that CUDA overloads (`sqrt`, `pow`, `max`, ...) take any arithmetic types and follow
// C++'s promotions, where `sycl::sqrt(1)` or `sycl::pow(x, 2)` would be ambiguous; the translator writes `sycl::sqrt`
// where it knows that the types fit and `cu2x::sqrt` where it doesn't. And the functions that SYCL 2020 lacks.
// All of it also works on the host.
#ifndef CU2X_SYCL_MATH_HPP
#define CU2X_SYCL_MATH_HPP

#include <sycl/sycl.hpp>
#include <limits>
#include <type_traits>
#include <cu2x/bessel.hpp>
#include <cu2x/numeric.hpp>

// Functions of the program's own types, `sqrt(dual)`, are found by their arguments. This stands outside of
// namespace cu2x so that the functions there are not found as well.
namespace cu2x_program {
#define CU2X_FORWARD(name) \
  template <typename... A> inline auto call_##name(const A &...a) -> decltype(name(a...)) { return name(a...); }
CU2X_FORWARD(sin) CU2X_FORWARD(cos) CU2X_FORWARD(tan) CU2X_FORWARD(asin) CU2X_FORWARD(acos) CU2X_FORWARD(atan)
CU2X_FORWARD(sinh) CU2X_FORWARD(cosh) CU2X_FORWARD(tanh) CU2X_FORWARD(asinh) CU2X_FORWARD(acosh) CU2X_FORWARD(atanh)
CU2X_FORWARD(sinpi) CU2X_FORWARD(cospi) CU2X_FORWARD(exp) CU2X_FORWARD(exp2) CU2X_FORWARD(exp10) CU2X_FORWARD(expm1)
CU2X_FORWARD(log) CU2X_FORWARD(log2) CU2X_FORWARD(log10) CU2X_FORWARD(log1p) CU2X_FORWARD(logb) CU2X_FORWARD(sqrt)
CU2X_FORWARD(rsqrt) CU2X_FORWARD(cbrt) CU2X_FORWARD(fabs) CU2X_FORWARD(floor) CU2X_FORWARD(ceil) CU2X_FORWARD(trunc)
CU2X_FORWARD(round) CU2X_FORWARD(rint) CU2X_FORWARD(nearbyint) CU2X_FORWARD(erf) CU2X_FORWARD(erfc)
CU2X_FORWARD(tgamma) CU2X_FORWARD(lgamma) CU2X_FORWARD(pow) CU2X_FORWARD(atan2) CU2X_FORWARD(hypot)
CU2X_FORWARD(fmod) CU2X_FORWARD(remainder) CU2X_FORWARD(fmax) CU2X_FORWARD(fmin) CU2X_FORWARD(fdim)
CU2X_FORWARD(copysign) CU2X_FORWARD(nextafter) CU2X_FORWARD(fma) CU2X_FORWARD(abs) CU2X_FORWARD(min) CU2X_FORWARD(max)
CU2X_FORWARD(isnan) CU2X_FORWARD(isinf) CU2X_FORWARD(isfinite) CU2X_FORWARD(isnormal)
CU2X_FORWARD(signbit)
#undef CU2X_FORWARD
} // namespace cu2x_program

namespace cu2x {

// The elementary functions that numeric.hpp and rounding.hpp build on.
struct sycl_math {
  template <typename T> static T fma(T a, T b, T c) { return sycl::fma(a, b, c); }
  template <typename T> static T sqrt(T x) { return sycl::sqrt(x); }
  template <typename T> static T exp(T x) { return sycl::exp(x); }
  template <typename T> static T log(T x) { return sycl::log(x); }
  template <typename T> static T log1p(T x) { return sycl::log1p(x); }
  template <typename T> static T sin(T x) { return sycl::sin(x); }
  template <typename T> static T cos(T x) { return sycl::cos(x); }
  template <typename T> static T erf(T x) { return sycl::erf(x); }
  template <typename T> static T erfc(T x) { return sycl::erfc(x); }
  template <typename T> static T fabs(T x) { return sycl::fabs(x); }
  template <typename T> static T rint(T x) { return sycl::rint(x); }
};

namespace detail {
// C++'s promotion of arguments: integers count as double, and the widest type decides.
template <typename T> using floating = std::conditional_t<std::is_integral_v<T>, double, T>;
template <typename... T> using promoted = std::common_type_t<floating<T>...>;
template <typename... T> using if_arithmetic = std::enable_if_t<(std::is_arithmetic_v<T> && ...), int>;
template <typename... T> using if_class = std::enable_if_t<(std::is_class_v<T> || ...), int>;
} // namespace detail

// ---- overloaded names ----------------------------------------------------------------------------------------------

#define CU2X_OTHER_TYPES(name) \
  template <typename... A, detail::if_class<A...> = 0> inline auto name(const A &...a) \
      ->decltype(cu2x_program::call_##name(a...)) { return cu2x_program::call_##name(a...); }

#define CU2X_UNARY(name, function) \
  template <typename T, detail::if_arithmetic<T> = 0> inline detail::promoted<T> name(T x) { \
    return function(static_cast<detail::promoted<T>>(x)); \
  } \
  CU2X_OTHER_TYPES(name)
CU2X_UNARY(sin, sycl::sin)
CU2X_UNARY(cos, sycl::cos)
CU2X_UNARY(tan, sycl::tan)
CU2X_UNARY(asin, sycl::asin)
CU2X_UNARY(acos, sycl::acos)
CU2X_UNARY(atan, sycl::atan)
CU2X_UNARY(sinh, sycl::sinh)
CU2X_UNARY(cosh, sycl::cosh)
CU2X_UNARY(tanh, sycl::tanh)
CU2X_UNARY(asinh, sycl::asinh)
CU2X_UNARY(acosh, sycl::acosh)
CU2X_UNARY(atanh, sycl::atanh)
CU2X_UNARY(sinpi, sycl::sinpi)
CU2X_UNARY(cospi, sycl::cospi)
CU2X_UNARY(exp, sycl::exp)
CU2X_UNARY(exp2, sycl::exp2)
CU2X_UNARY(exp10, sycl::exp10)
CU2X_UNARY(expm1, sycl::expm1)
CU2X_UNARY(log, sycl::log)
CU2X_UNARY(log2, sycl::log2)
CU2X_UNARY(log10, sycl::log10)
CU2X_UNARY(log1p, sycl::log1p)
CU2X_UNARY(logb, sycl::logb)
CU2X_UNARY(sqrt, sycl::sqrt)
CU2X_UNARY(rsqrt, sycl::rsqrt)
CU2X_UNARY(cbrt, sycl::cbrt)
CU2X_UNARY(fabs, sycl::fabs)
CU2X_UNARY(floor, sycl::floor)
CU2X_UNARY(ceil, sycl::ceil)
CU2X_UNARY(trunc, sycl::trunc)
CU2X_UNARY(round, sycl::round)
CU2X_UNARY(rint, sycl::rint)
CU2X_UNARY(nearbyint, sycl::rint)
CU2X_UNARY(erf, sycl::erf)
CU2X_UNARY(erfc, sycl::erfc)
CU2X_UNARY(tgamma, sycl::tgamma)
CU2X_UNARY(lgamma, sycl::lgamma)
#undef CU2X_UNARY

#define CU2X_BINARY(name, function) \
  template <typename A, typename B, detail::if_arithmetic<A, B> = 0> inline detail::promoted<A, B> name(A a, B b) { \
    using T = detail::promoted<A, B>; \
    return function(static_cast<T>(a), static_cast<T>(b)); \
  } \
  CU2X_OTHER_TYPES(name)
CU2X_BINARY(pow, sycl::pow)
CU2X_BINARY(atan2, sycl::atan2)
CU2X_BINARY(hypot, sycl::hypot)
CU2X_BINARY(fmod, sycl::fmod)
CU2X_BINARY(remainder, sycl::remainder)
CU2X_BINARY(fmax, sycl::fmax)
CU2X_BINARY(fmin, sycl::fmin)
CU2X_BINARY(fdim, sycl::fdim)
CU2X_BINARY(copysign, sycl::copysign)
CU2X_BINARY(nextafter, sycl::nextafter)
#undef CU2X_BINARY

template <typename A, typename B, typename C, detail::if_arithmetic<A, B, C> = 0>
inline detail::promoted<A, B, C> fma(A a, B b, C c) {
  using T = detail::promoted<A, B, C>;
  return sycl::fma(static_cast<T>(a), static_cast<T>(b), static_cast<T>(c));
}
CU2X_OTHER_TYPES(fma)

#define CU2X_PREDICATE(name) \
  template <typename T, detail::if_arithmetic<T> = 0> inline bool name(T x) { \
    return static_cast<bool>(sycl::name(static_cast<detail::promoted<T>>(x))); \
  } \
  CU2X_OTHER_TYPES(name)
CU2X_PREDICATE(isnan)
CU2X_PREDICATE(isinf)
CU2X_PREDICATE(isfinite)
CU2X_PREDICATE(isnormal)
CU2X_PREDICATE(signbit)
#undef CU2X_PREDICATE

// CUDA's set of overloads, so that arguments convert as they do there: an unsigned and a signed operand of one size
// compare as unsigned, and shorter integers as int.
#define CU2X_MIN_MAX(type, a_type, b_type) \
  inline type min(a_type a, b_type b) { return sycl::min(static_cast<type>(a), static_cast<type>(b)); } \
  inline type max(a_type a, b_type b) { return sycl::max(static_cast<type>(a), static_cast<type>(b)); }
#define CU2X_MIN_MAX_INTEGER(type) \
  CU2X_MIN_MAX(type, type, type) \
  CU2X_MIN_MAX(unsigned type, unsigned type, unsigned type) \
  CU2X_MIN_MAX(unsigned type, type, unsigned type) \
  CU2X_MIN_MAX(unsigned type, unsigned type, type)
#define CU2X_MIN_MAX_FLOATING(type, a_type, b_type) \
  inline type min(a_type a, b_type b) { return sycl::fmin(static_cast<type>(a), static_cast<type>(b)); } \
  inline type max(a_type a, b_type b) { return sycl::fmax(static_cast<type>(a), static_cast<type>(b)); }
CU2X_MIN_MAX_INTEGER(int)
CU2X_MIN_MAX_INTEGER(long)
CU2X_MIN_MAX_INTEGER(long long)
CU2X_MIN_MAX_FLOATING(float, float, float)
CU2X_MIN_MAX_FLOATING(double, double, double)
CU2X_MIN_MAX_FLOATING(double, float, double)
CU2X_MIN_MAX_FLOATING(double, double, float)
CU2X_OTHER_TYPES(min)
CU2X_OTHER_TYPES(max)
#undef CU2X_MIN_MAX
#undef CU2X_MIN_MAX_INTEGER
#undef CU2X_MIN_MAX_FLOATING

inline int abs(int x) { return x < 0 ? -x : x; }
inline long abs(long x) { return x < 0 ? -x : x; }
inline long long abs(long long x) { return x < 0 ? -x : x; }
inline float abs(float x) { return sycl::fabs(x); }
inline double abs(double x) { return sycl::fabs(x); }
CU2X_OTHER_TYPES(abs)
#undef CU2X_OTHER_TYPES

// ---- results as integers, results by pointer -----------------------------------------------------------------------

template <typename T> inline long lround(T x) { return static_cast<long>(sycl::round(static_cast<detail::promoted<T>>(x))); }
template <typename T> inline long long llround(T x) {
  return static_cast<long long>(sycl::round(static_cast<detail::promoted<T>>(x)));
}
template <typename T> inline long lrint(T x) { return static_cast<long>(sycl::rint(static_cast<detail::promoted<T>>(x))); }
template <typename T> inline long long llrint(T x) {
  return static_cast<long long>(sycl::rint(static_cast<detail::promoted<T>>(x)));
}
template <typename T> inline int ilogb(T x) { return sycl::ilogb(static_cast<detail::promoted<T>>(x)); }
template <typename T> inline detail::promoted<T> ldexp(T x, int exponent) {
  return sycl::ldexp(static_cast<detail::promoted<T>>(x), exponent);
}
template <typename T> inline detail::promoted<T> scalbn(T x, int exponent) { return cu2x::ldexp(x, exponent); }
template <typename T> inline detail::promoted<T> scalbln(T x, long exponent) {
  // Far beyond the range of any type's exponent, and inside int's.
  constexpr long limit = 100000;
  return cu2x::ldexp(x, static_cast<int>(exponent < -limit ? -limit : exponent > limit ? limit : exponent));
}

// The fraction in [0.5, 1) and the power of two of x.
template <typename T> inline detail::promoted<T> frexp(T value, int *exponent) {
  using F = detail::promoted<T>;
  const F x = static_cast<F>(value);
  *exponent = 0;
  if (x == 0 || !sycl::isfinite(x)) return x;
  const int e = sycl::ilogb(x) + 1;
  *exponent = e;
  // In two steps: 2 to the power of -e can lie outside the range that x * 2^-e stays within.
  return sycl::ldexp(sycl::ldexp(x, -(e / 2)), -(e - e / 2));
}

// The fraction, with the integral part in *whole; both have the sign of x.
template <typename T, typename F = detail::promoted<T>> inline F modf(T value, F *whole) {
  const F x = static_cast<F>(value);
  *whole = sycl::trunc(x);
  return sycl::copysign(sycl::isinf(x) ? F(0) : x - *whole, x);
}

// The IEEE remainder, with the sign and the low three bits of the quotient in *quotient.
template <typename A, typename B> inline detail::promoted<A, B> remquo(A a, B b, int *quotient) {
  using T = detail::promoted<A, B>;
  const T x = static_cast<T>(a), y = static_cast<T>(b);
  const T r = sycl::remainder(x, y);
  *quotient = 0;
  if (!sycl::isfinite(x) || !sycl::isfinite(y) || y == 0) return r;
  const T size = sycl::fabs(y), eight = 8 * size;
  const T rest = sycl::isfinite(eight) ? sycl::fmod(sycl::fabs(x), eight) : sycl::fabs(x);
  const T of_abs = x < 0 ? -r : r;
  const int bits = static_cast<int>(sycl::rint((rest - of_abs) / size)) & 7;
  *quotient = (x < 0) != (y < 0) ? -bits : bits;
  return r;
}

namespace detail {
template <typename T> inline void sine_cosine(T x, T *sine, T *cosine) {
#if defined(SYCL_IMPLEMENTATION_ONEAPI)
  T c;
  *sine = sycl::sincos(x, sycl::address_space_cast<sycl::access::address_space::private_space,
                                                   sycl::access::decorated::no>(&c));
  *cosine = c;
#else
  *sine = sycl::sin(x);
  *cosine = sycl::cos(x);
#endif
}
} // namespace detail
inline void sincos(float x, float *sine, float *cosine) { detail::sine_cosine(x, sine, cosine); }
inline void sincos(double x, double *sine, double *cosine) { detail::sine_cosine(x, sine, cosine); }
// For __sincosf: the accuracy of sycl::native::* is left to the device and can be far below that of CUDA's intrinsics.
inline void fast_sincos(float x, float *sine, float *cosine) { detail::sine_cosine(x, sine, cosine); }
inline void sincospi(float x, float *sine, float *cosine) {
  *sine = sycl::sinpi(x);
  *cosine = sycl::cospi(x);
}
inline void sincospi(double x, double *sine, double *cosine) {
  *sine = sycl::sinpi(x);
  *cosine = sycl::cospi(x);
}

// ---- functions that SYCL lacks -------------------------------------------------------------------------------------

#define CU2X_NUMERIC(name) \
  template <typename T> inline detail::promoted<T> name(T x) { \
    return numeric::name<sycl_math>(static_cast<detail::promoted<T>>(x)); \
  }
CU2X_NUMERIC(erfinv)
CU2X_NUMERIC(erfcinv)
CU2X_NUMERIC(erfcx)
CU2X_NUMERIC(normcdf)
CU2X_NUMERIC(normcdfinv)
CU2X_NUMERIC(cyl_bessel_i0)
CU2X_NUMERIC(cyl_bessel_i1)
CU2X_NUMERIC(j0)
CU2X_NUMERIC(j1)
CU2X_NUMERIC(y0)
CU2X_NUMERIC(y1)
#undef CU2X_NUMERIC
template <typename T> inline detail::promoted<T> jn(int n, T x) { return numeric::jn<sycl_math>(n, static_cast<detail::promoted<T>>(x)); }
template <typename T> inline detail::promoted<T> yn(int n, T x) { return numeric::yn<sycl_math>(n, static_cast<detail::promoted<T>>(x)); }

template <typename T> inline detail::promoted<T> rcbrt(T x) { return 1 / cu2x::cbrt(x); }
template <typename A, typename B> inline detail::promoted<A, B> rhypot(A a, B b) { return 1 / cu2x::hypot(a, b); }
template <typename T> inline T norm(int n, const T *v) { return numeric::norm<sycl_math>(n, v); }
template <typename T> inline T rnorm(int n, const T *v) { return 1 / norm(n, v); }
template <typename A, typename B, typename C> inline detail::promoted<A, B, C> norm3d(A a, B b, C c) {
  using T = detail::promoted<A, B, C>;
  const T v[] = {static_cast<T>(a), static_cast<T>(b), static_cast<T>(c)};
  return norm(3, v);
}
template <typename A, typename B, typename C> inline detail::promoted<A, B, C> rnorm3d(A a, B b, C c) {
  return 1 / norm3d(a, b, c);
}
template <typename A, typename B, typename C, typename D> inline detail::promoted<A, B, C, D> norm4d(A a, B b, C c, D d) {
  using T = detail::promoted<A, B, C, D>;
  const T v[] = {static_cast<T>(a), static_cast<T>(b), static_cast<T>(c), static_cast<T>(d)};
  return norm(4, v);
}
template <typename A, typename B, typename C, typename D> inline detail::promoted<A, B, C, D> rnorm4d(A a, B b, C c, D d) {
  return 1 / norm4d(a, b, c, d);
}

// x between 0 and 1; NaN gives 0.
inline float saturate(float x) { return sycl::fmin(sycl::fmax(x, 0.0f), 1.0f); }

} // namespace cu2x

#endif
