// Bessel functions of the first and second kind, of integer order, in float and double.
//
// Below x = 25 the whole family comes from one downward recurrence (Miller's algorithm), the second kind from
// Neumann's series over it; beyond, from Hankel's asymptotic expansion, whose terms are then below the precision.
// Absolute error below 8 units of the type's epsilon times the function's own amplitude (1 near zero, sqrt(2 / (pi x))
// for large x); as in CUDA no relative error is promised near the functions' zeros. Target-neutral: see numeric.hpp.
#ifndef CU2X_BESSEL_HPP
#define CU2X_BESSEL_HPP

#include "numeric.hpp"

namespace cu2x {
namespace numeric {

template <typename T> struct bessel_values {
  T j0, j1, jn, y0, y1;
};

// The leading terms, where the next ones, smaller by x * x / 4, are below the precision.
template <typename M, typename T> inline bessel_values<T> bessel_near_zero(int n, T x) {
  bessel_values<T> v;
  v.j0 = 1;
  v.j1 = x / 2;
  v.jn = 1;
  for (int k = 1; k <= n && v.jn > 0; ++k) v.jn *= x / 2 / T(k);
  v.y0 = two_over_pi<T> * (M::log(x / 2) + euler_gamma<T>);
  v.y1 = -two_over_pi<T> / x;
  return v;
}

// All of J0, J1, J_n, Y0 and Y1 at 0 < x < 25.
template <typename M, typename T> inline bessel_values<T> bessel_by_recurrence(int n, T x) {
  if (x * x < std::numeric_limits<T>::epsilon()) return bessel_near_zero<M>(n, x);
  const T big = is_single<T> ? T(1e15f) : T(1e150);
  int start = static_cast<int>(x) + (is_single<T> ? 20 : 40);
  if (start < n + 30) start = n + 30;
  start += start & 1;
  T next = 0, current = 1 / big, normal = 0, y0_sum = 0, y1_sum = 0, order_n = 0;
  for (int k = start; k > 0; --k) {
    // current is J_k and next J_{k+1}, up to one common factor.
    const T previous = 2 * T(k) / x * current - next;
    if ((k & 1) == 0) {
      const T sign = (k & 2) ? T(-1) : T(1);
      normal += 2 * current;
      y0_sum += sign * current / T(k / 2);
      y1_sum += sign * (previous - next) / T(k / 2);
    }
    if (k == n) order_n = current;
    next = current;
    current = previous;
    if (M::fabs(current) > big) {
      const T down = 1 / big;
      next *= down, current *= down, normal *= down, y0_sum *= down, y1_sum *= down, order_n *= down;
    }
  }
  if (n == 0) order_n = current;
  normal += current;
  const T factor = 1 / normal;
  bessel_values<T> v;
  v.j0 = current * factor;
  v.j1 = next * factor;
  v.jn = order_n * factor;
  const T log_term = M::log(x / 2) + euler_gamma<T>;
  v.y0 = two_over_pi<T> * (log_term * v.j0 - 2 * y0_sum * factor);
  v.y1 = two_over_pi<T> * (log_term * v.j1 - v.j0 / x + y1_sum * factor);
  return v;
}

// J and Y of order 0 or 1 at large x: amplitude times P, Q and the phase x - (2 Order + 1) pi / 4.
template <typename M, int Order, typename T> inline void bessel_asymptotic(T x, T &j, T &y) {
  T p = 1, q = 0, term = 1;
  for (int k = 1; k < 30; ++k) {
    const T factor = (T(4 * Order * Order) - T(2 * k - 1) * T(2 * k - 1)) / (T(8 * k) * x);
    if (M::fabs(factor) >= 1) break;
    term *= factor;
    if (M::fabs(term) < std::numeric_limits<T>::epsilon() / 16) break;
    const T signed_term = (k & 2) ? -term : term;
    if (k & 1)
      q += signed_term;
    else
      p += signed_term;
  }
  // The phase by addition theorems: subtracting a multiple of pi / 4 from a large x would lose bits.
  const T s = M::sin(x), c = M::cos(x);
  const T cos_phase = Order == 0 ? (s + c) * sqrt_half<T> : (s - c) * sqrt_half<T>;
  const T sin_phase = Order == 0 ? (s - c) * sqrt_half<T> : -(s + c) * sqrt_half<T>;
  const T amplitude = M::sqrt(two_over_pi<T> / x);
  j = amplitude * (p * cos_phase - q * sin_phase);
  y = amplitude * (p * sin_phase + q * cos_phase);
}

template <typename T> inline constexpr T bessel_large = T(25);

template <typename M, int Order, typename T> inline T bessel_j01(T x) {
  const T a = M::fabs(x);
  if (!(a <= std::numeric_limits<T>::max())) return x != x ? x : T(0);
  if (a == 0) return Order == 0 ? T(1) : x;
  T j, y;
  if (a < bessel_large<T>) {
    const bessel_values<T> v = bessel_by_recurrence<M>(0, a);
    j = Order == 0 ? v.j0 : v.j1;
  } else {
    bessel_asymptotic<M, Order>(a, j, y);
  }
  return Order == 1 && x < 0 ? -j : j;
}

template <typename M, int Order, typename T> inline T bessel_y01(T x) {
  if (x != x || x < 0) return not_a_number<T>;
  if (x == 0) return -infinity<T>;
  if (x > std::numeric_limits<T>::max()) return 0;
  T j, y;
  if (x < bessel_large<T>) {
    const bessel_values<T> v = bessel_by_recurrence<M>(0, x);
    return Order == 0 ? v.y0 : v.y1;
  }
  bessel_asymptotic<M, Order>(x, j, y);
  return y;
}

template <typename M, typename T> inline T j0(T x) { return bessel_j01<M, 0>(x); }
template <typename M, typename T> inline T j1(T x) { return bessel_j01<M, 1>(x); }
template <typename M, typename T> inline T y0(T x) { return bessel_y01<M, 0>(x); }
template <typename M, typename T> inline T y1(T x) { return bessel_y01<M, 1>(x); }

// J_n; a negative order gives NaN, as in CUDA.
template <typename M, typename T> inline T jn(int n, T x) {
  if (n < 0) return not_a_number<T>;
  if (n == 0) return j0<M>(x);
  if (n == 1) return j1<M>(x);
  const T a = M::fabs(x);
  if (!(a <= std::numeric_limits<T>::max())) return x != x ? x : T(0);
  T value;
  if (a == 0) {
    value = 0;
  } else if (a > T(n)) {
    T before = j0<M>(a);
    value = j1<M>(a);
    for (int k = 1; k < n; ++k) {
      const T after = 2 * T(k) / a * value - before;
      before = value;
      value = after;
    }
  } else {
    value = bessel_by_recurrence<M>(n, a).jn;
  }
  return x < 0 && (n & 1) ? -value : value;
}

// Y_n; a negative order gives NaN, as in CUDA.
template <typename M, typename T> inline T yn(int n, T x) {
  if (n < 0) return not_a_number<T>;
  T before = y0<M>(x);
  if (n == 0 || !(before >= std::numeric_limits<T>::lowest())) return before;
  T value = y1<M>(x);
  for (int k = 1; k < n && value > std::numeric_limits<T>::lowest(); ++k) {
    const T after = 2 * T(k) / x * value - before;
    before = value;
    value = after;
  }
  return value;
}

} // namespace numeric
} // namespace cu2x

#endif
