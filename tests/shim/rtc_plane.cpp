// Warps of blocks of several dimensions: 32 threads by linear id, whatever the rows' length; and kernels of the same unit
// that use no warps.

#include <cu2x/rtc.hpp>
#include <cuda_runtime.h>
#include <cstdio>
static cu2x::rtc::unit cu2x_unit("plane.cu", R"cu2x(
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/warp.hpp>
#include <cu2x/launch.hpp>
void warp(const sycl::nd_item<3> &item, int *out) {
  int t = static_cast<unsigned>(item.get_local_id(2)) + static_cast<unsigned>(item.get_local_range(2)) * static_cast<unsigned>(item.get_local_id(1));
  int b = item.get_group(2) + item.get_group(1) * item.get_group_range(2);
  out[b * 64 + t] = cu2x::shfl_xor(item.get_sub_group(), t, 31);
}
void other(const sycl::nd_item<3> &item, int *out) {
  int x = item.get_global_id(2), y = item.get_global_id(1);
  out[y * 64 + x] = y * 1000 + x + 100000 * item.get_local_linear_id();
}
)cu2x", nullptr, 0, CU2X_TEST_OPTIONS);
__global__ void warp(int *out) {
  static const cu2x::rtc::kernel cu2x_kernel = cu2x::rtc::kernel_builder(cu2x_unit, "warp").parameters<int *>().item().sub_group_size(32).build();
  cu2x_kernel.launch(out);
}
__global__ void other(int *out) {
  static const cu2x::rtc::kernel cu2x_kernel = cu2x::rtc::kernel_builder(cu2x_unit, "other").parameters<int *>().item().build();
  cu2x_kernel.launch(out);
}
int main() {
  int *p; cudaMallocManaged(&p, 4096 * sizeof(int));
  (cu2x::rtc::push_config(dim3(2, 3), dim3(16, 4), 0, 0), warp(p));
  if (cudaDeviceSynchronize() != cudaSuccess) { puts("error"); return 1; }
  int bad = 0;
  for (int i = 0; i < 384; ++i) { int t = i % 64; int want = t ^ 31; bad += p[i] != want; }
  (cu2x::rtc::push_config(dim3(2, 8), dim3(32, 8), 0, 0), other(p));
  cudaDeviceSynchronize();
  for (int y = 0; y < 64; ++y) for (int x = 0; x < 64; ++x) bad += p[y * 64 + x] != y * 1000 + x + 100000 * (y % 8 * 32 + x % 32);
  printf(bad ? "FAIL %d %d %d\n" : "PASS\n", bad, p[0], p[65]);
  return bad != 0;
}
