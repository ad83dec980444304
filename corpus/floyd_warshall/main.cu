// floyd_warshall: all shortest paths, once with one launch per step and once in tiles with three kernels of
// different roles (a tile, its cross, the rest) that share a device function over shared tiles passed by
// reference; device code in a struct's static member functions, an `auto` result and unsigned saturation.
#include <algorithm>
#include <cstdio>
#include <vector>
#include <cuda_runtime.h>

constexpr int kTile = 16;
constexpr unsigned kFar = 1u << 29;

using Tile = unsigned[kTile][kTile];

__device__ auto shorter(unsigned a, unsigned b) { return a < b ? a : b; }

__global__ void step(unsigned *d, int n, int k)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < n && y < n)
        d[y * n + x] = shorter(d[y * n + x], d[y * n + k] + d[k * n + x]);
}

struct Blocked {
    __device__ static void load(Tile &t, const unsigned *d, int n, int ty, int tx)
    {
        t[threadIdx.y][threadIdx.x] = d[(ty * kTile + threadIdx.y) * n + tx * kTile + threadIdx.x];
    }
    __device__ static void store(const Tile &t, unsigned *d, int n, int ty, int tx)
    {
        d[(ty * kTile + threadIdx.y) * n + tx * kTile + threadIdx.x] = t[threadIdx.y][threadIdx.x];
    }
    // c = min(c, a + b); the tiles may be one and the same, therefore the barriers.
    __device__ static void relax(Tile &c, const Tile &a, const Tile &b)
    {
        for (int k = 0; k < kTile; ++k) {
            const unsigned v = shorter(c[threadIdx.y][threadIdx.x], a[threadIdx.y][k] + b[k][threadIdx.x]);
            __syncthreads();
            c[threadIdx.y][threadIdx.x] = v;
            __syncthreads();
        }
    }
};

__global__ void pivot(unsigned *d, int n, int p)
{
    __shared__ Tile c;
    Blocked::load(c, d, n, p, p);
    __syncthreads();
    Blocked::relax(c, c, c);
    Blocked::store(c, d, n, p, p);
}

__global__ void cross(unsigned *d, int n, int p)
{
    __shared__ Tile c, middle;
    const int other = blockIdx.x;
    if (other == p)
        return; // the whole block
    const bool row = blockIdx.y == 0;
    Blocked::load(middle, d, n, p, p);
    Blocked::load(c, d, n, row ? p : other, row ? other : p);
    __syncthreads();
    if (row)
        Blocked::relax(c, middle, c);
    else
        Blocked::relax(c, c, middle);
    Blocked::store(c, d, n, row ? p : other, row ? other : p);
}

__global__ void rest(unsigned *d, int n, int p)
{
    __shared__ Tile c, a, b;
    const int ty = blockIdx.y, tx = blockIdx.x;
    if (ty == p || tx == p)
        return;
    Blocked::load(c, d, n, ty, tx);
    Blocked::load(a, d, n, ty, p);
    Blocked::load(b, d, n, p, tx);
    __syncthreads();
    Blocked::relax(c, a, b);
    Blocked::store(c, d, n, ty, tx);
}

#define TRY(x) do { cudaError_t e = (x); if (e != cudaSuccess) { std::printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; } } while (0)

int main()
{
    const int n = 4 * kTile, tiles = n / kTile;
    std::vector<unsigned> want(n * n, kFar), plain(n * n), tiled(n * n);
    unsigned s = 3;
    for (int i = 0; i < n; ++i) {
        want[i * n + i] = 0;
        for (int e = 0; e < 3; ++e) {
            s = s * 1664525u + 1013904223u;
            const int to = (s >> 10) % n;
            if (to != i)
                want[i * n + to] = 1 + (s >> 20) % 100;
        }
    }
    unsigned *a, *b;
    TRY(cudaMalloc(&a, n * n * sizeof(unsigned)));
    TRY(cudaMalloc(&b, n * n * sizeof(unsigned)));
    TRY(cudaMemcpy(a, want.data(), n * n * sizeof(unsigned), cudaMemcpyHostToDevice));
    TRY(cudaMemcpy(b, a, n * n * sizeof(unsigned), cudaMemcpyDeviceToDevice));
    const dim3 block(kTile, kTile);
    for (int k = 0; k < n; ++k)
        step<<<dim3(tiles, tiles), block>>>(a, n, k);
    for (int p = 0; p < tiles; ++p) {
        pivot<<<1, block>>>(b, n, p);
        cross<<<dim3(tiles, 2), block>>>(b, n, p);
        rest<<<dim3(tiles, tiles), block>>>(b, n, p);
    }
    TRY(cudaGetLastError());
    TRY(cudaMemcpy(plain.data(), a, n * n * sizeof(unsigned), cudaMemcpyDeviceToHost));
    TRY(cudaMemcpy(tiled.data(), b, n * n * sizeof(unsigned), cudaMemcpyDeviceToHost));
    TRY(cudaFree(a));
    TRY(cudaFree(b));
    for (int k = 0; k < n; ++k)
        for (int y = 0; y < n; ++y)
            for (int x = 0; x < n; ++x)
                want[y * n + x] = std::min(want[y * n + x], want[y * n + k] + want[k * n + x]);
    int bad = 0;
    for (int i = 0; i < n * n; ++i)
        if ((plain[i] != want[i] || tiled[i] != want[i]) && bad++ < 5)
            std::printf("%d to %d: %u and %u, expected %u\n", i / n, i % n, plain[i], tiled[i], want[i]);
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
