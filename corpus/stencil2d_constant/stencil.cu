// stencil2d_constant: a 5x5 stencil whose weights lie in initialised __constant__ memory (a 2-D
// array and a struct), with a halo loaded into a 2-D shared tile; the border is clamped.
// A second set of weights replaces the first by cudaMemcpyToSymbol.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

constexpr int R = 2;
constexpr int BX = 32, BY = 8;

struct Scaling {
    float gain;
    float offset;
};

__constant__ float weights[2 * R + 1][2 * R + 1] = {
    {1, 4, 6, 4, 1}, {4, 16, 24, 16, 4}, {6, 24, 36, 24, 6}, {4, 16, 24, 16, 4}, {1, 4, 6, 4, 1}};
__constant__ Scaling scaling = {1.0f / 256.0f, 0.25f};

__host__ __device__ inline int clamp(int v, int lo, int hi) { return v < lo ? lo : (v > hi ? hi : v); }

__global__ void stencil(const float *in, float *out, int w, int h)
{
    __shared__ float tile[BY + 2 * R][BX + 2 * R];
    const int x0 = blockIdx.x * BX - R, y0 = blockIdx.y * BY - R;

    for (int y = threadIdx.y; y < BY + 2 * R; y += BY)
        for (int x = threadIdx.x; x < BX + 2 * R; x += BX)
            tile[y][x] = in[clamp(y0 + y, 0, h - 1) * w + clamp(x0 + x, 0, w - 1)];
    __syncthreads();

    const int x = x0 + R + threadIdx.x, y = y0 + R + threadIdx.y;
    if (x >= w || y >= h)
        return;
    float sum = 0;
    for (int dy = 0; dy <= 2 * R; ++dy)
        for (int dx = 0; dx <= 2 * R; ++dx)
            sum += weights[dy][dx] * tile[threadIdx.y + dy][threadIdx.x + dx];
    out[y * w + x] = sum * scaling.gain + scaling.offset;
}

static void ok(cudaError_t e, const char *what)
{
    if (e == cudaSuccess)
        return;
    printf("%s: %s\n", what, cudaGetErrorString(e));
    exit(1);
}

static int verify(const std::vector<float> &in, const std::vector<float> &got, int w, int h,
                  const float (&k)[5][5], Scaling s)
{
    int bad = 0;
    for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x) {
            double sum = 0;
            for (int dy = -R; dy <= R; ++dy)
                for (int dx = -R; dx <= R; ++dx)
                    sum += double(k[dy + R][dx + R]) * in[clamp(y + dy, 0, h - 1) * w + clamp(x + dx, 0, w - 1)];
            const double want = sum * s.gain + s.offset;
            if (std::fabs(got[y * w + x] - want) > 1e-4 && bad++ < 5)
                printf("(%d, %d): %g, expected %g\n", x, y, got[y * w + x], want);
        }
    return bad;
}

int main()
{
    const int w = 101, h = 67;
    std::vector<float> in(w * h), out(w * h);
    for (int i = 0; i < w * h; ++i)
        in[i] = float((i * 31) % 23) / 23.0f;

    float *d_in, *d_out;
    ok(cudaMalloc(&d_in, in.size() * sizeof(float)), "malloc");
    ok(cudaMalloc(&d_out, out.size() * sizeof(float)), "malloc");
    ok(cudaMemcpy(d_in, in.data(), in.size() * sizeof(float), cudaMemcpyHostToDevice), "copy");

    const dim3 block{BX, BY}, grid{(w + BX - 1) / BX, (h + BY - 1) / BY};
    float gauss[5][5] = {{1, 4, 6, 4, 1}, {4, 16, 24, 16, 4}, {6, 24, 36, 24, 6}, {4, 16, 24, 16, 4}, {1, 4, 6, 4, 1}};
    stencil<<<grid, block>>>(d_in, d_out, w, h);
    ok(cudaGetLastError(), "launch");
    ok(cudaMemcpy(out.data(), d_out, out.size() * sizeof(float), cudaMemcpyDeviceToHost), "copy back");
    int bad = verify(in, out, w, h, gauss, {1.0f / 256.0f, 0.25f});

    float laplace[5][5] = {{0, 0, 1, 0, 0}, {0, 1, 2, 1, 0}, {1, 2, -16, 2, 1}, {0, 1, 2, 1, 0}, {0, 0, 1, 0, 0}};
    const Scaling unit{0.0625f, -1.0f};
    ok(cudaMemcpyToSymbol(weights, laplace, sizeof laplace), "weights");
    ok(cudaMemcpyToSymbol(scaling, &unit, sizeof unit), "scaling");
    stencil<<<grid, block>>>(d_in, d_out, w, h);
    ok(cudaGetLastError(), "launch");
    ok(cudaMemcpy(out.data(), d_out, out.size() * sizeof(float), cudaMemcpyDeviceToHost), "copy back");
    bad += verify(in, out, w, h, laplace, unit);

    ok(cudaFree(d_in), "free");
    ok(cudaFree(d_out), "free");
    if (bad)
        return 1;
    printf("PASS\n");
}
