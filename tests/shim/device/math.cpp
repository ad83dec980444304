// Mathematical functions on the device, in float and double, against 60-digit references; the host's versions of those
// that <cmath> lacks against the same. CU2X_TEST_VERBOSE=1 prints the largest error of each function.
#include "harness.hpp"

#define SYCL_FUNCTIONS(X) \
  X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(asinh) X(acosh) X(atanh) X(sinpi) X(cospi) \
  X(exp) X(exp2) X(exp10) X(expm1) X(log) X(log2) X(log10) X(log1p) X(sqrt) X(rsqrt) X(cbrt) X(erf) X(erfc) X(tgamma) X(lgamma)
#define OWN_FUNCTIONS(X) \
  X(rcbrt) X(erfinv) X(erfcinv) X(erfcx) X(normcdf) X(normcdfinv) X(cyl_bessel_i0) X(cyl_bessel_i1) X(j0) X(j1) X(y0) X(y1)
#define BINARY_FUNCTIONS(X) X(pow) X(atan2) X(hypot) X(rhypot) X(fmod)
#define ORDER_FUNCTIONS(X) X(jn) X(yn)

enum function {
#define NAME(f) f_##f,
  SYCL_FUNCTIONS(NAME) OWN_FUNCTIONS(NAME) BINARY_FUNCTIONS(NAME) ORDER_FUNCTIONS(NAME) function_count
#undef NAME
};

#ifdef CU2X_RTC
#include <cu2x/math.hpp>

// The table's values lie in `out` as (function, x, y, result in double, result in float), after their count.
template <typename T> static T value(int f, T x, T y) {
  switch (f) {
#define UNARY_CASE(f) case f_##f: return cu2x::f(x);
#define BINARY_CASE(f) case f_##f: return cu2x::f(x, y);
#define ORDER_CASE(f) case f_##f: return cu2x::f(static_cast<int>(x), y);
    SYCL_FUNCTIONS(UNARY_CASE) OWN_FUNCTIONS(UNARY_CASE) BINARY_FUNCTIONS(BINARY_CASE) ORDER_FUNCTIONS(ORDER_CASE)
  }
  return 0;
}

KERNEL(evaluate) {
  const int count = static_cast<int>(out[0]);
  for (int i = static_cast<int>(item.get_global_linear_id()); i < count; i += static_cast<int>(item.get_global_range(2))) {
    long long *row = out + 1 + 5 * i;
    const double x = sycl::bit_cast<double>(row[1]), y = sycl::bit_cast<double>(row[2]);
    row[3] = sycl::bit_cast<long long>(value<double>(static_cast<int>(row[0]), x, y));
    row[4] = sycl::bit_cast<long long>(
        static_cast<double>(value<float>(static_cast<int>(row[0]), static_cast<float>(x), static_cast<float>(y))));
  }
}

#else
#include <cu2x/host_math.hpp>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

struct reference {
  int f;
  double x, y, value;
};
static const reference table[] = {
#define UNARY(f, x, value) {f_##f, x, 0, value},
#define BINARY(f, x, y, value) {f_##f, x, y, value},
#include "math_reference.inc"
};
static const char *const names[] = {
#define NAME(f) #f,
    SYCL_FUNCTIONS(NAME) OWN_FUNCTIONS(NAME) BINARY_FUNCTIONS(NAME) ORDER_FUNCTIONS(NAME)
#undef NAME
};

