// launch_macros: launches that live in macros: the whole launch, only the configuration, a template
// kernel's name with its arguments, the stream in front; kernels declared by a macro, indices and loops
// from macros, a check in the comma operator, and dim3 values built by macros.
#include "launch.h"

DEVICE_INLINE int twice(int v) { return 2 * v; }

KERNEL(fill)(int *a, int n, int base)
{
    FOR_EACH_INDEX(i, n) a[i] = base + i;
}

KERNEL(double_all)(int *a, int n)
{
    FOR_EACH_INDEX(i, n)
    {
        a[i] = twice(a[i]);
    }
}

template <typename T, int Step>
KERNEL(add_step)(T *a, int n)
{
    if (THREAD_ID < n)
        a[THREAD_ID] += Step;
}

KERNEL(shift)(int *a, int n)
{
    extern __shared__ int s[];
    int i = THREAD_ID;
    s[threadIdx.x] = i < n ? a[i] : 0;
    __syncthreads();
    if (i < n)
        a[i] = s[threadIdx.x ^ 1];
}

#define GRID_OF(w, h) dim3(((w) + 15) / 16, ((h) + 3) / 4)
#define BLOCK_2D dim3(16, 4)
#define SQUARE(n) dim3 n##_grid(n, n), n##_block(4, 4)

__global__ void plane(int *a, int w, int h)
{
    int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < w && y < h)
        a[y * w + x] ^= y;
}

int main()
{
    const int w = 20, h = 30, n = w * h;
    int *a, got[n], bad = 0;
    CUDA_CHECK(cudaMalloc(&a, n * sizeof(int)));
    // 20 x 30 values, an even count in each block of 96: `shift` swaps neighbours
    LAUNCH(fill, n, a, n, 7);
    LAUNCH(double_all, n, a, n);
    TEMPLATE(add_step, int, 5)<<<CONFIG(n)>>>(a, n);
    LAUNCH((add_step<int, 100>), n, a, n);
    cudaStream_t stream;
    CUDA_CHECK(cudaStreamCreate(&stream));
    LAUNCH_ON(stream, shift, BLOCKS(n), THREADS_PER_BLOCK, THREADS_PER_BLOCK * sizeof(int), a, n);
    CUDA_CHECK(cudaStreamSynchronize(stream));
    CUDA_CHECK(cudaStreamDestroy(stream));
    plane<<<GRID_OF(w, h), BLOCK_2D>>>(a, w, h);
    const int eight = 8;
    SQUARE(eight);
    plane<<<eight_grid, eight_block>>>(a, w, h);
    plane<<<GRID_OF(w, h), BLOCK_2D>>>(a, w, h);
    CUDA_CHECK(cudaGetLastError());
    CUDA_CHECK(cudaMemcpy(got, a, sizeof got, cudaMemcpyDeviceToHost));
    for (int i = 0; i < n; ++i) {
        int want = (2 * ((i ^ 1) + 7) + 105) ^ (i / w);
        if (got[i] != want && bad++ < 5)
            printf("%d: %d, expected %d\n", i, got[i], want);
    }
    CUDA_CHECK(cudaFree(a));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
