// Cooperative groups: the block, tiles of it, their shuffles and reductions.
#include <cooperative_groups.h>
namespace cg = cooperative_groups;

__global__ void k(int *a)
{
    cg::thread_block block = cg::this_thread_block();
    auto tile = cg::tiled_partition<32>(block);
    int x = a[block.thread_rank()];
    for (int i = tile.size() / 2; i > 0; i /= 2)
        x += tile.shfl_down(x, i);
    block.sync();
    if (tile.thread_rank() == 0)
        a[threadIdx.x / 32] = x;
}

void run(int *a) { k<<<1, 64>>>(a); }
