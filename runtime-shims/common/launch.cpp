// Launches: the checks that CUDA makes before a kernel is queued, and the launch functions.

#include "runtime.hpp"

namespace cu2x {

void check_configuration(const device_state &state, dim3 grid, dim3 block, size_t static_local, size_t dynamic_local,
                         int dynamic_limit) {
  const auto inside = [](unsigned value, unsigned long long most) { return value >= 1 && value <= most; };
  require(inside(grid.x, 2147483647) && inside(grid.y, 65535) && inside(grid.z, 65535), cudaErrorInvalidConfiguration);
  require(inside(block.x, 1024) && inside(block.y, 1024) && inside(block.z, 64), cudaErrorInvalidConfiguration);
  const unsigned long long threads = static_cast<unsigned long long>(block.x) * block.y * block.z;
  require(threads <= 1024 && threads <= state.info.largest_block, cudaErrorInvalidConfiguration);
  // CUDA's default is 48 KB of shared memory in all; cudaFuncSetAttribute raises the dynamic part.
  const size_t usual = state.info.local_bytes < 49152 ? state.info.local_bytes : 49152;
  require(static_local <= state.info.local_bytes, cudaErrorInvalidConfiguration);
  const size_t allowed = dynamic_limit > 0 ? static_cast<size_t>(dynamic_limit)
                                           : (static_local < usual ? usual - static_local : 0);
  require(dynamic_local <= allowed && dynamic_local <= state.info.local_bytes - static_local);
}

}  // namespace cu2x

using namespace cu2x;

extern "C" cudaError_t cudaLaunchKernel(const void *func, dim3 gridDim, dim3 blockDim, void **args, size_t sharedMem,
                                        cudaStream_t stream) {
  return api([=] {
    auto &record = resolve_kernel(func);
    require(args || record.parameters.empty());
    launch_kernel(record, gridDim, blockDim, args, sharedMem, stream);
  });
}
