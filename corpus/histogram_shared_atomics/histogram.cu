// histogram_shared_atomics: one private histogram a block in shared memory, built with atomicAdd
// on shared words, then merged into global memory with atomicAdd; bytes read four at a time
// through uchar4. A second kernel keeps several sub-histograms in a 2-D shared array.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cuda_runtime.h>

#define BINS 256
#define COPIES 4

#define CUDA_CALL(f)                                                                 \
    {                                                                                \
        cudaError_t code = f;                                                        \
        if (code != cudaSuccess) {                                                   \
            fprintf(stderr, #f " at line %d: %s\n", __LINE__, cudaGetErrorString(code)); \
            exit(1);                                                                 \
        }                                                                            \
    }

__global__ void histogram(const uchar4 *data, unsigned int *bins, int quads)
{
    __shared__ unsigned int local[BINS];
    for (int b = threadIdx.x; b < BINS; b += blockDim.x)
        local[b] = 0;
    __syncthreads();

    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < quads; i += gridDim.x * blockDim.x) {
        uchar4 q = data[i];
        atomicAdd(&local[q.x], 1u);
        atomicAdd(&local[q.y], 1u);
        atomicAdd(&local[q.z], 1u);
        atomicAdd(local + q.w, 1u);
    }
    __syncthreads();
    for (int b = threadIdx.x; b < BINS; b += blockDim.x)
        if (local[b])
            atomicAdd(&bins[b], local[b]);
}

__global__ void histogram_copies(const unsigned char *data, unsigned int *bins, int n)
{
    __shared__ unsigned int local[COPIES][BINS];
    for (int b = threadIdx.x; b < COPIES * BINS; b += blockDim.x)
        (&local[0][0])[b] = 0;
    __syncthreads();

    unsigned int *mine = local[threadIdx.x % COPIES];
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
        atomicAdd(mine + data[i], 1u);
    __syncthreads();
    for (int b = threadIdx.x; b < BINS; b += blockDim.x) {
        unsigned int total = 0;
        for (int c = 0; c < COPIES; ++c)
            total += local[c][b];
        atomicAdd(bins + b, total);
    }
}

static int compare(const char *what, const unsigned int *got, const unsigned int *want)
{
    int bad = 0;
    for (int b = 0; b < BINS; b++)
        if (got[b] != want[b] && bad++ < 4)
            printf("%s: bin %d has %u, expected %u\n", what, b, got[b], want[b]);
    return bad;
}

int main(void)
{
    const int n = 100000;
    unsigned char *h = (unsigned char *)malloc(n), *d;
    unsigned int want[BINS], got[BINS], *d_bins;
    memset(want, 0, sizeof(want));
    unsigned int seed = 1;
    for (int i = 0; i < n; i++) {
        seed = seed * 1103515245u + 12345u;
        h[i] = (unsigned char)((seed >> 16) & (seed >> 24));
        want[h[i]]++;
    }
    CUDA_CALL(cudaMalloc((void **)&d, n));
    CUDA_CALL(cudaMalloc((void **)&d_bins, sizeof(got)));
    CUDA_CALL(cudaMemcpy(d, h, n, cudaMemcpyHostToDevice));

    CUDA_CALL(cudaMemset(d_bins, 0, sizeof(got)));
    histogram<<<12, 192>>>((const uchar4 *)d, d_bins, n / 4);
    CUDA_CALL(cudaGetLastError());
    CUDA_CALL(cudaMemcpy(got, d_bins, sizeof(got), cudaMemcpyDeviceToHost));
    int bad = compare("uchar4", got, want);

    CUDA_CALL(cudaMemset(d_bins, 0, sizeof(got)));
    histogram_copies<<<8, 256>>>(d, d_bins, n);
    CUDA_CALL(cudaGetLastError());
    CUDA_CALL(cudaMemcpy(got, d_bins, sizeof(got), cudaMemcpyDeviceToHost));
    bad += compare("copies", got, want);

    CUDA_CALL(cudaFree(d));
    CUDA_CALL(cudaFree(d_bins));
    free(h);
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
