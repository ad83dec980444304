// Warps of a block whose rows 32 does not divide: lanes are threads in a row by linear id, as in CUDA.
#include "harness.hpp"

#ifdef CU2X_RTC
#include <cu2x/linear_item.hpp>

#include <cooperative_groups.h>
#include <cu2x/index.hpp>
#include <cu2x/warp.hpp>

static void in_line(const sycl::nd_item<3> &item, long long *out) {
  const uint3 thread = cu2x::thread_index(item);
  const dim3 block = cu2x::block_size(item);
  const unsigned t = thread.x + block.x * (thread.y + block.y * thread.z);
  out[8 + t] = item.get_local_linear_id() + 1000 * item.get_sub_group().get_local_linear_id();
  out[136 + t] = cu2x::shfl_down(item.get_sub_group(), t, 5);
  out[264 + t] = cooperative_groups::this_thread_block(item).size() + 1000ll * cu2x::grid_size(item).x;
}

extern "C" SYCL_EXT_ONEAPI_FUNCTION_PROPERTY((sycl::ext::oneapi::experimental::nd_range_kernel<3>))
    SYCL_EXT_ONEAPI_FUNCTION_PROPERTY((sycl::ext::oneapi::experimental::sub_group_size<32>)) void warps(
        long long *out, sycl::local_accessor<char, 1>) {
  in_line({static_cast<unsigned>(out[0]), static_cast<unsigned>(out[1]), static_cast<unsigned>(out[2]),
           sycl::ext::oneapi::this_work_item::get_nd_item<3>()},
          out);
}

#else

int main() {
  for (const shape block : {shape{16, 8}, shape{6, 4, 4}, shape{5, 7}, shape{96}}) {
    std::vector<long long> start(400);
    start[0] = block.x;
    start[1] = block.y;
    start[2] = block.z;
    const int n = static_cast<int>(block.x * block.y * block.z);
    const auto got = run(__FILE__, "warps", {static_cast<unsigned>(n)}, start);
    const auto part = [&](int from) { return std::vector<long long>(got.begin() + from, got.begin() + from + n); };
    expect("lanes", part(8), [](int t) { return t + 1000 * (t % 32); }, n);
    expect("shfl_down", part(136), [](int t) { return t % 32 + 5 < 32 ? t + 5 : t; }, n - n % 32);
    expect("sizes", part(264), [n](int) { return n + 1000; }, n);
  }
  return verdict();
}

#endif
