// Mathematical functions that CUDA has and that neither C++17's <cmath> nor SYCL 2020 has for float and double.
//
// Target-neutral: the template parameter `M` supplies the elementary functions, as static templates over float and
// double: fma sqrt exp expm1 log log1p sin cos erf erfc cbrt fabs floor rint. `cu2x::host_math` (host_math.hpp) has
// the C++ library's, `cu2x::sycl_math` (math.hpp) SYCL's. The stated errors assume elementary functions that are
// themselves within 2 units in the last place (ulp); they were measured against 50-digit references, see
// tests/shim/device.
#ifndef CU2X_NUMERIC_HPP
#define CU2X_NUMERIC_HPP

#include <limits>
#include <type_traits>

namespace cu2x {
namespace numeric {

template <typename T> inline constexpr bool is_single = std::is_same_v<T, float>;
template <typename T> inline constexpr T infinity = std::numeric_limits<T>::infinity();
template <typename T> inline constexpr T not_a_number = std::numeric_limits<T>::quiet_NaN();
template <typename T> inline constexpr T pi = T(3.14159265358979323846264338327950288L);
template <typename T> inline constexpr T sqrt_half = T(0.70710678118654752440084436210484904L);
template <typename T> inline constexpr T sqrt_two = T(1.41421356237309504880168872420969808L);
template <typename T> inline constexpr T inverse_sqrt_pi = T(0.56418958354775628694807945156077259L);
template <typename T> inline constexpr T two_over_pi = T(0.63661977236758134307553505349005745L);
template <typename T> inline constexpr T euler_gamma = T(0.57721566490153286060651209008240243L);

// exp(x * x) without the error that rounding x * x would cause.
template <typename M, typename T> inline T exp_square(T x) {
  const T high = x * x;
  const T low = M::fma(x, x, -high);
  const T e = M::exp(high);
  return e > std::numeric_limits<T>::max() ? e : M::fma(e, low, e);
}

// exp(x * x) * erfc(x). Within 8 ulp.
template <typename M, typename T> inline T erfcx(T x) {
  const T large = is_single<T> ? T(8) : T(20);
  if (x < large) return exp_square<M>(x) * M::erfc(x);
  if (x > T(1) / std::numeric_limits<T>::epsilon()) return inverse_sqrt_pi<T> / x;
  // The asymptotic series; its terms fall below the precision before they start to grow.
  const T step = T(-0.5) / (x * x);
  T term = 1, sum = 1;
  for (int k = 1; k < 12; ++k) {
    term *= step * T(2 * k - 1);
    sum += term;
  }
  return inverse_sqrt_pi<T> / x * sum;
}

// A start for the inverse error function; `log_term` is log(1 - x * x). Relative error below 0.003.
template <typename M, typename T> inline T inverse_erf_start(T log_term) {
  const T a = T(0.147);
  const T c = T(2) / (pi<T> * a) + log_term / 2;
  const T root = M::sqrt(c * c - log_term / a);
  // root - c without cancellation: both are close for small arguments.
  return M::sqrt((-log_term / a) / (root + c));
}

// erfc's inverse for 0 < x <= 0.5. Newton on log(erfc(y)), which is nearly a parabola.
template <typename M, typename T> inline T inverse_erfc_tail(T x) {
  T y = inverse_erf_start<M>(M::log(x) + M::log(2 - x));
  for (int i = 0; i < (is_single<T> ? 2 : 3); ++i) {
    const T e = M::erfc(y);
    const T mismatch = e > 0 ? M::log1p((e - x) / x) : T(0);
    y += mismatch * erfcx<M>(y) / (2 * inverse_sqrt_pi<T>);
  }
  return y;
}

// The inverse of erf. Within 4 ulp.
template <typename M, typename T> inline T erfinv(T x) {
  const T a = M::fabs(x);
  if (!(a <= 1)) return not_a_number<T>;
  if (a == 1) return x * infinity<T>;
  if (a < std::numeric_limits<T>::epsilon()) return x * (T(1) / (2 * inverse_sqrt_pi<T>));
  T y;
  if (a > T(0.5)) {
    y = inverse_erfc_tail<M>(1 - a);
  } else {
    y = inverse_erf_start<M>(M::log1p(-a * a));
    for (int i = 0; i < 2; ++i) {
      const T step = (M::erf(y) - a) / (2 * inverse_sqrt_pi<T> * M::exp(-y * y));
      y -= step / (1 + y * step);
    }
  }
  return x < 0 ? -y : y;
}

// The inverse of erfc. Within 5 ulp.
template <typename M, typename T> inline T erfcinv(T x) {
  if (!(x >= 0 && x <= 2)) return not_a_number<T>;
  if (x == 0) return infinity<T>;
  if (x >= T(0.5)) return x > T(1.5) ? -(x == 2 ? infinity<T> : inverse_erfc_tail<M>(2 - x)) : erfinv<M>(1 - x);
  return inverse_erfc_tail<M>(x);
}

// The distribution function of the standard normal distribution. Within 6 ulp.
template <typename M, typename T> inline T normcdf(T x) {
  // -x / sqrt(2) as high + low: the tail's relative error is the argument's error times 2 * high.
  constexpr T sqrt_half_low = is_single<T> ? T(1.21016175e-8f) : T(-4.833646656726457e-17);
  const T high = -x * sqrt_half<T>;
  const T low = M::fma(-x, sqrt_half<T>, -high) - x * sqrt_half_low;
  const T tail = M::erfc(high);
  if (!(tail > 0 && tail < 2)) return tail / 2;
  const T slope = -2 * inverse_sqrt_pi<T> * M::exp(-high * high);
  return (tail + low * slope) / 2;
}

// The inverse of normcdf. Within 5 ulp.
template <typename M, typename T> inline T normcdfinv(T x) { return -sqrt_two<T> * erfcinv<M>(2 * x); }

// sin(pi * x) and cos(pi * x) of any x: the reduction is exact. Within 2 ulp.
template <typename M, typename T> inline void sincospi(T x, T &sine, T &cosine) {
  if (!(M::fabs(x) <= std::numeric_limits<T>::max())) {
    sine = cosine = not_a_number<T>;
    return;
  }
  T r = x - 2 * M::rint(x / 2);
  const T quarter = M::rint(2 * r);
  r -= quarter / 2;
  const T s = M::sin(pi<T> * r), c = M::cos(pi<T> * r);
  const int n = static_cast<int>(quarter) & 3;
  sine = n == 0 ? s : n == 1 ? c : n == 2 ? -s : -c;
  cosine = n == 0 ? c : n == 1 ? -s : n == 2 ? -c : s;
  if (sine == 0) sine = x < 0 || (x == 0 && 1 / x < 0) ? -T(0) : T(0);
  if (cosine == 0) cosine = 0;
}

// The Euclidean length of n values, safe against overflow and underflow on the way. Within 3 ulp.
template <typename M, typename T> inline T norm(int n, const T *v) {
  T largest = 0;
  bool nan = false;
  for (int i = 0; i < n; ++i) {
    const T a = M::fabs(v[i]);
    nan = nan || a != a;
    if (a > largest) largest = a;
  }
  if (largest > std::numeric_limits<T>::max()) return infinity<T>;
  if (nan) return not_a_number<T>;
  if (largest == 0) return 0;
  // Between the two limits squares are harmless; beyond them a power of two brings the values there.
  constexpr T low = is_single<T> ? T(0x1p-40f) : T(0x1p-400), high = is_single<T> ? T(0x1p+60f) : T(0x1p+500);
  constexpr T grow = is_single<T> ? T(0x1p+90f) : T(0x1p+600), shrink = is_single<T> ? T(0x1p-70f) : T(0x1p-540);
  const T factor = largest > high ? shrink : largest < low ? grow : T(1);
  T sum = 0;
  for (int i = 0; i < n; ++i) {
    const T a = v[i] * factor;
    sum = M::fma(a, a, sum);
  }
  return M::sqrt(sum) / factor;
}

// The modified Bessel function of order 0 or 1 for x >= 0.
template <typename M, int Order, typename T> inline T bessel_i_positive(T x) {
  if (x < T(is_single<T> ? 12 : 30)) {
    const T q = x * x / 4;
    T term = Order == 0 ? T(1) : x / 2;
    T sum = term;
    for (int k = 1; k < 80 && term > sum * (std::numeric_limits<T>::epsilon() / 8); ++k) {
      term *= q / (T(k) * T(k + Order));
      sum += term;
    }
    return sum;
  }
  T term = 1, sum = 1;
  for (int k = 1; k < 25; ++k) {
    term *= -(T(4 * Order * Order) - T(2 * k - 1) * T(2 * k - 1)) / (T(8 * k) * x);
    sum += term;
  }
  // The exponential of half the argument twice: the product overflows later than exp(x).
  const T half = M::exp(x / 2);
  return half * (sum / M::sqrt(2 * pi<T> * x)) * half;
}

// The regular modified cylindrical Bessel functions. Within 8 ulp for |x| < 30, beyond that the error of exp(x).
template <typename M, typename T> inline T cyl_bessel_i0(T x) {
  if (x != x) return x;
  const T a = M::fabs(x);
  return a > std::numeric_limits<T>::max() ? infinity<T> : bessel_i_positive<M, 0>(a);
}
template <typename M, typename T> inline T cyl_bessel_i1(T x) {
  if (x != x) return x;
  const T a = M::fabs(x);
  const T r = a > std::numeric_limits<T>::max() ? infinity<T> : bessel_i_positive<M, 1>(a);
  return x < 0 ? -r : r;
}

} // namespace numeric
} // namespace cu2x

#endif
