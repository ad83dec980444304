// grids_3d: all twelve built-in indices: 3-D grids of 3-D blocks, uneven sizes, dim3 built in every way
// (default members, one, two and three arguments, braces, a copy that is changed, a function's result),
// linear ids checked element by element, and a 3-D stencil with a guard on each side.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

#define CHECK(x) do { cudaError_t e = (x); if (e) { printf("%s\n", cudaGetErrorString(e)); exit(1); } } while (0)

struct Id {
    unsigned short bx, by, bz, tx, ty, tz, gx, gy, gz, dx, dy, dz;
};

__global__ void record(Id *out)
{
    const unsigned block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
    const unsigned thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
    Id id = {(unsigned short)blockIdx.x,  (unsigned short)blockIdx.y,  (unsigned short)blockIdx.z,
             (unsigned short)threadIdx.x, (unsigned short)threadIdx.y, (unsigned short)threadIdx.z,
             (unsigned short)gridDim.x,   (unsigned short)gridDim.y,   (unsigned short)gridDim.z,
             (unsigned short)blockDim.x,  (unsigned short)blockDim.y,  (unsigned short)blockDim.z};
    out[block * (blockDim.x * blockDim.y * blockDim.z) + thread] = id;
}

__global__ void stencil(const float *in, float *out, int3 size)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    const int z = blockIdx.z * blockDim.z + threadIdx.z;
    if (x >= size.x || y >= size.y || z >= size.z)
        return;
#define AT(i, j, k) in[((k) * size.y + (j)) * size.x + (i)]
    float v = AT(x, y, z);
    if (x > 0 && x < size.x - 1 && y > 0 && y < size.y - 1 && z > 0 && z < size.z - 1)
        v = AT(x - 1, y, z) + AT(x + 1, y, z) + AT(x, y - 1, z) + AT(x, y + 1, z) + AT(x, y, z - 1) + AT(x, y, z + 1) - 6 * v;
    out[(z * size.y + y) * size.x + x] = v;
#undef AT
}

static dim3 blocks_for(int3 size, dim3 block)
{
    return dim3((size.x + block.x - 1) / block.x, (size.y + block.y - 1) / block.y, (size.z + block.z - 1) / block.z);
}

static int verify(dim3 g, dim3 b, const Id *ids)
{
    unsigned at = 0;
    for (unsigned bz = 0; bz < g.z; ++bz)
        for (unsigned by = 0; by < g.y; ++by)
            for (unsigned bx = 0; bx < g.x; ++bx)
                for (unsigned tz = 0; tz < b.z; ++tz)
                    for (unsigned ty = 0; ty < b.y; ++ty)
                        for (unsigned tx = 0; tx < b.x; ++tx) {
                            const Id &i = ids[at++];
                            if (i.bx != bx || i.by != by || i.bz != bz || i.tx != tx || i.ty != ty || i.tz != tz ||
                                i.gx != g.x || i.gy != g.y || i.gz != g.z || i.dx != b.x || i.dy != b.y || i.dz != b.z) {
                                printf("grid %u %u %u, block %u %u %u: entry %u differs\n", g.x, g.y, g.z, b.x, b.y, b.z, at - 1);
                                return 1;
                            }
                        }
    return 0;
}

int main()
{
    Id *ids;
    int bad = 0;
    CHECK(cudaMallocManaged(&ids, 40000 * sizeof(Id)));
    dim3 one, line(17), plane(3, 5), cube(2, 3, 4), braces{4, 1, 6}, changed = cube;
    changed.z = 7;
    changed.x += 1;
    const dim3 pairs[][2] = {{one, line}, {line, plane}, {plane, cube}, {cube, braces}, {changed, dim3(8, 4, 2)}, {9, 32}};
    for (const auto &p : pairs) {
        record<<<p[0], p[1]>>>(ids);
        CHECK(cudaGetLastError());
        CHECK(cudaDeviceSynchronize());
        bad += verify(p[0], p[1], ids);
    }
    CHECK(cudaFree(ids));

    const int3 size = make_int3(21, 14, 10);
    const int n = size.x * size.y * size.z;
    float *in, *out;
    CHECK(cudaMallocManaged(&in, n * sizeof(float)));
    CHECK(cudaMallocManaged(&out, n * sizeof(float)));
    for (int i = 0; i < n; ++i)
        in[i] = (float)((i * 31) % 64);
    dim3 block(8, 4, 4);
    stencil<<<blocks_for(size, block), block>>>(in, out, size);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    const int row = size.x, slice = size.x * size.y;
    for (int i = 0; i < n; ++i) {
        const int x = i % row, y = i / row % size.y, z = i / slice;
        float want = in[i];
        if (x > 0 && x < size.x - 1 && y > 0 && y < size.y - 1 && z > 0 && z < size.z - 1)
            want = in[i - 1] + in[i + 1] + in[i - row] + in[i + row] + in[i - slice] + in[i + slice] - 6 * in[i];
        if (out[i] != want && bad++ < 8)
            printf("out[%d] = %g, expected %g\n", i, out[i], want);
    }
    CHECK(cudaFree(in));
    CHECK(cudaFree(out));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
