// launch_bounds_unroll: __launch_bounds__ with one and two arguments (also from a template), __restrict__
// and __restrict spellings, #pragma unroll with and without a count (constant, template argument), _Pragma,
// __forceinline__/__noinline__, register arrays, and attributes in unusual but legal places.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

#define BLOCK 128
#define DO_UNROLL _Pragma("unroll")

constexpr int UNROLL = 4;

#define CHK(e) (check((e), __FILE__, __LINE__))
static void check(cudaError_t e, const char *file, int line)
{
    if (e == cudaSuccess)
        return;
    fprintf(stderr, "%s:%d: %s\n", file, line, cudaGetErrorString(e));
    exit(1);
}

__device__ __noinline__ float poly(float x)
{
    float c[5] = {1.0f, -0.5f, 0.25f, -0.125f, 0.0625f}, r = 0.0f;
#pragma unroll
    for (int i = 4; i >= 0; --i)
        r = r * x + c[i];
    return r;
}

static __device__ __forceinline__ int shift_add(int v, const int by) { return (v << 1) + by; }

__global__ void __launch_bounds__(BLOCK) first(const float *__restrict__ in, float *__restrict__ out, int n)
{
    int i = blockIdx.x * BLOCK * UNROLL + threadIdx.x;
    float v[UNROLL];
#pragma unroll UNROLL
    for (int k = 0; k < UNROLL; ++k)
        v[k] = i + k * BLOCK < n ? in[i + k * BLOCK] : 0.0f;
#pragma unroll 1
    for (int k = 0; k < UNROLL; ++k)
        if (i + k * BLOCK < n)
            out[i + k * BLOCK] = poly(v[k]);
}

template <int Threads, int Factor>
__launch_bounds__(Threads, 2) __global__ void second(const int *__restrict in, int *__restrict out, int n)
{
    int acc = 0;
#pragma unroll Factor
    for (int i = threadIdx.x; i < n; i += Threads)
        acc = shift_add(acc, in[i]) & 0xffff;
    out[blockIdx.x * Threads + threadIdx.x] = acc;
}

extern "C" __global__ void __launch_bounds__(64, 1) third(int *data)
{
    int local[8];
    DO_UNROLL
    for (int k = 0; k < 8; ++k)
        local[k] = data[threadIdx.x] * k;
    int sum = 0;
    for (int k = 7; k >= 0; --k) {
        sum ^= local[k];
    }
    data[threadIdx.x] = sum;
}

int main()
{
    const int n = 1500;
    float *in, *out;
    int *a, *b;
    CHK(cudaMallocManaged(&in, n * sizeof(float)));
    CHK(cudaMallocManaged(&out, n * sizeof(float)));
    CHK(cudaMallocManaged(&a, n * sizeof(int)));
    CHK(cudaMallocManaged(&b, 2 * 96 * sizeof(int)));
    for (int i = 0; i < n; ++i)
        in[i] = (i - 700) / 256.0f, a[i] = i * 13 % 1000;
    first<<<(n + BLOCK * UNROLL - 1) / (BLOCK * UNROLL), BLOCK>>>(in, out, n);
    second<96, 2><<<2, 96>>>(a, b, n);
    CHK(cudaGetLastError());
    CHK(cudaDeviceSynchronize());
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        double x = in[i], want = 1 + x * (-0.5 + x * (0.25 + x * (-0.125 + x * 0.0625)));
        if (!(out[i] > want - 1e-4 * (1 + want * want) && out[i] < want + 1e-4 * (1 + want * want)) && bad++ < 5)
            printf("out[%d] = %g, expected %g\n", i, out[i], want);
    }
    for (int t = 0; t < 192; ++t) {
        int acc = 0;
        for (int i = t % 96; i < n; i += 96)
            acc = ((acc << 1) + a[i]) & 0xffff;
        if (b[t] != acc && bad++ < 10)
            printf("b[%d] = %d, expected %d\n", t, b[t], acc);
    }
    third<<<1, 64>>>(a);
    CHK(cudaGetLastError());
    CHK(cudaDeviceSynchronize());
    for (int t = 0; t < 64; ++t) {
        int x = t * 13 % 1000, want = 0;
        for (int k = 0; k < 8; ++k)
            want ^= x * k;
        if (a[t] != want && bad++ < 15)
            printf("a[%d] = %d, expected %d\n", t, a[t], want);
    }
    CHK(cudaFree(in));
    CHK(cudaFree(out));
    CHK(cudaFree(a));
    CHK(cudaFree(b));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
