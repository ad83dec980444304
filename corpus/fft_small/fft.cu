// fft_small: a batch of radix-2 transforms, one per block, in dynamic shared memory as float2: bit
// reversal by __brev, butterflies with sincospif, forward and inverse by a template bool, complex
// arithmetic by overloaded operators. Compared with a slow transform in double.
#include <cmath>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

#define CHECK(x) do { cudaError_t e_ = (x); if (e_ != cudaSuccess) { printf("%s\n", cudaGetErrorString(e_)); exit(1); } } while (0)

static __device__ __forceinline__ float2 operator+(float2 a, float2 b) { return make_float2(a.x + b.x, a.y + b.y); }
static __device__ __forceinline__ float2 operator-(float2 a, float2 b) { return make_float2(a.x - b.x, a.y - b.y); }
static __device__ __forceinline__ float2 operator*(float2 a, float2 b)
{
    return make_float2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}
static __device__ __forceinline__ void operator*=(float2 &a, float s) { a.x *= s, a.y *= s; }

template <bool Inverse>
__global__ void fft(float2 *data, int log_n)
{
    extern __shared__ float2 s[];
    const int n = 1 << log_n;
    float2 *mine = data + static_cast<size_t>(blockIdx.x) * n;
    for (int i = threadIdx.x; i < n; i += blockDim.x)
        s[__brev(i) >> (32 - log_n)] = mine[i];
    __syncthreads();

    for (int half = 1; half < n; half <<= 1) {
        for (int k = threadIdx.x; k < n / 2; k += blockDim.x) {
            const int in_group = k & (half - 1), low = 2 * k - in_group, high = low + half;
            float2 twiddle;
            sincospif((Inverse ? 1.0f : -1.0f) * in_group / half, &twiddle.y, &twiddle.x);
            const float2 odd = s[high] * twiddle, even = s[low];
            s[low] = even + odd;
            s[high] = even - odd;
        }
        __syncthreads();
    }
    for (int i = threadIdx.x; i < n; i += blockDim.x) {
        float2 v = s[i];
        if (Inverse)
            v *= 1.0f / n;
        mine[i] = v;
    }
}

static int run(int log_n, int batch, int threads)
{
    const int n = 1 << log_n;
    const size_t bytes = sizeof(float2) * n * batch;
    std::vector<float2> in(n * batch), out(n * batch), back(n * batch);
    for (int i = 0; i < n * batch; ++i)
        in[i] = make_float2(std::sin(0.7f * i) + (i % 3), std::cos(0.11f * i));
    float2 *d;
    CHECK(cudaMalloc(&d, bytes));
    CHECK(cudaMemcpy(d, in.data(), bytes, cudaMemcpyHostToDevice));
    fft<false><<<batch, threads, n * sizeof(float2)>>>(d, log_n);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(out.data(), d, bytes, cudaMemcpyDeviceToHost));
    fft<true><<<batch, threads, n * sizeof(float2)>>>(d, log_n);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(back.data(), d, bytes, cudaMemcpyDeviceToHost));
    CHECK(cudaFree(d));

    int bad = 0;
    for (int b = 0; b < batch; ++b)
        for (int f = 0; f < n; ++f) {
            std::complex<double> want = 0;
            for (int t = 0; t < n; ++t)
                want += std::complex<double>(in[b * n + t].x, in[b * n + t].y) * std::polar(1.0, -2 * M_PI * ((long long)f * t % n) / n);
            const float2 o = out[b * n + f], k = back[b * n + f], i = in[b * n + f];
            const double off = std::abs(want - std::complex<double>(o.x, o.y));
            if (!(off < 1e-3) || !(std::fabs(k.x - i.x) + std::fabs(k.y - i.y) < 1e-4)) {
                if (bad++ < 4)
                    printf("n %d, %d.%d: off by %g; back %g %g, was %g %g\n", n, b, f, off, k.x, k.y, i.x, i.y);
            }
        }
    return bad;
}

int main()
{
    if (run(6, 5, 32) + run(8, 3, 64) + run(5, 1, 128))
        return 1;
    printf("PASS\n");
    return 0;
}