// Units in the last place that each function of ours promises; the device's own get what OpenCL asks of them.
static double limit(int f) {
  switch (f) {
  case f_sin: case f_cos: case f_sinpi: case f_cospi: case f_asin: case f_acos: case f_sinh: case f_cosh: case f_asinh: case f_acosh: return 4;
  case f_tan: case f_atan: case f_tanh: case f_atanh: case f_hypot: case f_rhypot: return 5;
  case f_exp: case f_exp2: case f_exp10: case f_expm1: case f_log: case f_log2: case f_log10: case f_log1p: return 3;
  case f_sqrt: return 3;
  case f_rsqrt: case f_cbrt: case f_rcbrt: return 3;
  case f_atan2: return 6;
  case f_pow: case f_erf: case f_erfc: case f_tgamma: return 16;
  case f_lgamma: return 8;
  case f_erfinv: return 4;
  case f_erfcinv: case f_normcdfinv: return 5;
  case f_normcdf: return 6;
  case f_fmod: return 0;
  default: return 8;
  }
}

static bool is_bessel(int f) { return f == f_j0 || f == f_j1 || f == f_y0 || f == f_y1 || f == f_jn || f == f_yn; }

// The error in units of the last place of the expected value, or of the amplitude where that is larger.
template <typename T> static double error(const reference &r, double got) {
  const double expected = static_cast<T>(r.value);
  if (std::isinf(expected) || std::isnan(expected) || std::isinf(got) || std::isnan(got))
    return expected == got || (expected != expected && got != got) ? 0 : 1e9;
  const double x = std::fabs(r.f == f_jn || r.f == f_yn ? r.y : r.x);
  double size = std::fabs(r.value);
  if (is_bessel(r.f)) size = std::max(size, x < 1 ? 1 : std::sqrt(2 / (3.14159265 * x)));
  // lgamma passes through zero at 1 and 2 and between negative integers.
  if (r.f == f_lgamma) size = std::max(size, 1.0);
  const double least = std::numeric_limits<T>::min();
  const double unit = std::ldexp(1.0, std::ilogb(std::max(size, least)) - std::numeric_limits<T>::digits + 1);
  return std::fabs(got - r.value) / unit;
}

static double largest[3][function_count];
static void note(int which, const reference &r, double e) {
  if (e > largest[which][r.f]) largest[which][r.f] = e;
  if (e > limit(r.f) + 0.5) {
    static const char *const where[] = {"double", "float", "host double"};
    std::printf("FAIL %s(%a, %a) in %s: %.1f ulp\n", names[r.f], r.x, r.y, where[which], e);
    ++failures;
  }
}

static double host_value(const reference &r) {
  switch (r.f) {
#define CASE(f) case f_##f: return ::f(r.x);
  CASE(rcbrt) CASE(erfinv) CASE(erfcinv) CASE(erfcx) CASE(normcdf) CASE(normcdfinv) CASE(cyl_bessel_i0) CASE(cyl_bessel_i1)
  CASE(sinpi) CASE(cospi) CASE(rsqrt)
  case f_rhypot: return ::rhypot(r.x, r.y);
  case f_j0: return cu2x::numeric::j0<cu2x::host_math>(r.x);
  default: return r.value;
  }
}

template <typename T> static T from_bits(long long bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

int main() {
  std::vector<long long> data{static_cast<long long>(std::size(table))};
  const auto bits = [](double x) {
    long long b;
    std::memcpy(&b, &x, sizeof b);
    return b;
  };
  for (const reference &r : table) data.insert(data.end(), {r.f, bits(r.x), bits(r.y), 0, 0});
  data = run(__FILE__, "evaluate", {64, 1, 1, 1}, data);
  for (std::size_t i = 0; i < std::size(table); ++i) {
    note(0, table[i], error<double>(table[i], from_bits<double>(data[1 + 5 * i + 3])));
    note(1, table[i], error<float>(table[i], from_bits<double>(data[1 + 5 * i + 4])));
    note(2, table[i], error<double>(table[i], host_value(table[i])));
  }
  if (std::getenv("CU2X_TEST_VERBOSE"))
    for (int f = 0; f < function_count; ++f)
      std::printf("%-16s double %6.2f  float %6.2f  host %6.2f ulp\n", names[f], largest[0][f], largest[1][f], largest[2][f]);
  return verdict();
}
#endif
