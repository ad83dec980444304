// matmul_tiled: C = A * B with square tiles in static shared memory, sizes that are no
// multiple of the tile, two barriers a step, 2-D blocks and grids, a #define for the tile.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

#define TILE 16
#define DIV_UP(a, b) (((a) + (b) - 1) / (b))

inline void check(cudaError_t e, int line)
{
    if (e != cudaSuccess) {
        printf("line %d: %s\n", line, cudaGetErrorString(e));
        exit(1);
    }
}
#define CU(x) check((x), __LINE__)

__global__ void matmul(const float *A, const float *B, float *C, int m, int k, int n)
{
    __shared__ float As[TILE][TILE];
    __shared__ float Bs[TILE][TILE];

    const int row = blockIdx.y * TILE + threadIdx.y;
    const int col = blockIdx.x * TILE + threadIdx.x;
    float acc = 0.0f;

    for (int t = 0; t < DIV_UP(k, TILE); ++t) {
        const int ka = t * TILE + threadIdx.x;
        const int kb = t * TILE + threadIdx.y;
        As[threadIdx.y][threadIdx.x] = (row < m && ka < k) ? A[row * k + ka] : 0.0f;
        Bs[threadIdx.y][threadIdx.x] = (kb < k && col < n) ? B[kb * n + col] : 0.0f;
        __syncthreads();
#pragma unroll
        for (int i = 0; i < TILE; ++i)
            acc += As[threadIdx.y][i] * Bs[i][threadIdx.x];
        __syncthreads();
    }
    if (row < m && col < n)
        C[row * n + col] = acc;
}

int main()
{
    const int m = 70, k = 53, n = 90;
    std::vector<float> a(m * k), b(k * n), c(m * n);
    for (size_t i = 0; i < a.size(); ++i)
        a[i] = static_cast<float>(i % 13) - 6.0f;
    for (size_t i = 0; i < b.size(); ++i)
        b[i] = 0.125f * static_cast<float>(i % 17);

    float *da, *db, *dc;
    CU(cudaMalloc(&da, a.size() * sizeof(float)));
    CU(cudaMalloc(&db, b.size() * sizeof(float)));
    CU(cudaMalloc(&dc, c.size() * sizeof(float)));
    CU(cudaMemcpy(da, a.data(), a.size() * sizeof(float), cudaMemcpyHostToDevice));
    CU(cudaMemcpy(db, b.data(), b.size() * sizeof(float), cudaMemcpyHostToDevice));

    dim3 block(TILE, TILE);
    dim3 grid(DIV_UP(n, TILE), DIV_UP(m, TILE));
    matmul<<<grid, block>>>(da, db, dc, m, k, n);
    CU(cudaGetLastError());
    CU(cudaMemcpy(c.data(), dc, c.size() * sizeof(float), cudaMemcpyDeviceToHost));

    int bad = 0;
    for (int i = 0; i < m; ++i)
        for (int j = 0; j < n; ++j) {
            double want = 0;
            for (int l = 0; l < k; ++l)
                want += static_cast<double>(a[i * k + l]) * b[l * n + j];
            if (std::fabs(c[i * n + j] - want) > 1e-4 * (1 + std::fabs(want)) && bad++ < 5)
                printf("C[%d][%d] = %g, expected %g\n", i, j, c[i * n + j], want);
        }
    CU(cudaFree(da));
    CU(cudaFree(db));
    CU(cudaFree(dc));
    puts(bad ? "FAIL" : "PASS");
    return bad != 0;
}
