// radix_sort_small: a stable radix sort, one bit at a time within a block (ballot and popc give
// each thread its place) and four bits at a time over blocks with counts in global memory.
// Unsigned bit tricks, shared counters, several kernels that share a device function.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

constexpr int kBlock = 256, kWarps = kBlock / 32, kRadix = 16;

// How many threads of the block before this one hold a true flag; all of them in `total`.
__device__ int rank_of(bool flag, int &total)
{
    __shared__ int warp_counts[kWarps];
    const unsigned ballot = __ballot_sync(0xffffffffu, flag);
    const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    if (lane == 0)
        warp_counts[warp] = __popc(ballot);
    __syncthreads();
    int before = __popc(ballot & ((1u << lane) - 1u));
    total = 0;
    for (int w = 0; w < kWarps; ++w) {
        if (w < warp)
            before += warp_counts[w];
        total += warp_counts[w];
    }
    __syncthreads();
    return before;
}

__global__ void sort_block(uint32_t *keys)
{
    __shared__ uint32_t sorted[kBlock];
    uint32_t key = keys[blockIdx.x * kBlock + threadIdx.x];
    for (int bit = 0; bit < 32; ++bit) {
        const bool zero = ((key >> bit) & 1u) == 0;
        int zeros;
        const int before = rank_of(zero, zeros);
        sorted[zero ? before : zeros + static_cast<int>(threadIdx.x) - before] = key;
        __syncthreads();
        key = sorted[threadIdx.x];
        __syncthreads();
    }
    keys[blockIdx.x * kBlock + threadIdx.x] = key;
}

__global__ void count_digits(const uint32_t *keys, int *counts, int shift)
{
    __shared__ int local[kRadix];
    if (threadIdx.x < kRadix)
        local[threadIdx.x] = 0;
    __syncthreads();
    atomicAdd(&local[(keys[blockIdx.x * kBlock + threadIdx.x] >> shift) & (kRadix - 1)], 1);
    __syncthreads();
    if (threadIdx.x < kRadix)
        counts[threadIdx.x * gridDim.x + blockIdx.x] = local[threadIdx.x];
}

__global__ void scan_serial(int *counts, int n)
{
    int sum = 0;
    for (int i = 0; i < n; ++i) {
        const int c = counts[i];
        counts[i] = sum;
        sum += c;
    }
}

__global__ void scatter(const uint32_t *in, uint32_t *out, const int *starts, int shift)
{
    const uint32_t key = in[blockIdx.x * kBlock + threadIdx.x];
    const int digit = (key >> shift) & (kRadix - 1);
    int place = 0;
    for (int d = 0; d < kRadix; ++d) {
        int total;
        const int before = rank_of(digit == d, total);
        if (digit == d)
            place = before;
    }
    out[starts[digit * gridDim.x + blockIdx.x] + place] = key;
}

#define CHECK(x)                                                                             \
    if (cudaError_t e = (x); e != cudaSuccess) {                                             \
        std::fprintf(stderr, "%s:%d %s\n", __FILE__, __LINE__, cudaGetErrorString(e));       \
        std::exit(1);                                                                        \
    }

int main()
{
    const int blocks = 12, n = blocks * kBlock;
    std::vector<uint32_t> keys(n), got(n);
    uint32_t s = 99;
    for (auto &k : keys)
        k = s = s * 747796405u + 2891336453u;
    uint32_t *a, *b;
    int *counts, bad = 0;
    CHECK(cudaMalloc(&a, n * sizeof(uint32_t)));
    CHECK(cudaMalloc(&b, n * sizeof(uint32_t)));
    CHECK(cudaMalloc(&counts, kRadix * blocks * sizeof(int)));

    CHECK(cudaMemcpy(a, keys.data(), n * sizeof(uint32_t), cudaMemcpyHostToDevice));
    sort_block<<<blocks, kBlock>>>(a);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(got.data(), a, n * sizeof(uint32_t), cudaMemcpyDeviceToHost));
    std::vector<uint32_t> want = keys;
    for (int i = 0; i < blocks; ++i)
        std::sort(want.begin() + i * kBlock, want.begin() + (i + 1) * kBlock);
    bad += got != want ? (std::puts("block-wise order differs"), 1) : 0;

    CHECK(cudaMemcpy(a, keys.data(), n * sizeof(uint32_t), cudaMemcpyHostToDevice));
    for (int shift = 0; shift < 32; shift += 4) {
        count_digits<<<blocks, kBlock>>>(a, counts, shift);
        scan_serial<<<1, 1>>>(counts, kRadix * blocks);
        scatter<<<blocks, kBlock>>>(a, b, counts, shift);
        CHECK(cudaGetLastError());
        std::swap(a, b);
    }
    CHECK(cudaMemcpy(got.data(), a, n * sizeof(uint32_t), cudaMemcpyDeviceToHost));
    std::sort(want.begin(), want.end());
    bad += got != want ? (std::puts("order of the whole differs"), 1) : 0;

    CHECK(cudaFree(a));
    CHECK(cudaFree(b));
    CHECK(cudaFree(counts));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
