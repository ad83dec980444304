// Arithmetic and conversions with a stated rounding, on the device and on the host, against the host's own rounding
// modes. The operands are random bit patterns and special values: results must agree to the bit.
#include "harness.hpp"

#define FLOAT_BINARY(X) X(fadd, a + b) X(fsub, a - b) X(fmul, a * b) X(fdiv, a / b)
#define FLOAT_UNARY(X) X(frcp, 1.0f / a) X(fsqrt, std::sqrt(a))
#define DOUBLE_BINARY(X) X(dadd, a + b) X(dsub, a - b) X(dmul, a * b) X(ddiv, a / b)
#define DOUBLE_UNARY(X) X(drcp, 1.0 / a) X(dsqrt, std::sqrt(a))
#define DIRECTIONS(X, name) X(name, rn) X(name, rz) X(name, ru) X(name, rd)
constexpr int float_results = 29, double_results = 29, all_results = float_results + double_results;

#ifdef CU2X_RTC
#include <cu2x/rounded.hpp>

// Each row of `out`: the bits of a, b and c, then the results.
KERNEL(evaluate) {
  const int count = static_cast<int>(out[0]);
  for (int i = static_cast<int>(item.get_global_linear_id()); i < count; i += static_cast<int>(item.get_global_range(2))) {
    long long *row = out + 1 + (3 + all_results) * i, *to = row + 3;
    {
      const float a = sycl::bit_cast<float>(static_cast<int>(row[0])), b = sycl::bit_cast<float>(static_cast<int>(row[1]));
      const float c = sycl::bit_cast<float>(static_cast<int>(row[2]));
#define BINARY(name, direction) *to++ = sycl::bit_cast<int>(cu2x::name##_##direction(a, b));
#define UNARY(name, direction) *to++ = sycl::bit_cast<int>(cu2x::name##_##direction(a));
#define ALL_BINARY(name, result) DIRECTIONS(BINARY, name)
#define ALL_UNARY(name, result) DIRECTIONS(UNARY, name)
      FLOAT_BINARY(ALL_BINARY)
      FLOAT_UNARY(ALL_UNARY)
      *to++ = sycl::bit_cast<int>(cu2x::fmaf_rn(a, b, c));
      *to++ = sycl::bit_cast<int>(cu2x::fmaf_rz(a, b, c));
      *to++ = sycl::bit_cast<int>(cu2x::fmaf_ru(a, b, c));
      *to++ = sycl::bit_cast<int>(cu2x::fmaf_rd(a, b, c));
      *to++ = sycl::bit_cast<int>(cu2x::frsqrt_rn(a));
    }
    const double a = sycl::bit_cast<double>(row[0]), b = sycl::bit_cast<double>(row[1]);
#undef BINARY
#undef UNARY
#define BINARY(name, direction) *to++ = sycl::bit_cast<long long>(cu2x::name##_##direction(a, b));
#define UNARY(name, direction) *to++ = sycl::bit_cast<long long>(cu2x::name##_##direction(a));
    DOUBLE_BINARY(ALL_BINARY)
    DOUBLE_UNARY(ALL_UNARY)
    *to++ = sycl::bit_cast<int>(cu2x::double2float_rz(a));
    *to++ = sycl::bit_cast<int>(cu2x::double2float_ru(a));
    *to++ = sycl::bit_cast<int>(cu2x::ll2float_rz(row[0]));
    *to++ = sycl::bit_cast<int>(cu2x::ull2float_ru(static_cast<unsigned long long>(row[0])));
    *to++ = sycl::bit_cast<long long>(cu2x::ll2double_rd(row[0]));
  }
}

#else
#include <cu2x/host_math.hpp>

#include <cfenv>
#include <cmath>
#include <cstring>
#include <random>

template <typename To, typename From> static To as(From from) {
  To to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}

static constexpr int modes[] = {FE_TONEAREST, FE_TOWARDZERO, FE_UPWARD, FE_DOWNWARD};
static const char *const suffixes[] = {"rn", "rz", "ru", "rd"};

// The results for one row as the processor rounds them, each with a name.
struct expected {
  std::vector<long long> bits;
  std::vector<std::string> names;

  template <typename T, typename F> void directions(const char *name, F compute) {
    for (int d = 0; d < 4; ++d) {
      std::fesetround(modes[d]);
      const volatile T result = compute();
      std::fesetround(FE_TONEAREST);
      add<T>(std::string(name) + "_" + suffixes[d], result);
    }
  }
  template <typename T> void add(std::string name, T result) {
    bits.push_back(sizeof(T) == 4 ? static_cast<long long>(as<int>(static_cast<float>(result))) : as<long long>(static_cast<double>(result)));
    names.push_back(name);
  }
  template <typename T, typename F> void one(const char *name, int mode, F compute) {
    std::fesetround(mode);
    const volatile T result = compute();
    std::fesetround(FE_TONEAREST);
    add<T>(name, result);
  }
};

