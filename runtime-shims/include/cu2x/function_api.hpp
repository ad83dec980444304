// The parts of the CUDA runtime API that take a kernel by its name: launches, attributes and occupancy as templates
// over the kernel's function type. Included by cuda_runtime.h.
#ifndef CU2X_FUNCTION_API_HPP
#define CU2X_FUNCTION_API_HPP

#include "../cuda_runtime_api.h"

namespace cu2x {
namespace detail {

// The address of an object whose class may have an operator & of its own.
template <typename T>
inline const void *address_of(const T &object) {
  return const_cast<const void *>(static_cast<const volatile void *>(__builtin_addressof(object)));
}

// A kernel's address as the runtime's registry knows it. A kernel that nothing has registered yet (its stub registers
// itself when the program starts) is asked for by a call of its stub that only describes.
template <typename... P>
inline const void *function_address(void (*function)(P...)) {
  return reinterpret_cast<const void *>(function);
}

}  // namespace detail
}  // namespace cu2x

#define CU2X_FUNCTION(function) (::cu2x::detail::function_address(function))

template <typename... P>
inline cudaError_t cudaLaunchKernel(void (*func)(P...), dim3 gridDim, dim3 blockDim, void **args, size_t sharedMem = 0,
                                    cudaStream_t stream = 0) {
  return ::cudaLaunchKernel(CU2X_FUNCTION(func), gridDim, blockDim, args, sharedMem, stream);
}
template <typename... P>
inline cudaError_t cudaLaunchCooperativeKernel(void (*func)(P...), dim3 gridDim, dim3 blockDim, void **args,
                                               size_t sharedMem = 0, cudaStream_t stream = 0) {
  return ::cudaLaunchCooperativeKernel(CU2X_FUNCTION(func), gridDim, blockDim, args, sharedMem, stream);
}
// The arguments are converted to the kernel's own parameter types, as a call would.
template <typename... P, typename... A>
inline cudaError_t cudaLaunchKernelEx(const cudaLaunchConfig_t *config, void (*func)(P...), A &&...args) {
  return [&](P... converted) {
    void *pointers[sizeof...(P) + 1] = {const_cast<void *>(static_cast<const void *>(__builtin_addressof(converted)))...,
                                        nullptr};
    return ::cudaLaunchKernelExC(config, CU2X_FUNCTION(func), pointers);
  }(static_cast<A &&>(args)...);
}

template <typename... P>
inline cudaError_t cudaFuncGetAttributes(cudaFuncAttributes *attr, void (*func)(P...)) {
  return ::cudaFuncGetAttributes(attr, CU2X_FUNCTION(func));
}
template <typename... P>
inline cudaError_t cudaFuncSetAttribute(void (*func)(P...), cudaFuncAttribute attr, int value) {
  return ::cudaFuncSetAttribute(CU2X_FUNCTION(func), attr, value);
}
template <typename... P>
inline cudaError_t cudaFuncSetCacheConfig(void (*func)(P...), cudaFuncCache cacheConfig) {
  return ::cudaFuncSetCacheConfig(CU2X_FUNCTION(func), cacheConfig);
}
template <typename... P>
inline cudaError_t cudaFuncSetSharedMemConfig(void (*func)(P...), cudaSharedMemConfig config) {
  return ::cudaFuncSetSharedMemConfig(CU2X_FUNCTION(func), config);
}

template <typename... P>
inline cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int *numBlocks, void (*func)(P...), int blockSize,
                                                                 size_t dynamicSMemSize) {
  return ::cudaOccupancyMaxActiveBlocksPerMultiprocessor(numBlocks, CU2X_FUNCTION(func), blockSize, dynamicSMemSize);
}
template <typename... P>
inline cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *numBlocks, void (*func)(P...),
                                                                          int blockSize, size_t dynamicSMemSize,
                                                                          unsigned int flags) {
  return ::cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(numBlocks, CU2X_FUNCTION(func), blockSize,
                                                                  dynamicSMemSize, flags);
}
template <typename... P>
inline cudaError_t cudaOccupancyAvailableDynamicSMemPerBlock(size_t *dynamicSmemSize, void (*func)(P...), int numBlocks,
                                                             int blockSize) {
  return ::cudaOccupancyAvailableDynamicSMemPerBlock(dynamicSmemSize, CU2X_FUNCTION(func), numBlocks, blockSize);
}

