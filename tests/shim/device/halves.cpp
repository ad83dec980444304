// Atomic operations, shuffles and groups on 16-bit floating-point types.
#include "harness.hpp"

#ifdef CU2X_RTC
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cu2x/atomic.hpp>
#include <cu2x/memory.hpp>
#include <cu2x/warp.hpp>
#include <cuda_bf16.h>
#include <cuda_fp16.h>

namespace cg = cooperative_groups;

template <typename T>
T &at(long long *out, int slot) {
  return *reinterpret_cast<T *>(out + slot);
}

KERNEL(halves) {
  const int t = thread_of(item);
  const auto sg = item.get_sub_group();
  cu2x::atomic_ref(at<__half>(out, 0)).fetch_add(__float2half(0.5f));
  cu2x::atomic_ref(at<__half2>(out, 1)).fetch_add(__floats2half2_rn(1.0f, 2.0f));
  cu2x::atomic_ref(at<__nv_bfloat16>(out, 2)).fetch_add(__float2bfloat16(1.0f));
  cu2x::atomic_ref(at<__nv_bfloat162>(out, 3)).fetch_add(__floats2bfloat162_rn(1.0f, 2.0f));
  out[8 + t] = static_cast<long long>(__half2float(cu2x::shfl_xor(sg, __float2half(t), 1)));
  out[72 + t] = static_cast<long long>(__high2float(cu2x::shfl_down(sg, __floats2half2_rn(t, 2 * t), 1)));
  out[136 + t] = static_cast<long long>(__bfloat162float(cu2x::shfl(sg, __float2bfloat16(t), 3)));
  auto tile = cg::tiled_partition<8>(cg::this_thread_block(item));
  out[200 + t] = static_cast<long long>(__half2float(cg::reduce(tile, __float2half(t), cg::plus<__half>())));
  __half2 pair = __floats2half2_rn(t, t + 1);
  out[264 + t] = static_cast<long long>(__high2float(cu2x::load_volatile(&pair)));
}

#else

int main() {
  const auto got = run(__FILE__, "halves", {64}, std::vector<long long>(328));
  expect("sums", got, [](int i) { return i == 0 ? 0x5000ll : i == 1 ? 0x58005400ll : i == 2 ? 0x4280ll : 0x43004280ll; }, 4);
  const auto part = [&](int from) { return std::vector<long long>(got.begin() + from, got.begin() + from + 64); };
  expect("shfl_xor", part(8), [](int t) { return t ^ 1; }, 64);
  expect("shfl_down", part(72), [](int t) { return 2 * (t % 32 == 31 ? t : t + 1); }, 64);
  expect("shfl", part(136), [](int t) { return t / 32 * 32 + 3; }, 64);
  expect("reduce", part(200), [](int t) { return t / 8 * 64 + 28; }, 64);
  expect("volatile", part(264), [](int t) { return t + 1; }, 64);
  return verdict();
}

#endif
