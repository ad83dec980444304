// Shuffles with every width, votes, matches and reductions, compared with a model of the PTX instructions.
#include "harness.hpp"

#ifdef CU2X_RTC
#include <cu2x/warp.hpp>

// out[call * 64 + thread]; the calls are numbered alike in the model.
KERNEL(shuffles) {
  const auto sg = item.get_sub_group();
  const int t = thread_of(item);
  int call = 0;
  for (int width = 1; width <= 32; width *= 2) {
    for (int amount = 0; amount < 40; amount += 3) {
      const long long v = (1ll << 40) + t;
      out[call++ * 64 + t] = cu2x::shfl(sg, t * 7, amount, width);
      out[call++ * 64 + t] = cu2x::shfl_up(sg, v, amount, width);
      out[call++ * 64 + t] = static_cast<long long>(cu2x::shfl_down(sg, t + 0.5, amount, width) * 2);
      out[call++ * 64 + t] = static_cast<long long>(cu2x::shfl_xor(sg, static_cast<float>(t), amount, width));
    }
  }
}

struct pair {
  short a, b;
};

KERNEL(types) {
  const auto sg = item.get_sub_group();
  const int t = thread_of(item);
  out[t] = cu2x::shfl(sg, static_cast<unsigned char>(t + 200), 5);
  out[64 + t] = cu2x::shfl_down(sg, pair{static_cast<short>(t), static_cast<short>(-t)}, 1).b;
  out[128 + t] = cu2x::shfl(sg, t % 2 == 1, 3) + sizeof(cu2x::shfl(sg, true, 3));
  out[192 + t] = static_cast<long long>(static_cast<float>(cu2x::shfl_up(sg, sycl::half(t), 2)));
  out[256 + t] = static_cast<long long>(cu2x::shfl(sg, ~0ull - t, -1) >> 1);
}

KERNEL(votes) {
  const auto sg = item.get_sub_group();
  const int t = thread_of(item);
  const unsigned half = t % 32 < 16 ? 0x0000ffffu : 0xffff0000u;
  out[t] = cu2x::ballot(sg, t % 3 == 0);
  out[64 + t] = cu2x::ballot(sg, half, t % 3 == 0);
  out[128 + t] = cu2x::any(sg, half, t == 20) + 2 * cu2x::all(sg, half, t != 50);
  out[192 + t] = cu2x::match_any(sg, 0xffffffffu, t % 5);
  out[256 + t] = cu2x::match_any(sg, half, (t % 3) * 0.5);
  int same = -1;
  const unsigned lanes = cu2x::match_all(sg, half, t < 40 ? 1ull << 40 : 2ull, &same);
  out[320 + t] = lanes + same;
  out[384 + t] = cu2x::reduce(sg, half, t, sycl::plus<>());
  out[448 + t] = cu2x::reduce(sg, t % 2 == 0, sycl::plus<>());
  out[512 + t] = cu2x::reduce(sg, half, static_cast<unsigned>(t), sycl::maximum<>());
  out[576 + t] = cu2x::active_mask(sg);
}

KERNEL(full_reductions) {
  const auto sg = item.get_sub_group();
  const int t = thread_of(item);
  out[t] = cu2x::reduce(sg, t - 40, sycl::plus<>());
  out[64 + t] = cu2x::reduce(sg, t - 40, sycl::minimum<>());
  out[128 + t] = cu2x::reduce(sg, static_cast<unsigned>(t), sycl::maximum<>());
  out[192 + t] = sycl::reduce_over_group(sg, static_cast<unsigned>(t | 8), sycl::bit_and<unsigned>());
  out[256 + t] = sycl::reduce_over_group(sg, static_cast<unsigned>(t), sycl::bit_or<unsigned>());
  out[320 + t] = sycl::reduce_over_group(sg, static_cast<unsigned>(t == 35 ? 5 : t == 36 ? 1 : 0), sycl::bit_xor<unsigned>());
  out[384 + t] = sycl::any_of_group(sg, t == 40) + 2 * sycl::all_of_group(sg, t & 64);
}

// Half of the lanes, and a block whose last sub-group is not full.
KERNEL(diverged) {
  const auto sg = item.get_sub_group();
  const int t = thread_of(item);
  if (t % 2 == 0) {
    out[t] = cu2x::active_mask(sg);
    out[64 + t] = cu2x::shfl(sg, t, (t + 2) % 32);
    out[128 + t] = cu2x::reduce(sg, cu2x::active_mask(sg), t, sycl::plus<>());
    out[192 + t] = cu2x::match_any(sg, cu2x::active_mask(sg), t % 4);
  }
}

#else

