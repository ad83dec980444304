// runtime_odds: calls of the runtime that programs make without caring much: profiler start and stop,
// limits, device flags and cache configuration, peer copies on one device, cudaChooseDevice,
// cudaDeviceReset and work after it, a header that may be missing.
#include <cstdio>
#include <cstring>
#include <cuda_runtime.h>
#if __has_include(<cuda_profiler_api.h>)
#include <cuda_profiler_api.h>
#else
// Not every installation has the profiler's header.
inline cudaError_t cudaProfilerStart() { return cudaSuccess; }
inline cudaError_t cudaProfilerStop() { return cudaSuccess; }
#endif

#define CALL(f)                                                                      \
    do {                                                                             \
        cudaError_t rc_ = (f);                                                       \
        if (rc_ != cudaSuccess) {                                                    \
            printf("%s, line %d: %s\n", #f, __LINE__, cudaGetErrorString(rc_));      \
            return 1;                                                                \
        }                                                                            \
    } while (0)

__device__ int offset = 1;

__global__ void shift(int *data, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        data[i] += offset;
}

static int work(int device, int expected_offset)
{
    const int n = 256;
    int host[n], *a, *b;
    for (int i = 0; i < n; ++i)
        host[i] = i;
    CALL(cudaMalloc(&a, sizeof host));
    CALL(cudaMalloc(&b, sizeof host));
    CALL(cudaMemcpy(a, host, sizeof host, cudaMemcpyHostToDevice));
    shift<<<2, 128>>>(a, n);
    CALL(cudaGetLastError());
    CALL(cudaMemcpyPeer(b, device, a, device, sizeof host));
    CALL(cudaMemcpyPeerAsync(a, device, b, device, sizeof host, 0));
    CALL(cudaDeviceSynchronize());
    memset(host, 0, sizeof host);
    CALL(cudaMemcpy(host, a, sizeof host, cudaMemcpyDeviceToHost));
    CALL(cudaFree(a));
    CALL(cudaFree(b));
    for (int i = 0; i < n; ++i)
        if (host[i] != i + expected_offset) {
            printf("host[%d] = %d, expected %d\n", i, host[i], i + expected_offset);
            return 1;
        }
    return 0;
}

int main()
{
    int device = -1;
    cudaDeviceProp wanted;
    memset(&wanted, 0, sizeof wanted);
    CALL(cudaChooseDevice(&device, &wanted));
    CALL(cudaSetDevice(device));
    CALL(cudaFree(0)); // the customary way to start the context
    CALL(cudaProfilerStart());
    CALL(cudaDeviceSetCacheConfig(cudaFuncCachePreferL1));
    size_t stack = 0, fifo = 0;
    CALL(cudaDeviceGetLimit(&stack, cudaLimitStackSize));
    CALL(cudaDeviceSetLimit(cudaLimitPrintfFifoSize, 2 << 20));
    CALL(cudaDeviceGetLimit(&fifo, cudaLimitPrintfFifoSize));
    if (fifo < (2 << 20)) {
        printf("printf buffer of %zu bytes\n", fifo);
        return 1;
    }
    unsigned flags = 0;
    CALL(cudaGetDeviceFlags(&flags));

    if (work(device, 1))
        return 1;
    int seven = 7;
    CALL(cudaMemcpyToSymbol(offset, &seven, sizeof seven));
    if (work(device, 7))
        return 1;
    CALL(cudaProfilerStop());
    CALL(cudaDeviceReset());
    // A new context: device variables have their first values again.
    if (work(device, 1))
        return 1;
    printf("PASS\n");
    return 0;
}
