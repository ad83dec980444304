// early_return_barrier: kernels that return early: single threads where no barrier follows, whole blocks
// before a barrier that the other blocks reach, a return inside nested loops, several exits with results,
// and device functions with many returns called by such kernels.
#include <stdio.h>
#include <stdlib.h>
#include <cuda_runtime.h>

#define CHECK(call)                                                            \
    do {                                                                       \
        cudaError_t status = call;                                             \
        if (status != cudaSuccess) {                                           \
            printf("%s at %d: %s\n", #call, __LINE__, cudaGetErrorString(status)); \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

__device__ int classify(int v)
{
    if (v < 0)
        return -1;
    if (v == 0)
        return 0;
    for (int d = 2; d * d <= v; ++d)
        if (v % d == 0)
            return d;
    return v;
}

__global__ void no_barrier(const int *in, int *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    if (in[i] % 5 == 0) {
        out[i] = -5;
        return;
    }
    for (int a = 1; a < 10; ++a)
        for (int b = a; b < 10; ++b)
            if (a * a + b * b == in[i]) {
                out[i] = a * 100 + b;
                return;
            }
    out[i] = classify(in[i]);
}

// Blocks beyond the work, and blocks whose flag is off, leave as a whole before the first barrier.
__global__ void whole_blocks(const int *in, const int *flags, int *out, int work_blocks)
{
    __shared__ int s[64];
    if (blockIdx.x >= work_blocks)
        return;
    if (!flags[blockIdx.x]) {
        out[blockIdx.x * blockDim.x + threadIdx.x] = -1;
        return;
    }
    s[threadIdx.x] = in[blockIdx.x * blockDim.x + threadIdx.x];
    __syncthreads();
    int sum = 0;
    for (int k = 0; k <= threadIdx.x; ++k)
        sum += s[k];
    __syncthreads();
    if (sum % 2)
        return; // no barrier follows: single threads may leave
    out[blockIdx.x * blockDim.x + threadIdx.x] = sum;
}

__global__ void in_a_loop(int *out, const int *limits)
{
    __shared__ int round;
    for (int r = 0;; ++r) {
        if (threadIdx.x == 0)
            round = r * 10;
        __syncthreads();
        const int now = round;
        __syncthreads();
        if (now >= limits[blockIdx.x]) // the same for the whole block
            return;
        out[blockIdx.x * blockDim.x + threadIdx.x] = now + threadIdx.x;
    }
}

int main(void)
{
    enum { BLOCKS = 6, THREADS = 64, N = BLOCKS * THREADS };
    int *in, *out, *flags, bad = 0;
    CHECK(cudaMallocManaged((void **)&in, N * sizeof(int)));
    CHECK(cudaMallocManaged((void **)&out, N * sizeof(int)));
    CHECK(cudaMallocManaged((void **)&flags, BLOCKS * sizeof(int)));
    for (int i = 0; i < N; i++)
        in[i] = (i * 37) % 199, out[i] = 77;
    for (int b = 0; b < BLOCKS; b++)
        flags[b] = b % 3 != 1;

    no_barrier<<<BLOCKS, THREADS>>>(in, out, N - 10);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < N; i++) {
        int v = in[i], want = v;
        for (int d = v - 1; d > 1; d--)
            if (v % d == 0)
                want = d;
        for (int a = 9; a > 0; a--)
            for (int b = 9; b >= a; b--)
                if (a * a + b * b == v)
                    want = a * 100 + b;
        if (v % 5 == 0)
            want = -5;
        if (i >= N - 10)
            want = 77;
        if (out[i] != want && bad++ < 5)
            printf("no_barrier: out[%d] = %d for %d, expected %d\n", i, out[i], v, want);
    }

    for (int i = 0; i < N; i++)
        out[i] = 77;
    whole_blocks<<<BLOCKS, THREADS>>>(in, flags, out, BLOCKS - 1);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int b = 0; b < BLOCKS; b++)
        for (int t = 0, sum = 0; t < THREADS; t++) {
            sum += in[b * THREADS + t];
            int want = b == BLOCKS - 1 ? 77 : !flags[b] ? -1 : sum % 2 ? 77 : sum;
            if (out[b * THREADS + t] != want && bad++ < 10)
                printf("whole_blocks %d.%d: %d, expected %d\n", b, t, out[b * THREADS + t], want);
        }

    for (int b = 0; b < BLOCKS; b++)
        flags[b] = 10 * b + 5;
    in_a_loop<<<BLOCKS, THREADS>>>(out, flags);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < N; i++) {
        int want = i / THREADS * 10 + i % THREADS;
        if (out[i] != want && bad++ < 15)
            printf("in_a_loop: out[%d] = %d, expected %d\n", i, out[i], want);
    }
    CHECK(cudaFree(in));
    CHECK(cudaFree(out));
    CHECK(cudaFree(flags));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
