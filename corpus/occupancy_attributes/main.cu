// occupancy_attributes: cudaFuncGetAttributes on a kernel and on an instantiation of a template (static
// shared memory, the greatest block), the occupancy queries, cudaOccupancyMaxPotentialBlockSize to choose
// a launch, cudaFuncSetAttribute for dynamic shared memory and cudaFuncSetCacheConfig.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

static void check(cudaError_t e, int line)
{
    if (e != cudaSuccess) {
        printf("line %d: %s\n", line, cudaGetErrorString(e));
        exit(1);
    }
}
#define CHECK(x) check((x), __LINE__)

__global__ void scale(float *data, int n, float by)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += blockDim.x * gridDim.x)
        data[i] *= by;
}

template <typename T, int N>
__global__ void reverse(T *data)
{
    __shared__ T s[N];
    s[threadIdx.x] = data[threadIdx.x];
    __syncthreads();
    data[threadIdx.x] = s[N - 1 - threadIdx.x];
}

__global__ void rotate(int *data)
{
    extern __shared__ int s[];
    s[threadIdx.x] = data[threadIdx.x];
    __syncthreads();
    data[threadIdx.x] = s[(threadIdx.x + 1) % blockDim.x];
}

__global__ void __launch_bounds__(128) small(int *out) { out[threadIdx.x] = threadIdx.x; }

int main()
{
    int bad = 0;
    cudaFuncAttributes a;
    CHECK(cudaFuncGetAttributes(&a, scale));
    if (a.maxThreadsPerBlock < 32 || a.sharedSizeBytes != 0)
        bad++, printf("scale: block %d, shared %zu\n", a.maxThreadsPerBlock, a.sharedSizeBytes);
    CHECK(cudaFuncGetAttributes(&a, reverse<double, 64>));
    if (a.sharedSizeBytes < 512)
        bad++, printf("reverse: shared %zu\n", a.sharedSizeBytes);
    CHECK(cudaFuncGetAttributes(&a, (const void *)small));
    if (a.maxThreadsPerBlock < 128)
        bad++, printf("small: block %d\n", a.maxThreadsPerBlock);

    int min_grid = 0, block = 0, active = 0;
    CHECK(cudaOccupancyMaxPotentialBlockSize(&min_grid, &block, scale, 0, 0));
    if (min_grid < 1 || block < 1 || block > 1024)
        bad++, printf("potential: grid %d, block %d\n", min_grid, block);
    CHECK(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&active, scale, 128, 0));
    if (active < 1)
        bad++, printf("active blocks: %d\n", active);
    CHECK(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&active, reverse<int, 32>, 32, 0));
    if (active < 1)
        bad++, printf("active blocks of reverse: %d\n", active);

    const int n = 3000;
    float *data;
    CHECK(cudaMallocManaged(&data, n * sizeof(float)));
    for (int i = 0; i < n; ++i)
        data[i] = i;
    scale<<<(n + block - 1) / block, block>>>(data, n, 3.0f);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i)
        if (data[i] != 3.0f * i && bad++ < 5)
            printf("data[%d] = %g\n", i, data[i]);

    const int shared = 16 * 1024;
    CHECK(cudaFuncSetAttribute(rotate, cudaFuncAttributeMaxDynamicSharedMemorySize, shared));
    CHECK(cudaFuncSetCacheConfig(rotate, cudaFuncCachePreferShared));
    int *ints;
    double *doubles;
    CHECK(cudaMallocManaged(&ints, 128 * sizeof(int)));
    CHECK(cudaMallocManaged(&doubles, 64 * sizeof(double)));
    small<<<1, 128>>>(ints);
    rotate<<<1, 128, shared>>>(ints);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < 64; ++i)
        doubles[i] = 0.5 * i;
    reverse<double, 64><<<1, 64>>>(doubles);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < 128; ++i)
        if (ints[i] != (i + 1) % 128 || doubles[i % 64] != 0.5 * (63 - i % 64))
            bad++, printf("%d: %d %g\n", i, ints[i], doubles[i % 64]);
    CHECK(cudaFree(data));
    CHECK(cudaFree(ints));
    CHECK(cudaFree(doubles));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
