// malloc_async: memory in stream order: cudaMallocAsync and cudaFreeAsync around kernels on a stream, with
// temporaries that live for one step, cudaMemsetAsync on the whole and on parts, and reuse over many
// rounds without a synchronisation in between.
#include <cstdio>
#include <utility>
#include <vector>
#include <cuda_runtime.h>

#define TRY(call)                                                                 \
    if (const cudaError_t code = (call); code != cudaSuccess) {                   \
        std::printf("%s:%d: %s\n", __FILE__, __LINE__, cudaGetErrorString(code)); \
        return 1;                                                                 \
    }

__global__ void step(const int *from, int *to, int n, int round)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        to[i] = from[i] + from[(i + 1) % n] % 7 + round;
}

__global__ void bytes_to_ints(const unsigned char *bytes, int *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = bytes[i] + (bytes[i] << 8);
}

int main()
{
    const int n = 1234, rounds = 20, threads = 128, blocks = (n + threads - 1) / threads;
    cudaStream_t stream;
    TRY(cudaStreamCreate(&stream));
    int *current = nullptr;
    TRY(cudaMallocAsync(&current, n * sizeof(int), stream));
    TRY(cudaMemsetAsync(current, 0, n * sizeof(int), stream));
    for (int r = 0; r < rounds; ++r) {
        int *next = nullptr;
        TRY(cudaMallocAsync((void **)&next, n * sizeof(int), stream));
        step<<<blocks, threads, 0, stream>>>(current, next, n, r % 3);
        TRY(cudaGetLastError());
        std::swap(current, next);
        TRY(cudaFreeAsync(next, stream));
    }
    unsigned char *bytes;
    int *ints;
    TRY(cudaMallocAsync(&bytes, n, stream));
    TRY(cudaMallocAsync(&ints, n * sizeof(int), stream));
    TRY(cudaMemsetAsync(bytes, 0x21, n, stream));
    TRY(cudaMemsetAsync(bytes + 10, 0xfe, 100, stream));
    bytes_to_ints<<<blocks, threads, 0, stream>>>(bytes, ints, n);
    TRY(cudaGetLastError());

    std::vector<int> got(n), patterns(n);
    TRY(cudaMemcpyAsync(got.data(), current, n * sizeof(int), cudaMemcpyDeviceToHost, stream));
    TRY(cudaMemcpyAsync(patterns.data(), ints, n * sizeof(int), cudaMemcpyDeviceToHost, stream));
    TRY(cudaFreeAsync(current, stream));
    TRY(cudaFreeAsync(bytes, stream));
    TRY(cudaFreeAsync(ints, stream));
    TRY(cudaStreamSynchronize(stream));
    TRY(cudaStreamDestroy(stream));

    std::vector<int> want(n, 0), next(n);
    for (int r = 0; r < rounds; ++r) {
        for (int i = 0; i < n; ++i)
            next[i] = want[i] + want[(i + 1) % n] % 7 + r % 3;
        want.swap(next);
    }
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        const int pattern = i >= 10 && i < 110 ? 0xfefe : 0x2121;
        if ((got[i] != want[i] || patterns[i] != pattern) && bad++ < 5)
            std::printf("%d: %d, expected %d; %x, expected %x\n", i, got[i], want[i], patterns[i], pattern);
    }
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
