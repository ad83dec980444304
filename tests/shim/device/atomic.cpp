// Every atomic operation on every type, in global and in local memory, by all threads of several blocks at once.
#include "harness.hpp"

#ifdef CU2X_RTC
#include <cu2x/atomic.hpp>

struct half2 {
  sycl::half x, y;
};
inline half2 operator+(half2 a, half2 b) { return {a.x + b.x, a.y + b.y}; }
struct float2 {
  float x, y;
};
struct float4 {
  float x, y, z, w;
};

template <typename T>
T &at(long long *out, int slot) {
  return *reinterpret_cast<T *>(out + slot);
}

KERNEL(global) {
  const int t = static_cast<int>(item.get_global_linear_id());
  cu2x::atomic_ref(at<int>(out, 0)).fetch_add(1u);
  cu2x::atomic_ref(at<unsigned>(out, 1)).fetch_add(-1);
  cu2x::atomic_ref(at<unsigned long long>(out, 2)).fetch_add(t);
  cu2x::atomic_ref(at<float>(out, 3)).fetch_add(0.5);
  cu2x::atomic_ref(at<double>(out, 4)).fetch_add(0.25f);
  cu2x::atomic_ref(at<sycl::half>(out, 5)).fetch_add(1.0f);
  cu2x::atomic_ref(*(&at<sycl::half>(out, 5) + 1)).fetch_add(2.0f);
  cu2x::atomic_ref(at<half2>(out, 6)).fetch_add(half2{1.0f, 0.5f});
  cu2x::atomic_ref(at<float2>(out, 7)).fetch_add(float2{1, 2});
  cu2x::atomic_ref(at<float4>(out, 8)).fetch_add(float4{1, 2, 3, 4});
  cu2x::atomic_ref(at<int>(out, 10)).fetch_sub(t);
  cu2x::atomic_ref(at<int>(out, 11)).fetch_min(-t);
  cu2x::atomic_ref(at<unsigned>(out, 12)).fetch_max(t);
  cu2x::atomic_ref(at<long long>(out, 13)).fetch_max(1ll << 40 | t);
  cu2x::atomic_ref(at<unsigned long long>(out, 14)).fetch_or(1ull << (t % 64));
  cu2x::atomic_ref(at<unsigned>(out, 15)).fetch_and(~(1u << (t % 16)));
  cu2x::atomic_ref(at<int>(out, 16)).fetch_xor(t);
  cu2x::atomic_ref(at<unsigned>(out, 17)).fetch_inc(9);
  cu2x::atomic_ref(at<unsigned>(out, 18)).fetch_dec(9);
  cu2x::atomic_ref_block(at<int>(out, 19)).fetch_add(2);
  cu2x::atomic_ref_system(at<int>(out, 20)).fetch_add(3);
  if (cu2x::atomic_ref(at<int>(out, 21)).compare_exchange(0, t + 1) == 0) {
    cu2x::atomic_ref(at<int>(out, 22)).fetch_add(1);
  }
  // Each of 256 threads raises a 16-bit counter once, by compare-and-exchange.
  auto &counter = *(&at<unsigned short>(out, 23) + 1);
  unsigned short seen = counter;
  for (unsigned short before = seen + 1; seen != before;) {
    before = seen;
    seen = cu2x::atomic_ref(counter).compare_exchange(before, before + 1);
  }
  // Every value put in comes out of exchange once, but for the last.
  cu2x::atomic_ref(at<unsigned long long>(out, 25)).fetch_add(cu2x::atomic_ref(at<int>(out, 24)).exchange(t));
  out[64 + cu2x::atomic_ref(at<int>(out, 26)).fetch_add(1)] = 1;
}

KERNEL(local) {
  int *bins = reinterpret_cast<int *>(local);
  float *sum = reinterpret_cast<float *>(local + 64);
  double *wide = reinterpret_cast<double *>(local + 128);
  const int t = thread_of(item);
  if (t < 16) {
    bins[t] = 0;
    sum[t] = 0;
    wide[t] = 0;
  }
  sycl::group_barrier(item.get_group());
  cu2x::atomic_ref(bins[t % 16]).fetch_add(t);
  cu2x::atomic_ref(sum[t % 4]).fetch_add(0.5f);
  cu2x::atomic_ref_block(wide[t % 8]).fetch_add(t);
  sycl::group_barrier(item.get_group());
  if (t < 16) {
    out[t] = bins[t];
    out[16 + t] = static_cast<long long>(sum[t] * 2);
    out[32 + t] = static_cast<long long>(wide[t]);
  }
}

#else

#include <cstring>

template <typename T>
static T as(const std::vector<long long> &words, int slot, int index = 0) {
  T value;
  std::memcpy(&value, reinterpret_cast<const char *>(&words[slot]) + index * sizeof(T), sizeof value);
  return value;
}

template <typename T>
static void same(const char *what, T got, T wanted) {
  if (got != wanted) {
    std::printf("FAIL %s: %g, expected %g\n", what, static_cast<double>(got), static_cast<double>(wanted));
    ++failures;
  }
}

int main() {
  const int n = 256;
  std::vector<long long> start(64 + n);
  start[15] = 0xffffffff;
  const auto got = run(__FILE__, "global", {64, 1, 1, 4}, start);
  same("add int", as<int>(got, 0), n);
  same("add unsigned", as<unsigned>(got, 1), 0u - n);
  same("add 64 bit", got[2], 255ll * 128);
  same("add float", as<float>(got, 3), n * 0.5f);
  same("add double", as<double>(got, 4), n * 0.25);
  same("add half", as<unsigned short>(got, 5), static_cast<unsigned short>(0x5c00));
  same("add half above", as<unsigned short>(got, 5, 1), static_cast<unsigned short>(0x6000));
  same("add half2 x", as<unsigned short>(got, 6), static_cast<unsigned short>(0x5c00));
  same("add half2 y", as<unsigned short>(got, 6, 1), static_cast<unsigned short>(0x5800));
  same("add float2", as<float>(got, 7, 1), n * 2.0f);
  same("add float4", as<float>(got, 8, 3), n * 4.0f);
  same("sub", as<int>(got, 10), -255 * 128);
  same("min", as<int>(got, 11), -255);
  same("max", as<unsigned>(got, 12), 255u);
  same("max 64 bit", got[13], 1ll << 40 | 255);
  same("or 64 bit", got[14], -1ll);
  same("and", as<unsigned>(got, 15), 0xffff0000u);
  same("xor", as<int>(got, 16), 0);
  same("inc", as<unsigned>(got, 17), 256u % 10);
  same("dec", as<unsigned>(got, 18), (10 - 256u % 10) % 10);
  same("block", as<int>(got, 19), 2 * n);
  same("system", as<int>(got, 20), 3 * n);
  same("first of compare and exchange", as<int>(got, 22), 1);
  same("16 bit", as<unsigned short>(got, 23, 1), static_cast<unsigned short>(n));
  same("16 bit neighbour", as<unsigned short>(got, 23, 0), static_cast<unsigned short>(0));
  same("exchange", got[25] + as<int>(got, 24), 255ll * 128);
  expect("each ticket once", std::vector<long long>(got.begin() + 64, got.end()), [](int) { return 1; }, n);
  expect("local", run(__FILE__, "local", {64}, std::vector<long long>(64)),
         [](int i) -> long long {
           if (i < 16) return 4 * i + 96;
           if (i < 32) return i < 20 ? 16 : 0;
           return i < 40 ? 8 * (i - 32) + 224 : 0;
         },
         48);
  return verdict();
}

#endif
