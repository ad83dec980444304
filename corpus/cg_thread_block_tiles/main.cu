// cg_thread_block_tiles: cooperative groups: this_thread_block with sync, size, thread_rank, group_index;
// tiled_partition of 32, 16, 8 and 4 with shuffles, votes, ballot, meta ranks; groups passed to templated
// device functions; a tile of a tile.
#include <cooperative_groups.h>
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

namespace cg = cooperative_groups;

static void check(cudaError_t e, int line)
{
    if (e != cudaSuccess) {
        printf("line %d: %s\n", line, cudaGetErrorString(e));
        exit(1);
    }
}
#define CHECK(x) check(x, __LINE__)

template <typename Tile>
__device__ int tile_sum(const Tile &tile, int v)
{
    for (int d = tile.size() / 2; d > 0; d /= 2)
        v += tile.shfl_down(v, d);
    return tile.shfl(v, 0);
}

template <int Size>
__global__ void sums(const int *in, int *out, unsigned *votes)
{
    cg::thread_block block = cg::this_thread_block();
    cg::thread_block_tile<Size> tile = cg::tiled_partition<Size>(block);
    const int i = block.group_index().x * block.size() + block.thread_rank();
    const int sum = tile_sum(tile, in[i]);
    const int up = tile.shfl_up(in[i], 1);
    const int across = tile.shfl_xor(in[i], Size / 2);
    out[i] = sum * 3 + (tile.thread_rank() > 0 ? up : 0) - across;
    unsigned word = tile.ballot(in[i] % 2 == 0);
    word |= (tile.any(in[i] > 90) ? 1u : 0u) << 30;
    votes[i] = tile.all(in[i] < 99) ? ~word : word;
    if (tile.meta_group_rank() == tile.meta_group_size() - 1 && tile.thread_rank() == Size - 1)
        out[i] += 1000000;
}

__global__ void nested(const int *in, int *out)
{
    auto block = cg::this_thread_block();
    auto warp = cg::tiled_partition<32>(block);
    auto quad = cg::tiled_partition<4>(warp);
    __shared__ int per_quad[64];
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int s = tile_sum(quad, in[i]);
    if (quad.thread_rank() == 0)
        per_quad[block.thread_rank() / 4] = s;
    block.sync();
    warp.sync();
    cg::sync(block);
    out[i] = per_quad[(block.thread_rank() / 4 + 1) % (block.size() / 4)] + warp.thread_rank();
}

__global__ void plane(int *out)
{
    cg::thread_block b = cg::this_thread_block();
    dim3 t = b.thread_index(), g = b.group_index(), d = b.group_dim();
    unsigned rank = (t.z * d.y + t.y) * d.x + t.x;
    int same = rank == b.thread_rank() && d.x * d.y * d.z == b.num_threads();
    out[(g.y * gridDim.x + g.x) * b.size() + rank] = same;
}

template <int Size>
static int test(const int *in, int *out, unsigned *votes, int n, int threads)
{
    sums<Size><<<n / threads, threads>>>(in, out, votes);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        const int base = i / Size * Size, rank = i % Size;
        int sum = 0, any = 0, all = 1;
        unsigned word = 0;
        for (int k = 0; k < Size; ++k) {
            sum += in[base + k];
            any |= in[base + k] > 90, all &= in[base + k] < 99;
            word |= (in[base + k] % 2 == 0 ? 1u : 0u) << k;
        }
        int want = sum * 3 + (rank ? in[i - 1] : 0) - in[base + (rank ^ (Size / 2))];
        if (i % threads == threads - 1)
            want += 1000000;
        word |= (any ? 1u : 0u) << 30;
        if (all)
            word = ~word;
        if ((out[i] != want || votes[i] != word) && bad++ < 4)
            printf("tile %d, %d: %d, expected %d; votes %08x, expected %08x\n", Size, i, out[i], want, votes[i], word);
    }
    return bad;
}

int main()
{
    const int n = 512;
    int *in, *out;
    unsigned *votes;
    CHECK(cudaMallocManaged(&in, n * sizeof(int)));
    CHECK(cudaMallocManaged(&out, n * sizeof(int)));
    CHECK(cudaMallocManaged(&votes, n * sizeof(unsigned)));
    for (int i = 0; i < n; ++i)
        in[i] = (i * 29 + i / 64) % 100;
    int bad = test<32>(in, out, votes, n, 128) + test<16>(in, out, votes, n, 64) + test<8>(in, out, votes, n, 256) +
              test<4>(in, out, votes, n, 128);
    nested<<<2, 256>>>(in, out);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i) {
        int base = i / 256 * 256, q = (i % 256 / 4 + 1) % 64, want = i % 32;
        for (int k = 0; k < 4; ++k)
            want += in[base + q * 4 + k];
        if (out[i] != want && bad++ < 20)
            printf("nested %d: %d, expected %d\n", i, out[i], want);
    }
    plane<<<dim3(2, 2), dim3(4, 8, 4)>>>(out);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < 512; ++i)
        if (out[i] != 1)
            bad++, printf("plane: rank %d differs\n", i);
    CHECK(cudaFree(in));
    CHECK(cudaFree(out));
    CHECK(cudaFree(votes));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
