// half_arithmetic: half and half2 from cuda_fp16.h: conversions (host and device), intrinsics and
// operators, comparisons, fused multiply-add, half2 lanes, loads of half2 from half arrays, a dot
// product with float accumulation. All values are exact in half or rounded once.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#define CHECK(x)                                                               \
    do {                                                                       \
        cudaError_t e = (x);                                                   \
        if (e != cudaSuccess) {                                                \
            printf("line %d: %s\n", __LINE__, cudaGetErrorString(e));          \
            exit(1);                                                           \
        }                                                                      \
    } while (0)

__global__ void scalar(const half *a, const half *b, float *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    half x = a[i], y = b[i];
    half sum = __hadd(x, y);
    half difference = x - y;
    half product = __hmul(x, y);
    half fused = __hfma(x, y, __float2half(1.0f));
    half quotient = x / y;
    half negated = -x;
    out[i * 8 + 0] = __half2float(sum);
    out[i * 8 + 1] = __half2float(difference);
    out[i * 8 + 2] = __half2float(product);
    out[i * 8 + 3] = __half2float(fused);
    out[i * 8 + 4] = __half2float(quotient);
    out[i * 8 + 5] = __half2float(__habs(negated));
    out[i * 8 + 6] = __hlt(x, y) ? 1.0f : (x == y ? 0.0f : -1.0f);
    out[i * 8 + 7] = float(__half2int_rn(x)) + __half2float(hsqrt(__float2half(16.0f)));
}

__global__ void axpy2(half2 *y, const half2 *x, half a, int pairs)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= pairs)
        return;
    half2 a2 = __half2half2(a);
    half2 r = __hfma2(a2, x[i], y[i]);
    if (i == 0)
        r = __halves2half2(__high2half(r), __low2half(r));
    y[i] = __hadd2(r, __floats2half2_rn(0.5f, -0.5f));
}

__global__ void dot(const half *a, const half *b, float *out, int n)
{
    __shared__ float partial[64];
    const half2 *a2 = reinterpret_cast<const half2 *>(a), *b2 = reinterpret_cast<const half2 *>(b);
    float sum = 0.0f;
    for (int i = threadIdx.x; i < n / 2; i += blockDim.x) {
        float2 p = __half22float2(__hmul2(a2[i], b2[i]));
        sum += p.x + p.y;
    }
    partial[threadIdx.x] = sum;
    __syncthreads();
    if (threadIdx.x == 0) {
        for (int k = 1; k < 64; ++k)
            sum += partial[k];
        *out = sum;
    }
}

int main()
{
    const int n = 256;
    std::vector<half> a(n), b(n), y(n);
    std::vector<float> fa(n), fb(n), out(8 * n);
    for (int i = 0; i < n; ++i) {
        fa[i] = 0.25f * (i % 32) - 4.0f;
        fb[i] = 0.5f * (i % 9 + 1);
        a[i] = __float2half(fa[i]);
        b[i] = __float2half_rn(fb[i]);
        y[i] = __float2half(float(i % 16));
        if (__half2float(a[i]) != fa[i]) {
            printf("conversion on the host changes %g\n", fa[i]);
            return 1;
        }
    }
    half *d_a, *d_b, *d_y;
    float *d_out, *d_dot, got_dot, want_dot = 0;
    CHECK(cudaMalloc(&d_a, n * sizeof(half)));
    CHECK(cudaMalloc(&d_b, n * sizeof(half)));
    CHECK(cudaMalloc(&d_y, n * sizeof(half)));
    CHECK(cudaMalloc(&d_out, 8 * n * sizeof(float)));
    CHECK(cudaMalloc(&d_dot, sizeof(float)));
    CHECK(cudaMemcpy(d_a, a.data(), n * sizeof(half), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_b, b.data(), n * sizeof(half), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_y, y.data(), n * sizeof(half), cudaMemcpyHostToDevice));
    scalar<<<2, 128>>>(d_a, d_b, d_out, n);
    axpy2<<<1, 128>>>((half2 *)d_y, (const half2 *)d_a, __float2half(2.0f), n / 2);
    dot<<<1, 64>>>(d_a, d_b, d_dot, n);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(out.data(), d_out, 8 * n * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(y.data(), d_y, n * sizeof(half), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(&got_dot, d_dot, sizeof(float), cudaMemcpyDeviceToHost));

    int bad = 0;
    for (int i = 0; i < n; ++i) {
        const float x = fa[i], w = fb[i];
        const float want[8] = {x + w, x - w, x * w, x * w + 1, x / w, fabsf(x), x < w ? 1.0f : x == w ? 0.0f : -1.0f, rintf(x) + 4};
        for (int k = 0; k < 8; ++k)
            if (!(fabsf(out[i * 8 + k] - want[k]) <= (k == 4 ? 1e-3f * (1 + fabsf(want[k])) : 0.0f)) && bad++ < 5)
                printf("value %d of %g and %g: %g, expected %g\n", k, x, w, out[i * 8 + k], want[k]);
        want_dot += x * w;
        float r = 2 * fa[i < 2 ? 1 - i : i] + (i < 2 ? 1 - i : i) % 16 + (i % 2 ? -0.5f : 0.5f);
        if (__half2float(y[i]) != r && bad++ < 10)
            printf("axpy2[%d] = %g, expected %g\n", i, __half2float(y[i]), r);
    }
    if (fabsf(got_dot - want_dot) > 1e-3f * (1 + fabsf(want_dot)))
        bad++, printf("dot: %g, expected %g\n", got_dot, want_dot);
    CHECK(cudaFree(d_a));
    CHECK(cudaFree(d_b));
    CHECK(cudaFree(d_y));
    CHECK(cudaFree(d_out));
    CHECK(cudaFree(d_dot));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
