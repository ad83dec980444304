// scan_block: an exclusive prefix sum over many blocks in three kernels: each block scans its
// part up and down a tree in dynamic shared memory, one block scans the blocks' sums, and the
// last kernel adds them back. Also an inclusive Hillis-Steele scan with two buffers in one
// extern array.
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

static void must(cudaError_t e)
{
    if (e != cudaSuccess) {
        printf("CUDA: %s\n", cudaGetErrorString(e));
        exit(1);
    }
}

// Each thread owns two elements; `sums` may be null when only one block runs.
__global__ void scan_parts(int *data, int *sums, int n)
{
    extern __shared__ int temp[];
    const int t = threadIdx.x, items = 2 * blockDim.x, base = blockIdx.x * items;

    temp[2 * t] = base + 2 * t < n ? data[base + 2 * t] : 0;
    temp[2 * t + 1] = base + 2 * t + 1 < n ? data[base + 2 * t + 1] : 0;

    int offset = 1;
    for (int d = items >> 1; d > 0; d >>= 1, offset <<= 1) {
        __syncthreads();
        if (t < d) {
            int ai = offset * (2 * t + 1) - 1, bi = offset * (2 * t + 2) - 1;
            temp[bi] += temp[ai];
        }
    }
    __syncthreads();
    if (t == 0) {
        if (sums)
            sums[blockIdx.x] = temp[items - 1];
        temp[items - 1] = 0;
    }
    for (int d = 1; d < items; d <<= 1) {
        offset >>= 1;
        __syncthreads();
        if (t < d) {
            int ai = offset * (2 * t + 1) - 1, bi = offset * (2 * t + 2) - 1;
            int kept = temp[ai];
            temp[ai] = temp[bi];
            temp[bi] += kept;
        }
    }
    __syncthreads();
    if (base + 2 * t < n)
        data[base + 2 * t] = temp[2 * t];
    if (base + 2 * t + 1 < n)
        data[base + 2 * t + 1] = temp[2 * t + 1];
}

__global__ void add_sums(int *data, const int *sums, int n)
{
    const int base = blockIdx.x * 2 * blockDim.x;
    for (int i = base + threadIdx.x; i < min(n, base + 2 * (int)blockDim.x); i += blockDim.x)
        data[i] += sums[blockIdx.x];
}

__global__ void inclusive_small(const int *in, int *out)
{
    extern __shared__ int temp[]; // the same name as above, with its own size at the launch
    int n = blockDim.x, t = threadIdx.x;
    int from = 0, to = 1;
    temp[t] = in[t];
    for (int d = 1; d < n; d *= 2) {
        __syncthreads();
        temp[to * n + t] = t >= d ? temp[from * n + t] + temp[from * n + t - d] : temp[from * n + t];
        from = 1 - from;
        to = 1 - to;
    }
    out[t] = temp[from * n + t];
}

int main()
{
    const int threads = 128, n = 30000, blocks = (n + 2 * threads - 1) / (2 * threads);
    std::vector<int> h(n), got(n);
    for (int i = 0; i < n; ++i)
        h[i] = (i * 37) % 11 - 3;

    int *data, *sums;
    must(cudaMalloc(&data, n * sizeof(int)));
    must(cudaMalloc(&sums, blocks * sizeof(int)));
    must(cudaMemcpy(data, h.data(), n * sizeof(int), cudaMemcpyHostToDevice));
    scan_parts<<<blocks, threads, 2 * threads * sizeof(int)>>>(data, sums, n);
    scan_parts<<<1, threads, 2 * threads * sizeof(int)>>>(sums, nullptr, blocks);
    add_sums<<<blocks, threads>>>(data, sums, n);
    must(cudaGetLastError());
    must(cudaMemcpy(got.data(), data, n * sizeof(int), cudaMemcpyDeviceToHost));

    int bad = 0, running = 0;
    for (int i = 0; i < n; ++i) {
        if (got[i] != running && bad++ < 5)
            printf("exclusive[%d] = %d, expected %d\n", i, got[i], running);
        running += h[i];
    }

    const int small = 200;
    must(cudaMemcpy(data, h.data(), small * sizeof(int), cudaMemcpyHostToDevice));
    inclusive_small<<<1, small, 2 * small * sizeof(int)>>>(data, data + small);
    must(cudaGetLastError());
    must(cudaMemcpy(got.data(), data + small, small * sizeof(int), cudaMemcpyDeviceToHost));
    running = 0;
    for (int i = 0; i < small; ++i) {
        running += h[i];
        if (got[i] != running && bad++ < 10)
            printf("inclusive[%d] = %d, expected %d\n", i, got[i], running);
    }
    must(cudaFree(data));
    must(cudaFree(sums));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
