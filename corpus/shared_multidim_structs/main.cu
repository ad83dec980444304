// shared_multidim_structs: 3-D shared arrays, shared arrays of structs with arrays inside, a shared
// struct, a shared union, shared pointers, pointers to rows of a shared array, several declarators in
// one declaration, and shared variables in nested scopes.
#include <cstdio>
#include <cuda_runtime.h>

#define NX 8
#define NY 4
#define NZ 4

struct Cell {
    int v[3];
    float f;
};

struct Summary {
    int lowest, highest;
    long long sum;
};

__global__ void cube(const int *in, int *out)
{
    __shared__ int c[NZ][NY][NX + 1];
    const int x = threadIdx.x, y = threadIdx.y, z = threadIdx.z;
    const int at = (z * NY + y) * NX + x;
    c[z][y][x] = in[at];
    __syncthreads();
    int sum = c[z][y][x] * 6;
    if (x > 0) sum -= c[z][y][x - 1];
    if (x < NX - 1) sum -= c[z][y][x + 1];
    if (y > 0) sum -= c[z][y - 1][x];
    if (y < NY - 1) sum -= c[z][y + 1][x];
    if (z > 0) sum -= c[z - 1][y][x];
    if (z < NZ - 1) sum -= c[z + 1][y][x];
    out[at] = sum;
}

__device__ int row_sum(const int (*rows)[NX + 1], int row)
{
    int s = 0;
    for (int x = 0; x < NX; ++x)
        s += rows[row][x];
    return s;
}

__global__ void structs(const int *in, Summary *out, int *rows_out)
{
    __shared__ Cell cells[64], *middle;
    __shared__ Summary summary;
    __shared__ union {
        unsigned whole;
        unsigned short half[2];
    } word;
    const int t = threadIdx.x;
    if (t == 0) {
        summary.lowest = 1 << 30;
        summary.highest = -(1 << 30);
        summary.sum = 0;
        middle = cells + 32;
        word.whole = 0x00010002u;
    }
    Cell mine = {{in[t], in[t] + 1, in[t] + 2}, 0.5f};
    cells[t] = mine;
    __syncthreads();
    Cell &other = cells[63 - t];
    atomicMin(&summary.lowest, other.v[0]);
    atomicMax(&summary.highest, other.v[2]);
    atomicAdd((unsigned long long *)&summary.sum, (unsigned long long)(other.v[1] * 2 * (int)(2 * other.f)));
    __syncthreads();
    if (t == 0)
        *out = summary;
    {
        __shared__ int table[5][NX + 1];
        for (int i = t; i < 5 * NX; i += blockDim.x)
            table[i / NX][i % NX] = middle[i % 32].v[i % 3] * word.half[i & 1];
        __syncthreads();
        if (t < 5)
            rows_out[t] = row_sum(table, t);
    }
}

#define CHECK(c) { cudaError_t e = c; if (e) { printf("%d %s\n", __LINE__, cudaGetErrorString(e)); return 1; } }

int main()
{
    const int n = NX * NY * NZ;
    int in[n], out[n], rows[5], *d_in, *d_out, *d_rows;
    Summary got, want = {1 << 30, -(1 << 30), 0}, *d_summary;
    for (int i = 0; i < n; ++i)
        in[i] = (i * i * 7) % 101;
    CHECK(cudaMalloc(&d_in, sizeof in));
    CHECK(cudaMalloc(&d_out, sizeof out));
    CHECK(cudaMalloc(&d_rows, sizeof rows));
    CHECK(cudaMalloc(&d_summary, sizeof got));
    CHECK(cudaMemcpy(d_in, in, sizeof in, cudaMemcpyHostToDevice));
    cube<<<1, dim3(NX, NY, NZ)>>>(d_in, d_out);
    structs<<<1, 64>>>(d_in, d_summary, d_rows);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(out, d_out, sizeof out, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(rows, d_rows, sizeof rows, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(&got, d_summary, sizeof got, cudaMemcpyDeviceToHost));

    int bad = 0;
    for (int z = 0; z < NZ; ++z)
        for (int y = 0; y < NY; ++y)
            for (int x = 0; x < NX; ++x) {
                auto v = [&](int i, int j, int k) {
                    return i < 0 || j < 0 || k < 0 || i >= NX || j >= NY || k >= NZ ? 0 : in[(k * NY + j) * NX + i];
                };
                int w = 6 * v(x, y, z) - v(x - 1, y, z) - v(x + 1, y, z) - v(x, y - 1, z) - v(x, y + 1, z) -
                        v(x, y, z - 1) - v(x, y, z + 1);
                int g = out[(z * NY + y) * NX + x];
                if (g != w && bad++ < 5)
                    printf("(%d,%d,%d): %d, expected %d\n", x, y, z, g, w);
            }
    for (int t = 0; t < 64; ++t) {
        want.lowest = in[t] < want.lowest ? in[t] : want.lowest;
        want.highest = in[t] + 2 > want.highest ? in[t] + 2 : want.highest;
        want.sum += 2 * (in[t] + 1);
    }
    if (got.lowest != want.lowest || got.highest != want.highest || got.sum != want.sum)
        bad++, printf("summary %d %d %lld, expected %d %d %lld\n", got.lowest, got.highest, got.sum, want.lowest,
                      want.highest, want.sum);
    for (int r = 0; r < 5; ++r) {
        int w = 0;
        for (int x = 0; x < NX; ++x) {
            int i = r * NX + x;
            w += (in[32 + i % 32] + i % 3) * (i & 1 ? 1 : 2);
        }
        if (rows[r] != w)
            bad++, printf("row %d: %d, expected %d\n", r, rows[r], w);
    }
    CHECK(cudaFree(d_in));
    CHECK(cudaFree(d_out));
    CHECK(cudaFree(d_rows));
    CHECK(cudaFree(d_summary));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
