// threadfence_last_block: a reduction in a single launch: each block writes its sum, fences, and takes a
// ticket with atomicInc; the block that takes the last one adds up all the others (a shared flag tells
// its threads). The counter resets itself by wrapping, so that a second launch works too.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

#define THREADS 128
#define BLOCKS 24

__device__ unsigned int blocks_done = 0;
__device__ volatile double partial[BLOCKS];

__device__ double block_sum(double v)
{
    __shared__ double s[THREADS];
    s[threadIdx.x] = v;
    __syncthreads();
    for (int d = THREADS / 2; d > 0; d >>= 1) {
        if (threadIdx.x < d)
            s[threadIdx.x] += s[threadIdx.x + d];
        __syncthreads();
    }
    return s[0];
}

__global__ void sum_all(const float *in, int n, double *result)
{
    __shared__ bool last;
    double v = 0;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
        v += in[i];
    v = block_sum(v);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = v;
        __threadfence();
        unsigned int ticket = atomicInc(&blocks_done, gridDim.x - 1);
        last = ticket == gridDim.x - 1;
    }
    __syncthreads();
    if (last) {
        v = 0;
        for (int b = threadIdx.x; b < gridDim.x; b += blockDim.x)
            v += partial[b];
        __syncthreads();
        v = block_sum(v);
        if (threadIdx.x == 0)
            *result = v;
    }
}

void check(cudaError_t status, const char *expression)
{
    if (status != cudaSuccess) {
        std::fprintf(stderr, "%s: %s\n", expression, cudaGetErrorString(status));
        std::exit(EXIT_FAILURE);
    }
}
#define CHECK(x) check(x, #x)

int main()
{
    const int n = 50000;
    float *in;
    double *result;
    CHECK(cudaMallocManaged(&in, n * sizeof(float)));
    CHECK(cudaMallocManaged(&result, sizeof(double)));
    int bad = 0;
    for (int round = 0; round < 3; ++round) {
        double want = 0;
        for (int i = 0; i < n; ++i) {
            in[i] = 1.0f / (1 + (i + round) % 1000);
            want += in[i];
        }
        *result = -1;
        sum_all<<<BLOCKS, THREADS>>>(in, n, result);
        CHECK(cudaGetLastError());
        CHECK(cudaDeviceSynchronize());
        if (std::fabs(*result - want) > 1e-9 * want)
            bad++, std::printf("round %d: %.15g, expected %.15g\n", round, *result, want);
    }
    unsigned int left = 1;
    CHECK(cudaMemcpyFromSymbol(&left, blocks_done, sizeof left));
    if (left != 0)
        bad++, std::printf("the counter stands at %u\n", left);
    CHECK(cudaFree(in));
    CHECK(cudaFree(result));
    if (bad)
        return 1;
    std::printf("PASS\n");
    return 0;
}
