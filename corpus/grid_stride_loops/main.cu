// grid_stride_loops: loops over more elements than threads in many spellings: size_t and int indices,
// while and do loops, strides kept in variables, blocks that take contiguous chunks, a reversed loop,
// break and continue, and a range class for `for (auto i : grid_stride(0, n))`.
#include <cstdio>
#include <cuda_runtime.h>

class StrideRange
{
public:
    struct Iterator {
        int value, stride;
        __device__ int operator*() const { return value; }
        __device__ Iterator &operator++()
        {
            value += stride;
            return *this;
        }
        __device__ bool operator!=(const Iterator &end) const { return value < end.value; }
    };
    __device__ StrideRange(int first, int last) : first_(first), last_(last) {}
    __device__ Iterator begin() const
    {
        return {first_ + int(blockIdx.x * blockDim.x + threadIdx.x), int(blockDim.x * gridDim.x)};
    }
    __device__ Iterator end() const { return {last_, 0}; }

private:
    int first_, last_;
};

__device__ StrideRange grid_stride(int first, int last) { return StrideRange(first, last); }

__global__ void with_size_t(int *a, size_t n)
{
    for (size_t i = static_cast<size_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < n;
         i += static_cast<size_t>(gridDim.x) * blockDim.x)
        a[i] += 1;
}

__global__ void with_while(int *a, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int stride = gridDim.x * blockDim.x;
    while (i < n) {
        a[i] += 20;
        i += stride;
    }
}

__global__ void with_do(int *a, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    do
        a[i] += 300;
    while ((i += blockDim.x * gridDim.x) < n);
}

__global__ void chunked(int *a, int n)
{
    const int per_block = (n + gridDim.x - 1) / gridDim.x;
    const int first = per_block * blockIdx.x, last = min(first + per_block, n);
    for (int i = first + threadIdx.x; i < last; i += blockDim.x)
        a[i] += 4000;
}

__global__ void reversed(int *a, int n)
{
    for (int i = n - 1 - (blockIdx.x * blockDim.x + threadIdx.x); i >= 0; i -= gridDim.x * blockDim.x) {
        if (i % 3 == 1)
            continue;
        a[i] += 50000;
    }
}

__global__ void ranged(int *a, int n)
{
    for (int i : grid_stride(10, n)) {
        if (a[i] < 0)
            break;
        a[i] += 600000;
    }
}

int main()
{
    const int n = 3001;
    int *a;
    cudaError_t rc = cudaMallocManaged(&a, n * sizeof(int));
    if (rc == cudaSuccess)
        rc = cudaMemset(a, 0, n * sizeof(int));
    if (rc == cudaSuccess) {
        with_size_t<<<3, 100>>>(a, n);
        with_while<<<2, 64>>>(a, n);
        with_do<<<7, 33>>>(a, n);
        chunked<<<9, 50>>>(a, n);
        reversed<<<4, 128>>>(a, n);
        ranged<<<2, 96>>>(a, n);
        rc = cudaGetLastError();
    }
    if (rc == cudaSuccess)
        rc = cudaDeviceSynchronize();
    if (rc != cudaSuccess) {
        printf("%s\n", cudaGetErrorString(rc));
        return 1;
    }
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        const int want = 4321 + (i % 3 == 1 ? 0 : 50000) + (i >= 10 ? 600000 : 0);
        if (a[i] != want && bad++ < 5)
            printf("a[%d] = %d, expected %d\n", i, a[i], want);
    }
    if (cudaFree(a) != cudaSuccess || bad)
        return 1;
    printf("PASS\n");
    return 0;
}
