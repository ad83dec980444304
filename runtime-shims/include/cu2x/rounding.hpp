// Directed and correctly rounded arithmetic on top of round-to-nearest hardware.
//
// CUDA's intrinsics with _rn, _rz, _ru and _rd in their names round each single operation as they say. Here the
// nearest result is computed first, then the sign of the exact residual tells whether it must move by one unit
// in the last place. Target-neutral: `M` supplies fma, sqrt and ldexp (see numeric.hpp).
#ifndef CU2X_ROUNDING_HPP
#define CU2X_ROUNDING_HPP

#include <cstdint>
#include <limits>

namespace cu2x {

enum class round_to { nearest, zero, up, down };

namespace rounding {

template <typename To, typename From> inline To bits(From from) {
  static_assert(sizeof(To) == sizeof(From), "a bit cast keeps the size");
  To to;
  __builtin_memcpy(&to, &from, sizeof to);
  return to;
}

template <typename T> struct layout;
template <> struct layout<float> {
  using word = std::uint32_t;
  static constexpr int mantissa = 23, bias = 127, exponent_mask = 0xff;
};
template <> struct layout<double> {
  using word = std::uint64_t;
  static constexpr int mantissa = 52, bias = 1023, exponent_mask = 0x7ff;
};

template <typename T> inline bool is_nan(T x) { return x != x; }
template <typename T> inline bool is_finite(T x) {
  using L = layout<T>;
  return ((bits<typename L::word>(x) >> L::mantissa) & L::exponent_mask) != L::exponent_mask;
}
template <typename T> inline bool is_negative(T x) {
  using word = typename layout<T>::word;
  return bits<word>(x) >> (sizeof(T) * 8 - 1);
}

// The next representable value; x is finite, or an infinity that steps inwards.
template <typename T> inline T next_up(T x) {
  using word = typename layout<T>::word;
  if (x == 0) return std::numeric_limits<T>::denorm_min();
  return bits<T>(static_cast<word>(is_negative(x) ? bits<word>(x) - 1 : bits<word>(x) + 1));
}
template <typename T> inline T next_down(T x) { return -next_up(-x); }

// Moves the nearest result by the sign of what rounding threw away (exact - nearest).
template <round_to R, typename T> inline T adjust(T nearest, T residual) {
  const bool towards_down = R == round_to::down || (R == round_to::zero && !is_negative(nearest));
  const bool towards_up = R == round_to::up || (R == round_to::zero && is_negative(nearest));
  if (towards_down && residual < 0) return next_down(nearest);
  if (towards_up && residual > 0) return next_up(nearest);
  return nearest;
}

// An overflow of finite operands: the largest finite value where the direction points inwards.
template <round_to R, typename T> inline T overflowed(T infinity) {
  const T largest = is_negative(infinity) ? std::numeric_limits<T>::lowest() : (std::numeric_limits<T>::max)();
  if (R == round_to::zero) return largest;
  if (R == round_to::up) return is_negative(infinity) ? largest : infinity;
  if (R == round_to::down) return is_negative(infinity) ? infinity : largest;
  return infinity;
}

// A finite non-zero value as mantissa in [1, 2) with its sign, and power of two.
template <typename T> inline T normalised(T x, int &exponent) {
  using L = layout<T>;
  using word = typename L::word;
  word w = bits<word>(x);
  const word sign = w & (word{1} << (sizeof(T) * 8 - 1));
  w ^= sign;
  int shift = 0;
  if ((w >> L::mantissa) == 0) {
    while ((w >> L::mantissa) == 0) {
      w <<= 1;
      ++shift;
    }
    exponent = 1 - L::bias - shift;
  } else {
    exponent = static_cast<int>(w >> L::mantissa) - L::bias;
  }
  w &= (word{1} << L::mantissa) - 1;
  return bits<T>(static_cast<word>(sign | w | (static_cast<word>(L::bias) << L::mantissa)));
}

// Multiplies by a power of two in steps that neither overflow nor lose bits before the last.
template <typename T> inline T scale(T x, int exponent) {
  using L = layout<T>;
  using word = typename L::word;
  const int limit = L::bias - 1;
  while (exponent > limit) {
    x *= bits<T>(static_cast<word>(static_cast<word>(L::bias + limit) << L::mantissa));
    exponent -= limit;
  }
  while (exponent < -limit) {
    x *= bits<T>(static_cast<word>(word{1} << L::mantissa));
    exponent += limit;
  }
  return x * bits<T>(static_cast<word>(static_cast<word>(L::bias + exponent) << L::mantissa));
}

// fma with these constants is an addition or a product that no compiler contracts with its neighbours.
template <typename M, typename T> inline T plain_add(T a, T b) { return M::fma(a, T(1), b); }
template <typename M, typename T> inline T plain_mul(T a, T b) { return M::fma(a, b, -T(0)); }

// The exact error of s = nearest(a + b).
template <typename M, typename T> inline T add_residual(T a, T b, T s) {
  const T a_part = plain_add<M>(s, -b);
  const T b_part = plain_add<M>(s, -a_part);
  return plain_add<M>(plain_add<M>(a, -a_part), plain_add<M>(b, -b_part));
}

} // namespace rounding

// a + b rounded as R says; exact in all cases.
template <typename M, round_to R, typename T> inline T rounded_add(T a, T b) {
  using namespace rounding;
  const T s = plain_add<M>(a, b);
  if constexpr (R == round_to::nearest) {
    return s;
  } else {
    if (!is_finite(s)) return is_finite(a) && is_finite(b) ? overflowed<R>(s) : s;
    if (s == 0) return R == round_to::down && (is_negative(a) || is_negative(b)) && a == -b ? -T(0) : s;
    return adjust<R>(s, add_residual<M>(a, b, s));
  }
}

// a * b rounded as R says; exact in all cases.
template <typename M, round_to R, typename T> inline T rounded_mul(T a, T b) {
  using namespace rounding;
  const T p = plain_mul<M>(a, b);
  if constexpr (R == round_to::nearest) {
    return p;
  } else {
    if (!is_finite(p)) return is_finite(a) && is_finite(b) ? overflowed<R>(p) : p;
    if (a == 0 || b == 0) return p;
    int ea, eb;
    const T ma = normalised(a, ea), mb = normalised(b, eb);
    return adjust<R>(p, M::fma(ma, mb, -scale(p, -(ea + eb))));
  }
}

// a / b rounded as R says. The quotient of the hardware may be off by some units: one correction makes it the
// nearest one for normal results.
template <typename M, round_to R, typename T> inline T rounded_div(T a, T b) {
  using namespace rounding;
  T q = a / b;
  if (!is_finite(a) || !is_finite(b) || a == 0 || b == 0) return q;
  int ea, eb;
  const T ma = normalised(a, ea), mb = normalised(b, eb);
  T mq = ma / mb;
  mq = M::fma(M::fma(-mq, mb, ma), T(1) / mb, mq);
  const int exponent = ea - eb;
  const T corrected = scale(mq, exponent);
  if (exponent > 2 - layout<T>::bias) q = corrected;
  if constexpr (R == round_to::nearest) {
    return q;
  } else {
    if (!is_finite(q)) return overflowed<R>(q);
    const T residual = M::fma(-scale(q, -exponent), mb, ma);
    return adjust<R>(q, is_negative(b) ? -residual : residual);
  }
}

// The square root rounded as R says; exact for normal arguments and for subnormal ones.
template <typename M, round_to R, typename T> inline T rounded_sqrt(T x) {
  using namespace rounding;
  if (is_nan(x) || !is_finite(x) || x <= 0) return M::sqrt(x);
  int exponent;
  T m = normalised(x, exponent);
  if (exponent & 1) {
    m *= 2;
    exponent -= 1;
  }
  T s = M::sqrt(m);
  s = M::fma(M::fma(-s, s, m), T(0.5) / s, s);
  // Nearest is what holds s * (s - 1 ulp) < m <= s * (s + 1 ulp).
  if (M::fma(-s, next_up(s), m) > 0)
    s = next_up(s);
  else if (M::fma(-s, next_down(s), m) <= 0)
    s = next_down(s);
  if constexpr (R != round_to::nearest) s = adjust<R>(s, M::fma(-s, s, m));
  return scale(s, exponent / 2);
}

// fma(a, b, c) rounded as R says; exact unless the product alone overflows.
template <typename M, round_to R, typename T> inline T rounded_fma(T a, T b, T c) {
  using namespace rounding;
  const T s = M::fma(a, b, c);
  if constexpr (R == round_to::nearest) {
    return s;
  } else {
    if (!is_finite(s)) return is_finite(a) && is_finite(b) && is_finite(c) ? overflowed<R>(s) : s;
    const T p = plain_mul<M>(a, b);
    if (!is_finite(p)) return s;
    // (p - s) + c + p_low: the sign of the sum is what counts, and each step is exact enough for it.
    const T p_low = M::fma(a, b, -p);
    const T sum = plain_add<M>(p, c);
    const T sum_low = add_residual<M>(p, c, sum);
    T residual = plain_add<M>(plain_add<M>(sum, -s), plain_add<M>(sum_low, p_low));
    if (residual == 0 && a != 0 && b != 0 && (p < 0 ? -p : p) < std::numeric_limits<T>::min() * (T(1) / std::numeric_limits<T>::epsilon())) {
      // The product's low part may itself have lost bits below the subnormal range.
      int ea, eb;
      const T ma = normalised(a, ea), mb = normalised(b, eb);
      residual = M::fma(ma, mb, -scale(p, -(ea + eb))) - scale(p_low, -(ea + eb));
    }
    if (s == 0 && residual == 0) return R == round_to::down && p == -c && (is_negative(p) || is_negative(c)) ? -T(0) : s;
    return adjust<R>(s, residual);
  }
}

// A double as a float, rounded as R says.
template <round_to R> inline float rounded_float(double x) {
  using namespace rounding;
  const float f = static_cast<float>(x);
  if (R == round_to::nearest || is_nan(x)) return f;
  if (!is_finite(f)) return is_finite(x) ? overflowed<R>(f) : f;
  if (f == 0 && x != 0) {
    if (R == round_to::up && x > 0) return std::numeric_limits<float>::denorm_min();
    if (R == round_to::down && x < 0) return -std::numeric_limits<float>::denorm_min();
    return f;
  }
  const double residual = x - static_cast<double>(f);
  return adjust<R>(f, residual < 0 ? -1.0f : residual > 0 ? 1.0f : 0.0f);
}

// An integer as float or double, rounded as R says.
template <typename T, round_to R, typename I> inline T rounded_from_integer(I i) {
  using namespace rounding;
  const T f = static_cast<T>(i);
  if (R == round_to::nearest) return f;
  // The nearest value can be one past the integer's range; it then lies above the integer.
  const T past = static_cast<T>((std::numeric_limits<I>::max)() / 2 + 1) * 2;
  if (f >= past) return adjust<R>(f, T(-1));
  const I back = static_cast<I>(f);
  return adjust<R>(f, i < back ? T(-1) : i > back ? T(1) : T(0));
}

// A floating-point value as an integer: NaN gives 0 and what lies outside gives the nearest limit, as CUDA's
// conversions do.
template <typename I, typename T> inline I saturate_cast(T x) {
  // The first power of two past the range is exact in T, the largest integer need not be.
  const T past = static_cast<T>((std::numeric_limits<I>::max)() / 2 + 1) * 2;
  if (x != x) return 0;
  if (x >= past) return (std::numeric_limits<I>::max)();
  if (x <= static_cast<T>((std::numeric_limits<I>::min)())) return (std::numeric_limits<I>::min)();
  return static_cast<I>(x);
}

} // namespace cu2x

#endif
