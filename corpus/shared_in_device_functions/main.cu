// shared_in_device_functions: __shared__ variables declared inside __device__ functions, in templates of
// them (one array per instantiation), in methods, two functions deep, used by two kernels; shared arrays
// passed to functions by pointer, by reference to array and as a template-deduced size.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

namespace block {

template <typename T, int Threads>
__device__ T broadcast_max(T v)
{
    __shared__ T slots[Threads];
    slots[threadIdx.x] = v;
    __syncthreads();
    for (int d = Threads / 2; d > 0; d /= 2) {
        if (threadIdx.x < d && slots[threadIdx.x] < slots[threadIdx.x + d])
            slots[threadIdx.x] = slots[threadIdx.x + d];
        __syncthreads();
    }
    T result = slots[0];
    __syncthreads();
    return result;
}

__device__ int next_number()
{
    __shared__ int number;
    if (threadIdx.x == 0)
        number = blockIdx.x * 1000;
    __syncthreads();
    int mine = atomicAdd(&number, 1);
    __syncthreads();
    return mine - threadIdx.x; // as a set the numbers are known, one by one they are not
}

template <typename T, int N>
__device__ void fill(T (&array)[N], T value)
{
    for (int i = threadIdx.x; i < N; i += blockDim.x)
        array[i] = value + static_cast<T>(i);
}

template <int N>
__device__ int total(const int (&array)[N])
{
    int s = 0;
    for (int i = 0; i < N; ++i)
        s += array[i];
    return s;
}

__device__ void shift_left(int *array, int n)
{
    int v = threadIdx.x + 1 < n ? array[threadIdx.x + 1] : 0;
    __syncthreads();
    if (threadIdx.x < n)
        array[threadIdx.x] = v;
    __syncthreads();
}

struct Voter {
    int threshold;
    __device__ int count(int v) const
    {
        __shared__ int votes;
        if (threadIdx.x == 0)
            votes = 0;
        __syncthreads();
        if (v > threshold)
            atomicAdd(&votes, 1);
        __syncthreads();
        int r = votes;
        __syncthreads();
        return r;
    }
};

__device__ int outer(int v)
{
    __shared__ int scratch[64];
    fill(scratch, v * 0);
    __syncthreads();
    int m = broadcast_max<int, 64>(v);
    return total(scratch) + m;
}

} // namespace block

__global__ void first(const int *in, float *fout, int *out, int *sum)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int m = block::broadcast_max<int, 64>(in[i]);
    const float f = block::broadcast_max<float, 64>(0.5f * (in[i] % 50));
    fout[i] = f;
    out[i] = m + block::Voter{m / 2}.count(in[i]);
    atomicAdd(sum, block::next_number());
}

__global__ void second(const int *in, int *out)
{
    __shared__ int line[64];
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    line[threadIdx.x] = in[i];
    __syncthreads();
    block::shift_left(line, 64);
    block::shift_left(line + 1, 63);
    out[i] = line[threadIdx.x] + block::outer(in[i]);
}

static void check(cudaError_t e)
{
    if (e != cudaSuccess) {
        printf("%s\n", cudaGetErrorString(e));
        exit(1);
    }
}

int main()
{
    const int blocks = 4, n = blocks * 64;
    int *in, *out, *sum, bad = 0;
    float *fout;
    check(cudaMallocManaged(&in, n * sizeof(int)));
    check(cudaMallocManaged(&out, n * sizeof(int)));
    check(cudaMallocManaged(&fout, n * sizeof(float)));
    check(cudaMallocManaged(&sum, sizeof(int)));
    for (int i = 0; i < n; ++i)
        in[i] = i * 7919 % 1009;
    *sum = 0;
    first<<<blocks, 64>>>(in, fout, out, sum);
    check(cudaGetLastError());
    check(cudaDeviceSynchronize());
    for (int b = 0; b < blocks; ++b) {
        int m = 0, votes = 0;
        float f = 0;
        for (int t = 0; t < 64; ++t) {
            m = in[b * 64 + t] > m ? in[b * 64 + t] : m;
            f = 0.5f * (in[b * 64 + t] % 50) > f ? 0.5f * (in[b * 64 + t] % 50) : f;
        }
        for (int t = 0; t < 64; ++t)
            votes += in[b * 64 + t] > m / 2;
        for (int t = 0; t < 64; ++t)
            if ((out[b * 64 + t] != m + votes || fout[b * 64 + t] != f) && bad++ < 5)
                printf("first %d.%d: %d %g, expected %d %g\n", b, t, out[b * 64 + t], fout[b * 64 + t], m + votes, f);
    }
    if (*sum != 64 * 1000 * (0 + 1 + 2 + 3))
        bad++, printf("numbers sum to %d\n", *sum);

    second<<<blocks, 64>>>(in, out);
    check(cudaGetLastError());
    check(cudaDeviceSynchronize());
    for (int b = 0; b < blocks; ++b) {
        int line[65], m = 0;
        for (int t = 0; t < 64; ++t)
            line[t] = in[b * 64 + t], m = line[t] > m ? line[t] : m;
        for (int t = 0; t < 64; ++t)
            line[t] = t < 63 ? line[t + 1] : 0;
        for (int t = 1; t < 64; ++t)
            line[t] = t < 63 ? line[t + 1] : 0;
        for (int t = 0; t < 64; ++t)
            if (out[b * 64 + t] != line[t] + 63 * 64 / 2 + m && bad++ < 10)
                printf("second %d.%d: %d, expected %d\n", b, t, out[b * 64 + t], line[t] + 2016 + m);
    }
    check(cudaFree(in));
    check(cudaFree(out));
    check(cudaFree(fout));
    check(cudaFree(sum));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