// The shfl instruction as the PTX manual gives it.
static int source_lane(int lane, int b, int width, char mode) {
  const int bits = b & 31;
  const int clamp = mode == 'u' ? 0 : 31;
  const int segment = (32 - width) & 31;
  const int last = (lane & segment) | (clamp & ~segment & 31);
  const int first = lane & segment;
  int source = 0;
  bool inside = false;
  switch (mode) {
  case 'u': source = lane - bits; inside = source >= last; break;
  case 'd': source = lane + bits; inside = source <= last; break;
  case 'x': source = lane ^ bits; inside = source <= last; break;
  default: source = first | (bits & ~segment & 31); inside = source <= last; break;
  }
  return inside ? source : lane;
}

static long long shuffle_model(int i) {
  const int call = i / 64, t = i % 64, step = call / 4;
  const int amount = step % 14 * 3, width = 1 << step / 14;
  const long long from = t / 32 * 32 + source_lane(t % 32, amount, width, "iudx"[call % 4]);
  switch (call % 4) {
  case 0: return from * 7;
  case 1: return (1ll << 40) + from;
  case 2: return from * 2 + 1;
  default: return from;
  }
}

static unsigned lanes_where(int t, const std::function<bool(int)> &holds) {
  unsigned lanes = 0;
  for (int i = 0; i < 32; ++i) {
    lanes |= holds(t / 32 * 32 + i) ? 1u << i : 0u;
  }
  return lanes;
}

static void votes() {
  const auto got = run(__FILE__, "votes", {64}, std::vector<long long>(640));
  const auto part = [&](int k) { return std::vector<long long>(got.begin() + 64 * k, got.begin() + 64 * k + 64); };
  const auto half = [](int t) { return t % 32 < 16 ? 0xffffu : 0xffff0000u; };
  const auto base = [](int t) { return t / 16 * 16; };
  expect("ballot", part(0), [&](int t) { return lanes_where(t, [](int u) { return u % 3 == 0; }); }, 64);
  expect("ballot of half", part(1), [&](int t) { return half(t) & lanes_where(t, [](int u) { return u % 3 == 0; }); }, 64);
  expect("any, all", part(2), [&](int t) { return (base(t) == 16) + 2 * (base(t) != 48); }, 64);
  expect("match_any", part(3), [&](int t) { return lanes_where(t, [t](int u) { return u % 5 == t % 5; }); }, 64);
  expect("match_any of half", part(4),
         [&](int t) { return half(t) & lanes_where(t, [t](int u) { return u % 3 == t % 3; }); }, 64);
  expect("match_all", part(5), [&](int t) { return base(t) == 32 ? 0ll : half(t) + 1ll; }, 64);
  expect("reduce of half", part(6), [&](int t) { return 16 * base(t) + 120; }, 64);
  expect("reduce of bool", part(7), [](int) { return 16; }, 64);
  expect("max of half", part(8), [&](int t) { return base(t) + 15; }, 64);
  expect("active", part(9), [](int) { return 0xffffffffll; }, 64);
}

static void full_reductions() {
  const auto got = run(__FILE__, "full_reductions", {64}, std::vector<long long>(448));
  expect("full reductions", got, [](int i) -> long long {
    const int base = i % 64 / 32 * 32;
    switch (i / 64) {
    case 0: return 32 * (base - 40) + 496;
    case 1: return base - 40;
    case 2: return base + 31;
    case 3: return base | 8;
    case 4: return base + 31;
    case 5: return base == 32 ? 4 : 0;
    default: return base == 32;
    }
  }, 448);
}

static void diverged() {
  const auto got = run(__FILE__, "diverged", {48}, std::vector<long long>(256, -1));
  const auto even = [](int t) { return t < 32 ? 0x55555555u : 0x5555u; };
  const auto odd_is = [](int t, long long value) { return t % 2 ? -1 : value; };
  const auto part = [&](int k) { return std::vector<long long>(got.begin() + 64 * k, got.begin() + 64 * k + 64); };
  expect("active in divergence", part(0), [&](int t) { return odd_is(t, even(t)); }, 48);
  expect("shfl in divergence", part(1), [&](int t) { return odd_is(t, (t + 2) % 32); }, 30);
  expect("reduce in divergence", part(2), [&](int t) { return odd_is(t, t < 32 ? 240 : 312); }, 48);
  expect("match in divergence", part(3), [&](int t) { return odd_is(t, even(t) & (0x11111111u << t % 4)); }, 48);
}

int main() {
  const int calls = 6 * 14 * 4 * 64;
  expect("shuffles", run(__FILE__, "shuffles", {64}, std::vector<long long>(calls)), shuffle_model, calls);
  const auto types = run(__FILE__, "types", {64}, std::vector<long long>(320));
  expect("types", types, [](int i) -> long long {
    const int t = i % 64, w = t / 32 * 32;
    switch (i / 64) {
    case 0: return static_cast<unsigned char>(w + 5 + 200);
    case 1: return t % 32 == 31 ? -t : -t - 1;
    case 2: return 1 + 4;
    case 3: return t % 32 < 2 ? t : t - 2;
    default: return static_cast<long long>((~0ull - (w + 31)) >> 1);
    }
  }, 320);
  votes();
  full_reductions();
  diverged();
  return verdict();
}

#endif
