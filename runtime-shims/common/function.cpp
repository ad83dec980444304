// Attributes of kernels, and occupancy.

#include <algorithm>

#include "runtime.hpp"

namespace cu2x {

namespace {

constexpr int threads_per_multiprocessor = 2048;
constexpr int blocks_per_multiprocessor = 32;
// What programs divide by; a portable back end does not know it.
constexpr int registers_per_thread = 32;

unsigned largest_block(rtc::detail::kernel_record &record, int number) {
  if (!record.source) return device(number).info.largest_block;
  compiled_kernel(record, number, rtc::detail::usual_grid);
  return std::min(record.largest_block[number].load(), device(number).info.largest_block);
}

size_t dynamic_limit(const rtc::detail::kernel_record &record, const device_info &info) {
  const int set = record.dynamic_limit.load();
  const size_t usual = std::min<size_t>(info.local_bytes, 49152);
  const size_t fixed = record.static_local_bytes;
  return set > 0 ? static_cast<size_t>(set) : (fixed < usual ? usual - fixed : 0);
}

int active_blocks(rtc::detail::kernel_record &record, int number, int block_size, size_t dynamic_local) {
  const device_info &info = device(number).info;
  if (static_cast<unsigned>(block_size) > largest_block(record, number)) return 0;
  if (dynamic_local > dynamic_limit(record, info)) return 0;
  const int warps = (block_size + 31) / 32;
  int blocks = std::min(blocks_per_multiprocessor, threads_per_multiprocessor / (warps * 32));
  const size_t local = record.static_local_bytes + dynamic_local;
  if (local > info.local_bytes) return 0;
  if (local) blocks = std::min<int>(blocks, static_cast<int>(info.local_bytes / local));
  return blocks;
}

}  // namespace

}  // namespace cu2x

using namespace cu2x;

extern "C" cudaError_t cudaFuncGetAttributes(cudaFuncAttributes *attr, const void *func) {
  return api([=] {
    require(attr);
    auto &record = resolve_kernel(func);
    device_state &state = current_device();
    *attr = cudaFuncAttributes{};
    attr->sharedSizeBytes = record.static_local_bytes;
    attr->maxThreadsPerBlock = static_cast<int>(largest_block(record, state.number));
    attr->numRegs = registers_per_thread;
    attr->ptxVersion = attr->binaryVersion = 80;
    attr->maxDynamicSharedSizeBytes = static_cast<int>(dynamic_limit(record, state.info));
    attr->preferredShmemCarveout = cudaSharedmemCarveoutDefault;
  });
}

extern "C" cudaError_t cudaFuncSetAttribute(const void *func, cudaFuncAttribute attr, int value) {
  return api([=] {
    auto &record = resolve_kernel(func);
    switch (attr) {
      case cudaFuncAttributeMaxDynamicSharedMemorySize: {
        const size_t most = current_device().info.local_bytes;
        require(value >= 0 && static_cast<size_t>(value) + record.static_local_bytes <= most);
        record.dynamic_limit = value;
        return;
      }
      case cudaFuncAttributePreferredSharedMemoryCarveout: require(value >= -1 && value <= 100); return;
      case cudaFuncAttributeClusterDimMustBeSet:
      case cudaFuncAttributeRequiredClusterWidth:
      case cudaFuncAttributeRequiredClusterHeight:
      case cudaFuncAttributeRequiredClusterDepth:
      case cudaFuncAttributeNonPortableClusterSizeAllowed:
      case cudaFuncAttributeClusterSchedulingPolicyPreference: fail(cudaErrorNotSupported);
      case cudaFuncAttributeMax: break;
    }
    fail(cudaErrorInvalidValue);
  });
}

extern "C" cudaError_t cudaFuncSetCacheConfig(const void *func, cudaFuncCache cacheConfig) {
  return api([=] {
    resolve_kernel(func);
    require(cacheConfig >= cudaFuncCachePreferNone && cacheConfig <= cudaFuncCachePreferEqual);
  });
}

extern "C" cudaError_t cudaFuncGetName(const char **name, const void *func) {
  return api([=] {
    require(name);
    *name = resolve_kernel(func).display.c_str();
  });
}

extern "C" cudaError_t cudaFuncSetSharedMemConfig(const void *func, cudaSharedMemConfig) {
  return api([=] { resolve_kernel(func); });
}

extern "C" cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int *numBlocks, const void *func, int blockSize,
                                                                     size_t dynamicSMemSize) {
  return api([=] {
    require(numBlocks && blockSize > 0);
    *numBlocks = active_blocks(resolve_kernel(func), current_device().number, blockSize, dynamicSMemSize);
  });
}

extern "C" cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *numBlocks, const void *func,
                                                                              int blockSize, size_t dynamicSMemSize,
                                                                              unsigned int flags) {
  if (flags & ~cudaOccupancyDisableCachingOverride) return remember(cudaErrorInvalidValue);
  return cudaOccupancyMaxActiveBlocksPerMultiprocessor(numBlocks, func, blockSize, dynamicSMemSize);
}

extern "C" cudaError_t cudaOccupancyAvailableDynamicSMemPerBlock(size_t *dynamicSmemSize, const void *func,
                                                                 int numBlocks, int blockSize) {
  return api([=] {
    require(dynamicSmemSize && numBlocks > 0 && blockSize > 0);
    const size_t each = current_device().info.local_bytes / static_cast<size_t>(numBlocks) / 16 * 16;
    const size_t fixed = resolve_kernel(func).static_local_bytes;
    *dynamicSmemSize = each > fixed ? each - fixed : 0;
  });
}

extern "C" cudaError_t cudaOccupancyMaxActiveClusters(int *, const void *, const cudaLaunchConfig_t *) {
  return remember(cudaErrorNotSupported);
}

extern "C" cudaError_t cudaOccupancyMaxPotentialClusterSize(int *, const void *, const cudaLaunchConfig_t *) {
  return remember(cudaErrorNotSupported);
}
