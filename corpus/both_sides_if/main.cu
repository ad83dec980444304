// both_sides_if: conditional code on both sides of #if, in headers, around kernels, inside parameter
// lists and statements, __CUDA_ARCH__ inside host-device functions, __CUDACC__, nested and #elif chains,
// #if 0 around broken code, defined() expressions, and a C file compiled beside.
#include <cstdio>
#include <cuda_runtime.h>
#include "config.h"

#define VARIANT 2
#define HAS(feature) (FEATURE_##feature)
#define FEATURE_SHARED 1
#define FEATURE_ATOMICS 0

HD inline int where()
{
#ifdef __CUDA_ARCH__
    return 1;
#else
    return 0;
#endif
}

HD inline real root(real v)
{
#if defined(__CUDA_ARCH__) && !USE_DOUBLE
    return sqrtf(v);
#elif defined(__CUDA_ARCH__)
    return sqrt(v);
#else
    real r = v > REAL(1.0) ? v : REAL(1.0);
    for (int i = 0; i < 40; ++i)
        r = REAL(0.5) * (r + v / r);
    return r;
#endif
}

#if VARIANT == 1
__global__ void kernel(real *out, int n)
{
    out[threadIdx.x] = n;
}
#elif VARIANT == 2
__global__ void kernel(real *RESTRICT out, int *places, int n
#if HAS(SHARED)
                       ,
                       int rotate
#endif
)
{
#if HAS(SHARED)
    __shared__ real s[BLOCK_SIZE];
#endif
    const int i = blockIdx.x * BLOCK_SIZE + threadIdx.x;
    real v = i < n ? root(REAL(2.0) * i) : REAL(0.0);
#if HAS(SHARED)
    s[threadIdx.x] = v;
    __syncthreads();
    v = s[(threadIdx.x + rotate) % BLOCK_SIZE];
#endif
    if (i < n)
#if HAS(ATOMICS)
        atomicAdd(&out[i], v);
#else
        out[i] = v;
#endif
    if (i < n) places[i] = where();
}
#else
#error "no such variant"
#endif

#if 0
__global__ void never(int *a { this would not parse <<< >>> ((
#endif

#if defined(USE_DOUBLE) && (USE_DOUBLE + 0) && !defined(NO_CHECK)
static const real tolerance = 1e-12;
#else
static const real tolerance = 1e-5f;
#endif

#define CHECK(x) if (cudaError_t e = (x)) { printf("%s\n", cudaGetErrorString(e)); return 1; }

int main()
{
    const int n = 3 * BLOCK_SIZE;
    real *out;
    int *places, bad = 0;
    CHECK(cudaMallocManaged(&out, n * sizeof(real)));
    CHECK(cudaMallocManaged(&places, n * sizeof(int)));
    kernel<<<n / BLOCK_SIZE, BLOCK_SIZE>>>(out, places, n
#if HAS(SHARED)
                                           , 3
#endif
    );
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i) {
        const int from = i / BLOCK_SIZE * BLOCK_SIZE + (i + 3) % BLOCK_SIZE;
        const real want = root(REAL(2.0) * from), gap = out[i] - want;
        if (!(gap <= tolerance * (1 + want) && -gap <= tolerance * (1 + want)) && bad++ < 5)
            printf("out[%d] = %g, expected %g\n", i, (double)out[i], (double)want);
    }
    if (where() != 0 || host_only_sum(places, n) != n)
        bad++, printf("%d of %d threads ran device code\n", host_only_sum(places, n), n);
    CHECK(cudaFree(out));
    CHECK(cudaFree(places));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
