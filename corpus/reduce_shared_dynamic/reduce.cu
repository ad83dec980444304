// reduce_shared_dynamic: extern __shared__ memory sized at the launch, a tree reduction with
// barriers, three launches of falling size (ping-pong buffers), and the same kernel run with
// several block sizes. Sum, minimum and maximum through a device function chosen by a switch.
#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

#define CUDA_OK(expr)                                                       \
    do {                                                                    \
        const cudaError_t status = (expr);                                  \
        if (status != cudaSuccess) {                                        \
            printf("%s -> %s\n", #expr, cudaGetErrorString(status));        \
            exit(1);                                                        \
        }                                                                   \
    } while (false)

enum Op { SUM, MIN, MAX };

__host__ __device__ int combine(Op op, int a, int b)
{
    switch (op) {
    case MIN: return a < b ? a : b;
    case MAX: return a > b ? a : b;
    default: return a + b;
    }
}

__host__ __device__ int neutral(Op op)
{
    return op == MIN ? INT_MAX : op == MAX ? INT_MIN : 0;
}

__global__ void reduce(const int *in, int *out, int n, Op op)
{
    extern __shared__ int partial[];
    const unsigned tid = threadIdx.x;

    int acc = neutral(op);
    for (int i = blockIdx.x * blockDim.x + tid; i < n; i += gridDim.x * blockDim.x)
        acc = combine(op, acc, in[i]);
    partial[tid] = acc;
    __syncthreads();

    for (unsigned s = blockDim.x >> 1; s > 0; s >>= 1) {
        if (tid < s)
            partial[tid] = combine(op, partial[tid], partial[tid + s]);
        __syncthreads();
    }
    if (tid == 0)
        out[blockIdx.x] = partial[0];
}

static int device_reduce(const int *data, int n, Op op, int threads)
{
    int *ping, *pong, result;
    CUDA_OK(cudaMalloc((void **)&ping, n * sizeof(int)));
    CUDA_OK(cudaMalloc((void **)&pong, n * sizeof(int)));
    CUDA_OK(cudaMemcpy(ping, data, n * sizeof(int), cudaMemcpyHostToDevice));
    while (n > 1) {
        int blocks = std::min(64, (n + 2 * threads - 1) / (2 * threads));
        reduce<<<blocks, threads, threads * sizeof(int)>>>(ping, pong, n, op);
        CUDA_OK(cudaGetLastError());
        std::swap(ping, pong);
        n = blocks;
    }
    CUDA_OK(cudaMemcpy(&result, ping, sizeof result, cudaMemcpyDeviceToHost));
    CUDA_OK(cudaFree(ping));
    CUDA_OK(cudaFree(pong));
    return result;
}

int main(void)
{
    const int n = 40001;
    int *data = new int[n];
    unsigned state = 12345u;
    for (int i = 0; i < n; ++i) {
        state = state * 1664525u + 1013904223u;
        data[i] = (int)(state >> 12) % 20001 - 10000;
    }
    int bad = 0;
    const Op ops[] = {SUM, MIN, MAX};
    const int sizes[] = {32, 128, 256};
    for (int o = 0; o < 3; ++o) {
        int want = neutral(ops[o]);
        for (int i = 0; i < n; ++i)
            want = combine(ops[o], want, data[i]);
        for (int s = 0; s < 3; ++s) {
            int got = device_reduce(data, n, ops[o], sizes[s]);
            if (got != want) {
                printf("op %d, %d threads: %d, expected %d\n", ops[o], sizes[s], got, want);
                bad = 1;
            }
        }
    }
    delete[] data;
    if (!bad)
        printf("PASS\n");
    return bad;
}
