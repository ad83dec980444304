// launch_kernel_api: cudaLaunchKernel with an array of argument pointers (scalars, pointers, a struct),
// dynamic shared memory and a stream, on an ordinary kernel and on an instantiation; kernels kept in a
// table of void pointers; and cudaLaunchCooperativeKernel for a kernel that does not sync its grid.
#include <cstdio>
#include <cuda_runtime.h>

struct Range {
    int first, count;
    double factor;
};

__global__ void fill(int *out, int n, short base)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = base + i;
}

template <typename T>
__global__ void scale(T *data, Range r)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < r.count)
        data[r.first + i] = static_cast<T>(data[r.first + i] * r.factor);
}

__global__ void block_sums(const int *in, int *out)
{
    extern __shared__ int s[];
    s[threadIdx.x] = in[blockIdx.x * blockDim.x + threadIdx.x];
    __syncthreads();
    if (threadIdx.x == 0) {
        int sum = 0;
        for (int k = 0; k < blockDim.x; ++k)
            sum += s[k];
        out[blockIdx.x] = sum;
    }
}

__global__ void negate(int *data, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        data[i] = -data[i];
}

__global__ void square(int *data, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        data[i] *= data[i];
}

#define DO(x) do { cudaError_t e = (x); if (e != cudaSuccess) { printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; } } while (0)

int main()
{
    int n = 512, *data, *sums, bad = 0;
    short base = -100;
    DO(cudaMallocManaged(&data, n * sizeof(int)));
    DO(cudaMallocManaged(&sums, 4 * sizeof(int)));
    cudaStream_t stream;
    DO(cudaStreamCreate(&stream));

    void *fill_args[] = {&data, &n, &base};
    DO(cudaLaunchKernel((const void *)fill, dim3(4), dim3(128), fill_args, 0, 0));
    DO(cudaDeviceSynchronize());

    Range r = {100, 50, 2.5};
    void *scale_args[] = {&data, &r};
    DO(cudaLaunchKernel((void *)scale<int>, dim3(1), dim3(64), scale_args, 0, stream));
    r.factor = 0; // the arguments were read by the launch
    void *sum_args[] = {(void *)&data, (void *)&sums};
    dim3 grid(4), block(128);
    DO(cudaLaunchKernel(reinterpret_cast<const void *>(&block_sums), grid, block, sum_args, 128 * sizeof(int), stream));
    DO(cudaStreamSynchronize(stream));

    int want[512], total[4] = {};
    for (int i = 0; i < n; ++i) {
        want[i] = i - 100;
        if (i >= 100 && i < 150)
            want[i] = (int)(want[i] * 2.5);
        total[i / 128] += want[i];
    }
    for (int b = 0; b < 4; ++b)
        if (sums[b] != total[b])
            bad++, printf("sums[%d] = %d, expected %d\n", b, sums[b], total[b]);

    struct {
        const char *name;
        const void *kernel;
    } steps[] = {{"negate", (const void *)negate}, {"square", (const void *)square}, {"negate", (const void *)negate}};
    for (auto &s : steps) {
        void *args[] = {&data, &n};
        if (cudaLaunchKernel(s.kernel, dim3(8), dim3(64), args, 0, stream) != cudaSuccess) {
            printf("%s did not start\n", s.name);
            return 1;
        }
    }
    DO(cudaStreamSynchronize(stream));
    void *again[] = {&data, &n};
    DO(cudaLaunchCooperativeKernel((const void *)negate, dim3(4), dim3(128), again, 0, stream));
    DO(cudaStreamSynchronize(stream));
    for (int i = 0; i < n; ++i)
        if (data[i] != want[i] * want[i] && bad++ < 6)
            printf("data[%d] = %d, expected %d\n", i, data[i], want[i] * want[i]);
    DO(cudaStreamDestroy(stream));
    DO(cudaFree(data));
    DO(cudaFree(sums));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
