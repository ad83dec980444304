// Cooperative groups: the block, tiles of it, their shuffles and reductions.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/cooperative_groups.hpp>
#include <cu2x/launch.hpp>
#include <cooperative_groups.h>
namespace cg = cooperative_groups;

void k(const sycl::nd_item<3> &item, int *a)
{
    cg::thread_block block = cooperative_groups::this_thread_block(item);
    auto tile = cg::tiled_partition<32>(block);
    int x = a[block.thread_rank()];
    for (int i = tile.size() / 2; i > 0; i /= 2)
        x += tile.shfl_down(x, i);
    block.sync();
    if (tile.thread_rank() == 0)
        a[static_cast<unsigned>(item.get_local_id(2)) / 32] = x;
}

void run(int *a) { cu2x::launch<cu2x::sub_group_32>({1, 64}, [=](const sycl::nd_item<3> &item) { k(item, a); }); }
