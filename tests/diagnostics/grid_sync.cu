// A grid group has no barrier.
#include <cooperative_groups.h>

__global__ void k(int *a)
{
    //~ CU0401 barrier
    cooperative_groups::grid_group grid = cooperative_groups::this_grid();
    a[grid.thread_rank()] = 1;
    //~ CU0301 sync
    grid.sync();
}
