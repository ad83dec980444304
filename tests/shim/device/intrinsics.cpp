// Integer intrinsics, SIMD video intrinsics, bit casts, conversions and the overloaded names: what the rules write for
// the device against what CUDA's names give on the host.
#include "harness.hpp"

constexpr int results = 96;

#ifdef CU2X_RTC
#include <cu2x/integer.hpp>
#include <cu2x/math.hpp>
#include <cu2x/rounded.hpp>
#include <cu2x/simd.hpp>
#define CLZ(x) sycl::clz(static_cast<int>(x))
#define CLZLL(x) static_cast<int>(sycl::clz(static_cast<long long>(x)))
#define POPC(x) sycl::popcount(static_cast<int>(x))
#define POPCLL(x) static_cast<int>(sycl::popcount(static_cast<unsigned long long>(x)))
#define MULHI(x, y) sycl::mul_hi(static_cast<int>(x), static_cast<int>(y))
#define UMULHI(x, y) sycl::mul_hi(static_cast<unsigned>(x), static_cast<unsigned>(y))
#define MUL64HI(x, y) sycl::mul_hi(static_cast<long long>(x), static_cast<long long>(y))
#define UMUL64HI(x, y) sycl::mul_hi(static_cast<unsigned long long>(x), static_cast<unsigned long long>(y))
#define HADD(x, y) sycl::hadd(static_cast<int>(x), static_cast<int>(y))
#define RHADD(x, y) sycl::rhadd(static_cast<int>(x), static_cast<int>(y))
#define UHADD(x, y) sycl::hadd(static_cast<unsigned>(x), static_cast<unsigned>(y))
#define URHADD(x, y) sycl::rhadd(static_cast<unsigned>(x), static_cast<unsigned>(y))
#define PLAIN(name) cu2x::name
#define CAST(to, value, name) sycl::bit_cast<to>(value)
#define TO_INT(to, f, value, name) cu2x::saturate_cast<to>(f(value))
#define RINT sycl::rint
#define CEIL sycl::ceil
#define FLOOR sycl::floor
#define MATH(name) cu2x::name
#define ABS cu2x::abs
#define POW cu2x::pow
#else
#include <cu2x/host_math.hpp>
#define CLZ(x) __clz(static_cast<int>(x))
#define CLZLL(x) __clzll(x)
#define POPC(x) __popc(static_cast<unsigned>(x))
#define POPCLL(x) __popcll(static_cast<unsigned long long>(x))
#define MULHI(x, y) __mulhi(static_cast<int>(x), static_cast<int>(y))
#define UMULHI(x, y) __umulhi(static_cast<unsigned>(x), static_cast<unsigned>(y))
#define MUL64HI(x, y) __mul64hi(x, y)
#define UMUL64HI(x, y) __umul64hi(static_cast<unsigned long long>(x), static_cast<unsigned long long>(y))
#define HADD(x, y) __hadd(static_cast<int>(x), static_cast<int>(y))
#define RHADD(x, y) __rhadd(static_cast<int>(x), static_cast<int>(y))
#define UHADD(x, y) __uhadd(static_cast<unsigned>(x), static_cast<unsigned>(y))
#define URHADD(x, y) __urhadd(static_cast<unsigned>(x), static_cast<unsigned>(y))
#define PLAIN(name) __##name
#define CAST(to, value, name) name(value)
#define TO_INT(to, f, value, name) name(value)
#define MATH(name) ::name
#define ABS std::abs
#define POW std::pow
#endif

struct row {
  long long values[results];
};

