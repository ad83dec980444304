// error_handling: errors that a program may meet and outlive: bad launch configurations (block too large,
// nothing in the grid, too much shared memory), bad arguments to API calls, cudaGetLastError against
// cudaPeekAtLastError, names and texts, and that a good launch works after all of them.
#include <cstdio>
#include <cstring>
#include <cuda_runtime.h>

static int failures;

static void expect(const char *what, cudaError_t got, cudaError_t want)
{
    if (got != want) {
        std::printf("%s: %s, expected %s\n", what, cudaGetErrorName(got), cudaGetErrorName(want));
        ++failures;
    }
}

// CUDA 12 calls a launch of an impossible shape an invalid configuration; CUDA 13 on an H200 was seen to call it an
// invalid value.
static void expect_bad_shape(const char *what, cudaError_t got)
{
    expect(what, got, got == cudaErrorInvalidValue ? cudaErrorInvalidValue : cudaErrorInvalidConfiguration);
}

static void expect_failure(const char *what, cudaError_t got)
{
    if (got == cudaSuccess) {
        std::printf("%s: succeeded\n", what);
        ++failures;
    }
}

__global__ void mark(int *data) { data[threadIdx.x] = 1000 + threadIdx.x; }

__global__ void with_shared(int *data)
{
    extern __shared__ int s[];
    s[threadIdx.x] = threadIdx.x;
    __syncthreads();
    data[threadIdx.x] = s[blockDim.x - 1 - threadIdx.x];
}

int main()
{
    int *data = nullptr, host[64];
    expect("cudaMalloc", cudaMalloc(&data, sizeof host), cudaSuccess);
    expect("cudaMemset", cudaMemset(data, 0, sizeof host), cudaSuccess);

    mark<<<1, 4096>>>(data);
    expect_bad_shape("block of 4096, peeked", cudaPeekAtLastError());
    expect_bad_shape("block of 4096", cudaGetLastError());
    expect("cleared", cudaGetLastError(), cudaSuccess);

    mark<<<0, 64>>>(data);
    expect_bad_shape("empty grid", cudaGetLastError());
    mark<<<1, 0>>>(data);
    expect_bad_shape("empty block", cudaGetLastError());
    mark<<<dim3(1, 1, 70000), 32>>>(data);
    expect_bad_shape("grid too deep", cudaGetLastError());
    mark<<<1, dim3(1, 1, 128)>>>(data);
    expect_bad_shape("block too deep", cudaGetLastError());
    with_shared<<<1, 64, 1 << 30>>>(data);
    expect_failure("a gigabyte of shared memory", cudaGetLastError());
    expect("none of them ran", cudaDeviceSynchronize(), cudaSuccess);
    expect("copy", cudaMemcpy(host, data, sizeof host, cudaMemcpyDeviceToHost), cudaSuccess);
    for (int v : host)
        if (v != 0) {
            std::printf("a refused launch wrote %d\n", v);
            ++failures;
            break;
        }

    expect("unknown direction", cudaMemcpy(host, data, 4, static_cast<cudaMemcpyKind>(77)), cudaErrorInvalidMemcpyDirection);
    expect("and it is the last error", cudaGetLastError(), cudaErrorInvalidMemcpyDirection);
    expect("null for the pointer", cudaMalloc((void **)nullptr, 16), cudaErrorInvalidValue);
    expect("last error", cudaGetLastError(), cudaErrorInvalidValue);
    void *huge = nullptr;
    expect("an exabyte", cudaMalloc(&huge, size_t(1) << 60), cudaErrorMemoryAllocation);
    expect("last error", cudaGetLastError(), cudaErrorMemoryAllocation);
    expect("no such device", cudaSetDevice(12345), cudaErrorInvalidDevice);
    expect("last error", cudaGetLastError(), cudaErrorInvalidDevice);

    struct {
        cudaError_t code;
        const char *name;
    } names[] = {{cudaSuccess, "cudaSuccess"},
                 {cudaErrorMemoryAllocation, "cudaErrorMemoryAllocation"},
                 {cudaErrorInvalidConfiguration, "cudaErrorInvalidConfiguration"},
                 {cudaErrorNotReady, "cudaErrorNotReady"}};
    for (auto &n : names) {
        if (std::strcmp(cudaGetErrorName(n.code), n.name) != 0 || std::strlen(cudaGetErrorString(n.code)) == 0) {
            std::printf("%d is called %s: %s\n", int(n.code), cudaGetErrorName(n.code), cudaGetErrorString(n.code));
            ++failures;
        }
    }

    mark<<<1, 64>>>(data);
    expect("a good launch", cudaGetLastError(), cudaSuccess);
    with_shared<<<1, 32, 32 * sizeof(int)>>>(data);
    expect("and another", cudaGetLastError(), cudaSuccess);
    expect("copy", cudaMemcpy(host, data, sizeof host, cudaMemcpyDeviceToHost), cudaSuccess);
    for (int i = 0; i < 64; ++i)
        if (host[i] != (i < 32 ? 31 - i : 1000 + i)) {
            std::printf("host[%d] = %d\n", i, host[i]);
            ++failures;
        }
    expect("cudaFree", cudaFree(data), cudaSuccess);
    if (failures)
        return 1;
    std::puts("PASS");
    return 0;
}