static expected model(const long long *row) {
  expected e;
  {
    const volatile float a = as<float>(static_cast<int>(row[0])), b = as<float>(static_cast<int>(row[1]));
    const volatile float c = as<float>(static_cast<int>(row[2]));
#define EXPECT(name, result) e.directions<float>(#name, [&] { return result; });
    FLOAT_BINARY(EXPECT)
    FLOAT_UNARY(EXPECT)
    e.directions<float>("fmaf", [&] { return std::fma(a, b, c); });
    e.add<float>("frsqrt_rn", static_cast<float>(1 / std::sqrt(static_cast<long double>(a))));
  }
#undef EXPECT
  const volatile double a = as<double>(row[0]), b = as<double>(row[1]);
  const volatile long long i = row[0];
#define EXPECT(name, result) e.directions<double>(#name, [&] { return result; });
  DOUBLE_BINARY(EXPECT)
  DOUBLE_UNARY(EXPECT)
  e.one<float>("double2float_rz", FE_TOWARDZERO, [&] { return static_cast<float>(a); });
  e.one<float>("double2float_ru", FE_UPWARD, [&] { return static_cast<float>(a); });
  e.one<float>("ll2float_rz", FE_TOWARDZERO, [&] { return static_cast<float>(i); });
  e.one<float>("ull2float_ru", FE_UPWARD, [&] { return static_cast<float>(static_cast<unsigned long long>(i)); });
  e.one<double>("ll2double_rd", FE_DOWNWARD, [&] { return static_cast<double>(i); });
  return e;
}

// The same by host_math.hpp.
static std::vector<long long> on_host(const long long *row) {
  expected e;
  {
    const float a = as<float>(static_cast<int>(row[0])), b = as<float>(static_cast<int>(row[1])), c = as<float>(static_cast<int>(row[2]));
#define BINARY(name, direction) e.add<float>("", __##name##_##direction(a, b));
#define UNARY(name, direction) e.add<float>("", __##name##_##direction(a));
#define ALL_BINARY(name, result) DIRECTIONS(BINARY, name)
#define ALL_UNARY(name, result) DIRECTIONS(UNARY, name)
    FLOAT_BINARY(ALL_BINARY)
    FLOAT_UNARY(ALL_UNARY)
    e.add<float>("", __fmaf_rn(a, b, c)), e.add<float>("", __fmaf_rz(a, b, c)), e.add<float>("", __fmaf_ru(a, b, c)), e.add<float>("", __fmaf_rd(a, b, c));
    e.add<float>("", __frsqrt_rn(a));
  }
#undef BINARY
#undef UNARY
  const double a = as<double>(row[0]), b = as<double>(row[1]);
#define BINARY(name, direction) e.add<double>("", __##name##_##direction(a, b));
#define UNARY(name, direction) e.add<double>("", __##name##_##direction(a));
  DOUBLE_BINARY(ALL_BINARY)
  DOUBLE_UNARY(ALL_UNARY)
  e.add<float>("", __double2float_rz(a)), e.add<float>("", __double2float_ru(a)), e.add<float>("", __ll2float_rz(row[0]));
  e.add<float>("", __ull2float_ru(static_cast<unsigned long long>(row[0]))), e.add<double>("", __ll2double_rd(row[0]));
  return e.bits;
}

static std::vector<long long> operands() {
  std::mt19937_64 random(11);
  const float special[] = {0.0f, -0.0f, 1.0f, -1.0f, 0x1p-149f, -0x1p-126f, 0x1.fffffep+127f, -0x1.fffffep+127f, 3.0f, 0x1.000002p0f, INFINITY, NAN};
  std::vector<long long> rows;
  const auto word = [&](int kind) -> long long {
    const unsigned long long r = random();
    if (kind == 0) return static_cast<long long>(r);
    // Values of both formats near 1, so that sums and products stay in range.
    if (kind == 1) return static_cast<long long>((r & 0x800fffff807fffffull) | 0x3fe000003f000000ull | (r >> 8 & 0x0010000000800000ull));
    const unsigned low = as<unsigned>(special[r % std::size(special)]);
    return static_cast<long long>(as<unsigned long long>(static_cast<double>(special[r % std::size(special)])) & ~0xffffffffull) | low;
  };
  for (int i = 0; i < 3000; ++i) {
    for (int k = 0; k < 3; ++k) rows.push_back(word(i < 2000 ? i % 2 : static_cast<int>(random() % 3)));
  }
  return rows;
}

static bool same(long long got, long long want, bool single) {
  if (got == want) return true;
  if (single) return std::isnan(as<float>(static_cast<int>(got))) && std::isnan(as<float>(static_cast<int>(want)));
  return std::isnan(as<double>(got)) && std::isnan(as<double>(want));
}

int main() {
  const std::vector<long long> rows = operands();
  const int count = static_cast<int>(rows.size() / 3);
  std::vector<long long> data{count};
  for (int i = 0; i < count; ++i) {
    data.insert(data.end(), rows.begin() + 3 * i, rows.begin() + 3 * i + 3);
    data.insert(data.end(), all_results, 0);
  }
  data = run(__FILE__, "evaluate", {64, 1, 1, 1}, data);
  std::vector<int> wrong(2 * all_results);
  for (int i = 0; i < count; ++i) {
    const long long *row = &data[1 + (3 + all_results) * i];
    const expected e = model(row);
    const std::vector<long long> host = on_host(row);
    for (int k = 0; k < all_results; ++k) {
      const bool single = k < float_results || (k >= all_results - 5 && k < all_results - 1);
      for (int side = 0; side < 2; ++side) {
        const long long got = side == 0 ? row[3 + k] : host[k];
        if (same(got, e.bits[k], single) || ++wrong[2 * k + side] > 3) continue;
        std::printf("FAIL %s %s: operands %016llx %016llx %016llx gave %llx, not %llx\n", side ? "host" : "device", e.names[k].c_str(), row[0], row[1], row[2], got, e.bits[k]);
        ++failures;
      }
    }
  }
  return verdict();
}
#endif