// One text for both sides: the operands are any bits.
static inline row compute(unsigned long long a, unsigned long long b) {
  row r{};
  int n = 0;
  const auto put = [&](auto value) { r.values[n++] = static_cast<long long>(value); };
  const auto put_float = [&](float value) { r.values[n++] = value != value ? -1 : static_cast<long long>(static_cast<double>(value) * 1048576); };
  const unsigned x = static_cast<unsigned>(a), y = static_cast<unsigned>(b), z = static_cast<unsigned>(b >> 32);
  const int i = static_cast<int>(x), j = static_cast<int>(y);
  const long long l = static_cast<long long>(a), m = static_cast<long long>(b);
  put(CLZ(i)), put(CLZLL(l)), put(POPC(i)), put(POPCLL(a)), put(CLZ(0)), put(CLZLL(0ll));
  put(PLAIN(ffs)(i)), put(PLAIN(ffsll)(l)), put(PLAIN(brev)(x)), put(PLAIN(brevll)(a)), put(PLAIN(byte_perm)(x, y, z));
  put(PLAIN(fns)(x, y & 31, static_cast<int>(z % 9) - 4));
  put(PLAIN(mul24)(i, j)), put(PLAIN(umul24)(x, y)), put(MULHI(i, j)), put(UMULHI(x, y)), put(MUL64HI(l, m)), put(UMUL64HI(a, b));
  put(HADD(i, j)), put(RHADD(i, j)), put(UHADD(x, y)), put(URHADD(x, y)), put(PLAIN(sad)(i, j, z)), put(PLAIN(usad)(x, y, z));
  put(PLAIN(funnelshift_l)(x, y, z)), put(PLAIN(funnelshift_r)(x, y, z)), put(PLAIN(funnelshift_lc)(x, y, z % 40)), put(PLAIN(funnelshift_rc)(x, y, z % 40));
  put(PLAIN(dp4a)(i, j, 7)), put(PLAIN(dp4a)(x, y, z)), put(PLAIN(dp2a_lo)(i, j, 7)), put(PLAIN(dp2a_hi)(x, y, z));
  put(PLAIN(vadd4)(x, y)), put(PLAIN(vaddss2)(x, y)), put(PLAIN(vsubus4)(x, y)), put(PLAIN(vavgs2)(x, y)), put(PLAIN(vcmpges4)(x, y));
  put(PLAIN(vsetltu2)(x, y)), put(PLAIN(vsads4)(x, y)), put(PLAIN(vabsss4)(x)), put(PLAIN(vabsdiffu4)(x, y)), put(PLAIN(vmins4)(x, y));
  // Casts there and back.
  put(CAST(int, CAST(float, i, __int_as_float), __float_as_int) == i || (x & 0x7f800000u) == 0x7f800000u);
  put(CAST(long long, CAST(double, l, __longlong_as_double), __double_as_longlong) == l || (a >> 52 & 0x7ff) == 0x7ff);
  const float f = static_cast<float>(i) / 4096.0f * static_cast<float>(1 + z % 5000);
  const double d = static_cast<double>(l) / 8.0;
  put(PLAIN(double2hiint)(d)), put(PLAIN(double2loint)(d));
#ifdef CU2X_RTC
#define IDENTITY
#else
#define IDENTITY
#define RINT
#define CEIL
#define FLOOR
#endif
  put(TO_INT(int, RINT, f, __float2int_rn)), put(TO_INT(int, IDENTITY, f, __float2int_rz)), put(TO_INT(int, CEIL, f, __float2int_ru)), put(TO_INT(int, FLOOR, f, __float2int_rd));
  put(TO_INT(unsigned, RINT, f, __float2uint_rn)), put(TO_INT(long long, FLOOR, f, __float2ll_rd)), put(TO_INT(unsigned long long, CEIL, d, __double2ull_ru)), put(TO_INT(int, RINT, d, __double2int_rn));
  put(TO_INT(int, RINT, f * 1e30f, __float2int_rn)), put(TO_INT(long long, RINT, f * 1e30f, __float2ll_rn));
  // Overloaded names with arguments that SYCL's functions are ambiguous for.
  const short s = static_cast<short>(x), t = static_cast<short>(y);
  put(MATH(max)(i, y)), put(MATH(min)(x, j)), put(MATH(max)(l, m)), put(MATH(min)(s, t)), put(MATH(max)(a, b));
  put_float(MATH(max)(f, 2.0f)), put(MATH(min)(f, 3.0) * 1024), put(ABS(s)), put(ABS(l)), put_float(ABS(f));
  put_float(static_cast<float>(POW(2.0f, i & 7))), put(POW(3, 4)), put(POW(i & 15, 2.0) * 4);
#ifdef CU2X_RTC
  put(cu2x::sqrt(i & 0xffff) * 1024), put(cu2x::floor(f)), put(cu2x::lround(f)), put(cu2x::isnan(i)), put(cu2x::signbit(f));
#else
  put(std::sqrt(i & 0xffff) * 1024), put(std::floor(f)), put(std::lround(f)), put(std::isnan(i)), put(std::signbit(f));
#endif
  // Results by pointer.
  int e = 0, q = 0;
  float whole = 0;
  const float g = f / 3.0f + 0.125f, h = static_cast<float>(1 + (y & 1023)) / 7.0f;
#ifdef CU2X_RTC
  put_float(cu2x::frexp(g, &e)), put(e), put_float(cu2x::modf(g, &whole)), put_float(whole);
  put_float(cu2x::remquo(g, h, &q)), put(q);
  put_float(cu2x::frexp(0x1p-140f, &e)), put(e), put_float(cu2x::ldexp(g, 5)), put_float(cu2x::scalbln(g, -3l)), put(cu2x::ilogb(g));
#else
  put_float(std::frexp(g, &e)), put(e), put_float(std::modf(g, &whole)), put_float(whole);
  put_float(std::remquo(g, h, &q)), put((q < 0 ? -1 : 1) * ((q < 0 ? -q : q) & 7));
  put_float(std::frexp(0x1p-140f, &e)), put(e), put_float(std::ldexp(g, 5)), put_float(std::scalbln(g, -3l)), put(std::ilogb(g));
#endif
  return r;
}

