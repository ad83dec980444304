// bfloat16_arithmetic: __nv_bfloat16 and __nv_bfloat162 from cuda_bf16.h: conversions with rounding to
// nearest even, a small dense layer with bfloat16 weights and float accumulation, arithmetic and
// comparison, pairs. The host rounds with bit operations of its own.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>
#include <cuda_bf16.h>
#include <cuda_runtime.h>

using bf16 = __nv_bfloat16;

static float rounded(float f)
{
    uint32_t u;
    std::memcpy(&u, &f, 4);
    u += 0x7fff + ((u >> 16) & 1);
    u &= 0xffff0000u;
    std::memcpy(&f, &u, 4);
    return f;
}

__global__ void convert(const float *in, bf16 *out, float *back, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        out[i] = __float2bfloat16(in[i]);
        back[i] = __bfloat162float(out[i]);
    }
}

__global__ void layer(const bf16 *weights, const bf16 *x, const bf16 *bias, bf16 *y, int rows, int columns)
{
    int r = blockIdx.x * blockDim.x + threadIdx.x;
    if (r >= rows)
        return;
    float sum = __bfloat162float(bias[r]);
    for (int c = 0; c < columns; ++c)
        sum += __bfloat162float(weights[r * columns + c]) * __bfloat162float(x[c]);
    bf16 v = __float2bfloat16_rn(sum);
    y[r] = __hgt(v, __float2bfloat16(0.0f)) ? v : __float2bfloat16(0.0f);
}

__global__ void pairs(const __nv_bfloat162 *a, const __nv_bfloat162 *b, float2 *out, int n)
{
    int i = threadIdx.x;
    if (i >= n)
        return;
    __nv_bfloat162 s = __hadd2(a[i], b[i]);
    __nv_bfloat162 p = __hmul2(a[i], b[i]);
    out[2 * i] = make_float2(__low2float(s), __high2float(s));
    out[2 * i + 1] = __bfloat1622float2(p);
}

#define TRY(x) do { if (cudaError_t e = (x)) { std::printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; } } while (0)

int main()
{
    const int n = 512, rows = 40, columns = 24;
    int bad = 0;
    std::vector<float> in(n), back(n);
    for (int i = 0; i < n; ++i)
        in[i] = std::sin(0.37f * i) * std::exp(0.02f * (i - 256));
    float *d_in, *d_back;
    bf16 *d_out, *d_y;
    TRY(cudaMalloc(&d_in, n * sizeof(float)));
    TRY(cudaMalloc(&d_back, n * sizeof(float)));
    TRY(cudaMalloc(&d_out, rows * columns * sizeof(bf16)));
    TRY(cudaMalloc(&d_y, rows * sizeof(bf16)));
    TRY(cudaMemcpy(d_in, in.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    convert<<<2, 256>>>(d_in, d_out, d_back, n);
    TRY(cudaGetLastError());
    TRY(cudaMemcpy(back.data(), d_back, n * sizeof(float), cudaMemcpyDeviceToHost));
    for (int i = 0; i < n; ++i)
        if (back[i] != rounded(in[i]) && bad++ < 5)
            std::printf("%.9g became %.9g, expected %.9g\n", in[i], back[i], rounded(in[i]));

    std::vector<bf16> weights(rows * columns), x(columns), bias(rows), y(rows);
    for (int i = 0; i < rows * columns; ++i)
        weights[i] = __float2bfloat16(0.125f * (i * 7 % 17 - 8));
    for (int c = 0; c < columns; ++c)
        x[c] = __float2bfloat16(0.5f * (c % 5) - 1.0f);
    for (int r = 0; r < rows; ++r)
        bias[r] = __float2bfloat16(0.25f * r);
    bf16 *d_x, *d_bias;
    TRY(cudaMalloc(&d_x, columns * sizeof(bf16)));
    TRY(cudaMalloc(&d_bias, rows * sizeof(bf16)));
    TRY(cudaMemcpy(d_out, weights.data(), weights.size() * sizeof(bf16), cudaMemcpyHostToDevice));
    TRY(cudaMemcpy(d_x, x.data(), columns * sizeof(bf16), cudaMemcpyHostToDevice));
    TRY(cudaMemcpy(d_bias, bias.data(), rows * sizeof(bf16), cudaMemcpyHostToDevice));
    layer<<<2, 32>>>(d_out, d_x, d_bias, d_y, rows, columns);
    TRY(cudaGetLastError());
    TRY(cudaMemcpy(y.data(), d_y, rows * sizeof(bf16), cudaMemcpyDeviceToHost));
    for (int r = 0; r < rows; ++r) {
        float sum = 0.25f * r;
        for (int c = 0; c < columns; ++c)
            sum += 0.125f * ((r * columns + c) * 7 % 17 - 8) * (0.5f * (c % 5) - 1.0f);
        const float want = sum > 0 ? rounded(sum) : 0.0f;
        if (__bfloat162float(y[r]) != want && bad++ < 10)
            std::printf("y[%d] = %g, expected %g\n", r, __bfloat162float(y[r]), want);
    }

    float2 out[24], *d_pairs;
    TRY(cudaMalloc(&d_pairs, sizeof out));
    pairs<<<1, 32>>>((__nv_bfloat162 *)d_x, (__nv_bfloat162 *)d_bias, d_pairs, 12);
    TRY(cudaGetLastError());
    TRY(cudaMemcpy(out, d_pairs, sizeof out, cudaMemcpyDeviceToHost));
    for (int i = 0; i < 24; ++i) {
        const float a = 0.5f * (i % 5) - 1.0f, b = 0.25f * i;
        const float s = i % 2 ? out[i / 2 * 2].y : out[i / 2 * 2].x, p = i % 2 ? out[i / 2 * 2 + 1].y : out[i / 2 * 2 + 1].x;
        if (s != a + b || p != a * b)
            bad++, std::printf("pair %d: %g %g, expected %g %g\n", i, s, p, a + b, a * b);
    }
    void *all[] = {d_in, d_back, d_out, d_y, d_x, d_bias, d_pairs};
    for (void *p : all)
        TRY(cudaFree(p));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