namespace cu2x {
namespace detail {

// The block size with the most threads in flight, and the grid that fills the device with such blocks; `shared(size)`
// gives a block's dynamic shared memory.
template <typename Shared>
inline cudaError_t best_block(int *grid_size, int *block_size, const void *func, Shared shared, int limit) {
  int device = 0, warp = 32, processors = 1, best_blocks = 0, best_size = 0;
  cudaFuncAttributes attributes;
  cudaError_t error = ::cudaGetDevice(&device);
  if (error == cudaSuccess) error = ::cudaFuncGetAttributes(&attributes, func);
  if (error == cudaSuccess) error = ::cudaDeviceGetAttribute(&warp, cudaDevAttrWarpSize, device);
  if (error == cudaSuccess) error = ::cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device);
  if (error != cudaSuccess) return error;
  const int most = limit > 0 && limit < attributes.maxThreadsPerBlock ? limit : attributes.maxThreadsPerBlock;
  for (int rounded = (most + warp - 1) / warp * warp; rounded > 0; rounded -= warp) {
    const int size = rounded < most ? rounded : most;
    int blocks = 0;
    error = ::cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, func, size, shared(size));
    if (error != cudaSuccess) return error;
    if (blocks * size > best_blocks * best_size) {
      best_blocks = blocks;
      best_size = size;
    }
  }
  *grid_size = best_blocks * processors;
  *block_size = best_size;
  return cudaSuccess;
}

struct constant_shared {
  size_t bytes;
  size_t operator()(int) const { return bytes; }
};

}  // namespace detail
}  // namespace cu2x

template <typename... P>
inline cudaError_t cudaOccupancyMaxPotentialBlockSize(int *minGridSize, int *blockSize, void (*func)(P...),
                                                      size_t dynamicSMemSize = 0, int blockSizeLimit = 0) {
  return cu2x::detail::best_block(minGridSize, blockSize, CU2X_FUNCTION(func),
                                  cu2x::detail::constant_shared{dynamicSMemSize}, blockSizeLimit);
}
template <typename... P>
inline cudaError_t cudaOccupancyMaxPotentialBlockSizeWithFlags(int *minGridSize, int *blockSize, void (*func)(P...),
                                                               size_t dynamicSMemSize = 0, int blockSizeLimit = 0,
                                                               unsigned int = 0) {
  return cudaOccupancyMaxPotentialBlockSize(minGridSize, blockSize, func, dynamicSMemSize, blockSizeLimit);
}
template <typename Shared, typename... P>
inline cudaError_t cudaOccupancyMaxPotentialBlockSizeVariableSMem(int *minGridSize, int *blockSize, void (*func)(P...),
                                                                  Shared blockSizeToDynamicSMemSize,
                                                                  int blockSizeLimit = 0) {
  return cu2x::detail::best_block(minGridSize, blockSize, CU2X_FUNCTION(func), blockSizeToDynamicSMemSize,
                                  blockSizeLimit);
}
template <typename Shared, typename... P>
inline cudaError_t cudaOccupancyMaxPotentialBlockSizeVariableSMemWithFlags(int *minGridSize, int *blockSize,
                                                                           void (*func)(P...), Shared shared,
                                                                           int blockSizeLimit = 0, unsigned int = 0) {
  return cudaOccupancyMaxPotentialBlockSizeVariableSMem(minGridSize, blockSize, func, shared, blockSizeLimit);
}

#undef CU2X_FUNCTION

#endif
