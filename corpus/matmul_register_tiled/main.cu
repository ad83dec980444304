// matmul_register_tiled: a product with tiles in shared memory and a small tile in registers for each
// thread: float4 loads through reinterpret_cast, arrays in registers indexed by unrolled loops, alpha and
// beta, template parameters for every size with static_assert, padding of shared rows.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

template <int BM, int BN, int BK, int TM, int TN>
__global__ void __launch_bounds__((BM / TM) * (BN / TN))
gemm(int m, int n, int k, float alpha, const float *__restrict__ a, const float *__restrict__ b, float beta, float *__restrict__ c)
{
    static_assert(BM % TM == 0 && BN % TN == 0 && TN % 4 == 0 && BK % 4 == 0, "tiles must divide");
    constexpr int threads = (BM / TM) * (BN / TN);
    __shared__ float as[BK][BM + 4];
    __shared__ __align__(16) float bs[BK][BN];

    const int tx = threadIdx.x % (BN / TN), ty = threadIdx.x / (BN / TN);
    const int row0 = blockIdx.y * BM, column0 = blockIdx.x * BN;
    float acc[TM][TN] = {};
    float left[TM], right[TN];

    for (int k0 = 0; k0 < k; k0 += BK) {
        for (int i = threadIdx.x; i < BM * BK / 4; i += threads) {
            const int r = i / (BK / 4), q = i % (BK / 4) * 4;
            const float4 v = *reinterpret_cast<const float4 *>(&a[(row0 + r) * k + k0 + q]);
            as[q + 0][r] = v.x;
            as[q + 1][r] = v.y;
            as[q + 2][r] = v.z;
            as[q + 3][r] = v.w;
        }
        for (int i = threadIdx.x; i < BK * BN / 4; i += threads) {
            const int r = i / (BN / 4), q = i % (BN / 4) * 4;
            *reinterpret_cast<float4 *>(&bs[r][q]) = *reinterpret_cast<const float4 *>(&b[(k0 + r) * n + column0 + q]);
        }
        __syncthreads();
#pragma unroll
        for (int kk = 0; kk < BK; ++kk) {
#pragma unroll
            for (int i = 0; i < TM; ++i)
                left[i] = as[kk][ty * TM + i];
#pragma unroll
            for (int j = 0; j < TN; j += 4) {
                const float4 v = *reinterpret_cast<const float4 *>(&bs[kk][tx * TN + j]);
                right[j] = v.x, right[j + 1] = v.y, right[j + 2] = v.z, right[j + 3] = v.w;
            }
#pragma unroll
            for (int i = 0; i < TM; ++i)
#pragma unroll
                for (int j = 0; j < TN; ++j)
                    acc[i][j] += left[i] * right[j];
        }
        __syncthreads();
    }
    for (int i = 0; i < TM; ++i)
        for (int j = 0; j < TN; j += 4) {
            float4 *out = reinterpret_cast<float4 *>(&c[(row0 + ty * TM + i) * n + column0 + tx * TN + j]);
            float4 v = *out;
            v.x = alpha * acc[i][j] + beta * v.x;
            v.y = alpha * acc[i][j + 1] + beta * v.y;
            v.z = alpha * acc[i][j + 2] + beta * v.z;
            v.w = alpha * acc[i][j + 3] + beta * v.w;
            *out = v;
        }
}

#define CHECK(x) if (cudaError_t e = (x)) { std::printf("%s: %s\n", #x, cudaGetErrorString(e)); std::exit(1); }

template <int BM, int BN, int BK, int TM, int TN>
static int test(int m, int n, int k)
{
    std::vector<float> a(m * k), b(k * n), c(m * n), got(m * n);
    for (int i = 0; i < m * k; ++i)
        a[i] = 0.25f * (i % 11 - 5);
    for (int i = 0; i < k * n; ++i)
        b[i] = 0.5f * (i % 7 - 3);
    for (int i = 0; i < m * n; ++i)
        c[i] = static_cast<float>(i % 5);
    float *da, *db, *dc;
    CHECK(cudaMalloc(&da, a.size() * sizeof(float)));
    CHECK(cudaMalloc(&db, b.size() * sizeof(float)));
    CHECK(cudaMalloc(&dc, c.size() * sizeof(float)));
    CHECK(cudaMemcpy(da, a.data(), a.size() * sizeof(float), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(db, b.data(), b.size() * sizeof(float), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(dc, c.data(), c.size() * sizeof(float), cudaMemcpyHostToDevice));
    gemm<BM, BN, BK, TM, TN><<<dim3(n / BN, m / BM), (BM / TM) * (BN / TN)>>>(m, n, k, 2.0f, da, db, -0.5f, dc);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(got.data(), dc, got.size() * sizeof(float), cudaMemcpyDeviceToHost));
    CHECK(cudaFree(da));
    CHECK(cudaFree(db));
    CHECK(cudaFree(dc));
    int bad = 0;
    for (int r = 0; r < m; ++r)
        for (int q = 0; q < n; ++q) {
            double want = 0;
            for (int i = 0; i < k; ++i)
                want += static_cast<double>(a[r * k + i]) * b[i * n + q];
            want = 2 * want - 0.5 * c[r * n + q];
            if (!(std::fabs(got[r * n + q] - want) < 1e-3) && bad++ < 4)
                std::printf("%dx%dx%d (%d, %d): %g, expected %g\n", m, n, k, r, q, got[r * n + q], want);
        }
    return bad;
}

int main()
{
    if (test<32, 32, 8, 4, 4>(64, 96, 40) + test<64, 32, 16, 8, 4>(128, 64, 48) + test<16, 64, 4, 2, 8>(48, 64, 20))
        return 1;
    std::puts("PASS");
    return 0;
}
