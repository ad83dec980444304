// syncthreads_variants: __syncthreads_count, __syncthreads_and and __syncthreads_or in expressions and
// loop conditions, barriers in uniform branches and in a loop whose end all threads compute alike,
// __threadfence_block, a barrier behind a macro and in a device function.
#include <cstdio>
#include <cuda_runtime.h>

#define BARRIER() __syncthreads()

__device__ void wait_all()
{
    __threadfence_block();
    BARRIER();
}

// Odd-even transposition sort of one block's values: done when no thread had to swap in two rounds.
__global__ void odd_even_sort(int *data, int *rounds)
{
    __shared__ int s[128];
    const int t = threadIdx.x;
    s[t] = data[blockIdx.x * blockDim.x + t];
    wait_all();
    int count = 0, swapped;
    do {
        swapped = 0;
        for (int odd = 0; odd < 2; ++odd) {
            if (t % 2 == odd && t + 1 < blockDim.x && s[t] > s[t + 1]) {
                const int v = s[t];
                s[t] = s[t + 1];
                s[t + 1] = v;
                swapped = 1;
            }
            BARRIER();
        }
        ++count;
    } while (__syncthreads_or(swapped));
    data[blockIdx.x * blockDim.x + t] = s[t];
    if (t == 0)
        rounds[blockIdx.x] = count;
}

__global__ void counts(const int *in, int *out, bool extra)
{
    const int v = in[blockIdx.x * blockDim.x + threadIdx.x];
    int positive = __syncthreads_count(v > 0);
    int all = __syncthreads_and(v > -100) ? 1 : 0;
    int any = !!__syncthreads_or(v == 50);
    if (extra) { // the same for all threads
        __shared__ int first;
        if (threadIdx.x == 0)
            first = v;
        __syncthreads();
        positive += first * 1000;
    }
    out[blockIdx.x * blockDim.x + threadIdx.x] = positive * 4 + all * 2 + any;
}

#define TRY(x) do { if (cudaError_t e = (x)) { printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; } } while (0)

int main()
{
    const int blocks = 3, threads = 128, n = blocks * threads;
    int *data, *rounds, *out, bad = 0;
    TRY(cudaMallocManaged(&data, n * sizeof(int)));
    TRY(cudaMallocManaged(&out, n * sizeof(int)));
    TRY(cudaMallocManaged(&rounds, blocks * sizeof(int)));
    for (int i = 0; i < n; ++i)
        data[i] = i < threads ? i : (i * 53) % 199 - 99;
    data[300] = -150;
    counts<<<blocks, threads>>>(data, out, true);
    TRY(cudaGetLastError());
    TRY(cudaDeviceSynchronize());
    long before[blocks] = {};
    for (int b = 0; b < blocks; ++b) {
        int positive = 0, all = 1, any = 0;
        for (int t = 0; t < threads; ++t) {
            int v = data[b * threads + t];
            positive += v > 0, all &= v > -100, any |= v == 50;
            before[b] += v;
        }
        int want = (positive + data[b * threads] * 1000) * 4 + all * 2 + any;
        for (int t = 0; t < threads; ++t)
            if (out[b * threads + t] != want && bad++ < 4)
                printf("counts %d.%d: %d, expected %d\n", b, t, out[b * threads + t], want);
    }
    odd_even_sort<<<blocks, threads>>>(data, rounds);
    TRY(cudaGetLastError());
    TRY(cudaDeviceSynchronize());
    for (int b = 0; b < blocks; ++b) {
        long after = data[b * threads];
        for (int t = 1; t < threads; ++t) {
            after += data[b * threads + t];
            if (data[b * threads + t] < data[b * threads + t - 1] && bad++ < 8)
                printf("block %d is not sorted at %d\n", b, t);
        }
        if (after != before[b])
            bad++, printf("block %d lost values\n", b);
    }
    if (rounds[0] != 1 || rounds[1] < 2)
        bad++, printf("rounds %d %d\n", rounds[0], rounds[1]);
    TRY(cudaFree(data));
    TRY(cudaFree(out));
    TRY(cudaFree(rounds));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