#ifdef CU2X_RTC
KERNEL(evaluate) {
  const int count = static_cast<int>(out[0]);
  for (int k = static_cast<int>(item.get_global_linear_id()); k < count; k += static_cast<int>(item.get_global_range(2))) {
    long long *to = out + 1 + (2 + results) * k;
    const row r = compute(static_cast<unsigned long long>(to[0]), static_cast<unsigned long long>(to[1]));
    for (int n = 0; n < results; ++n) to[2 + n] = r.values[n];
  }
}
#else
#include <random>

// An independent model of some lanes, since host and device share the SIMD code.
static void check_lanes(unsigned x, unsigned y) {
  unsigned add = 0, absolute = 0, compare = 0;
  for (int k = 0; k < 4; ++k) {
    const unsigned char a = static_cast<unsigned char>(x >> 8 * k), b = static_cast<unsigned char>(y >> 8 * k);
    const signed char c = static_cast<signed char>(a), d = static_cast<signed char>(b);
    add |= static_cast<unsigned>(a + b > 255 ? 255 : a + b) << 8 * k;
    absolute |= static_cast<unsigned>(static_cast<unsigned char>(c < 0 ? -c : c)) << 8 * k;
    compare |= (c > d ? 0xffu : 0u) << 8 * k;
  }
  if (__vaddus4(x, y) != add || __vabs4(x) != absolute || __vcmpgts4(x, y) != compare) {
    std::printf("FAIL lanes of %x and %x\n", x, y);
    ++failures;
  }
}

int main() {
  std::mt19937_64 random(5);
  constexpr int count = 1000;
  std::vector<long long> data{count};
  for (int k = 0; k < count; ++k) {
    const unsigned long long a = k < 20 ? k - 10ull : random(), b = k < 20 ? k % 5 - 2ull : random();
    data.push_back(static_cast<long long>(a)), data.push_back(static_cast<long long>(b));
    data.insert(data.end(), results, 0);
    check_lanes(static_cast<unsigned>(a), static_cast<unsigned>(b));
  }
  data = run(__FILE__, "evaluate", {64, 1, 1, 1}, data);
  std::vector<int> wrong(results);
  for (int k = 0; k < count; ++k) {
    const long long *from = &data[1 + (2 + results) * k];
    const row want = compute(static_cast<unsigned long long>(from[0]), static_cast<unsigned long long>(from[1]));
    for (int n = 0; n < results; ++n) {
      if (from[2 + n] == want.values[n] || ++wrong[n] > 2) continue;
      std::printf("FAIL result %d of %llx, %llx: %lld, expected %lld\n", n, from[0], from[1], from[2 + n], want.values[n]);
      ++failures;
    }
  }
  return verdict();
}
#endif
