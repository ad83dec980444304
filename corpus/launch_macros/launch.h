#ifndef LAUNCH_H
#define LAUNCH_H

#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

#define CUDA_CHECK(expression)                                                              \
    do {                                                                                    \
        cudaError_t cuda_check_status = (expression);                                       \
        if (cuda_check_status != cudaSuccess) {                                             \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, cudaGetErrorString(cuda_check_status)); \
            exit(1);                                                                        \
        }                                                                                   \
    } while (0)

#define THREADS_PER_BLOCK 96
#define BLOCKS(n) (((n) + THREADS_PER_BLOCK - 1) / THREADS_PER_BLOCK)

// The whole launch in a macro, with and without a stream.
#define LAUNCH(kernel, n, ...)                                          \
    do {                                                                \
        kernel<<<BLOCKS(n), THREADS_PER_BLOCK>>>(__VA_ARGS__);          \
        CUDA_CHECK(cudaGetLastError());                                 \
    } while (0)

#define LAUNCH_ON(stream, kernel, grid, block, shared, ...) \
    kernel<<<grid, block, shared, stream>>>(__VA_ARGS__), CUDA_CHECK_EXPRESSION(cudaGetLastError())
#define CUDA_CHECK_EXPRESSION(e) launch_detail::check((e), __LINE__)

// Only the configuration in a macro.
#define CONFIG(n) BLOCKS(n), THREADS_PER_BLOCK
#define TEMPLATE(name, ...) name<__VA_ARGS__>

// Kernels by macro.
#define KERNEL(name) __global__ void name
#define THREAD_ID (blockIdx.x * blockDim.x + threadIdx.x)
#define FOR_EACH_INDEX(i, n) for (int i = THREAD_ID; i < (n); i += blockDim.x * gridDim.x)
#define DEVICE_INLINE static __device__ __forceinline__

namespace launch_detail {
inline void check(cudaError_t e, int line)
{
    if (e != cudaSuccess) {
        fprintf(stderr, "launch at line %d: %s\n", line, cudaGetErrorString(e));
        exit(1);
    }
}
} // namespace launch_detail

#endif
