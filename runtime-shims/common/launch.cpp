// Launches: the checks that CUDA makes before a kernel is queued, and the launch functions.

#include <optional>

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

namespace {

// The turn of a launch between begin_native_launch and end_native_launch.
std::optional<stream_turn> &native_turn() {
  thread_local std::optional<stream_turn> turn;
  return turn;
}

}  // namespace

void *begin_native_launch(dim3 grid, dim3 block, size_t static_local, size_t dynamic_local, cudaStream_t handle) {
  void *queue = nullptr;
  api([&] {
    CUstream_st &stream = resolve(handle);
    const device_state &state = device(stream.device);
    // Kernels have no address here by which cudaFuncSetAttribute could raise the limit: the device's own is the limit.
    check_configuration(state, grid, block, static_local, dynamic_local, static_cast<int>(state.info.local_bytes));
    native_turn().emplace(stream);
    queue = get_backend().native_queue(stream.queue);
  });
  return queue;
}

void end_native_launch(bool failed) {
  native_turn().reset();
  if (failed) remember(cudaErrorLaunchFailure);
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

extern "C" cudaError_t cudaLaunchKernelExC(const cudaLaunchConfig_t *config, const void *func, void **args) {
  return api([=] {
    require(config && (config->attrs || !config->numAttrs));
    for (unsigned i = 0; i < config->numAttrs; ++i) {
      const cudaLaunchAttribute &attribute = config->attrs[i];
      if (attribute.id != cudaLaunchAttributeClusterDimension) continue;
      const auto &cluster = attribute.val.clusterDim;
      require(cluster.x <= 1 && cluster.y <= 1 && cluster.z <= 1, cudaErrorNotSupported);
    }
    return cudaLaunchKernel(func, config->gridDim, config->blockDim, args, config->dynamicSmemBytes, config->stream);
  });
}

extern "C" cudaError_t cudaLaunchCooperativeKernel(const void *func, dim3 gridDim, dim3 blockDim, void **args,
                                                   size_t sharedMem, cudaStream_t stream) {
  return api([=] {
    CUstream_st &order = resolve(stream);
    const int threads = static_cast<int>(blockDim.x * blockDim.y * blockDim.z);
    int blocks = 0;
    const cudaError_t error = cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, func, threads, sharedMem);
    if (error != cudaSuccess) return error;
    const unsigned long long most = static_cast<unsigned long long>(blocks) * device(order.device).info.compute_units;
    const unsigned long long wanted = static_cast<unsigned long long>(gridDim.x) * gridDim.y * gridDim.z;
    require(wanted <= most, cudaErrorCooperativeLaunchTooLarge);
    return cudaLaunchKernel(func, gridDim, blockDim, args, sharedMem, stream);
  });
}

extern "C" cudaError_t cudaLaunchCooperativeKernelMultiDevice(cudaLaunchParams *, unsigned int, unsigned int) {
  return remember(cudaErrorNotSupported);
}
