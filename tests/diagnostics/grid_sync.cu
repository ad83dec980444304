// A barrier over the whole grid, and dynamic parallelism.
#include <cooperative_groups.h>

__global__ void child(int *a) { a[0] = 1; }

__global__ void k(int *a)
{
    cooperative_groups::grid_group grid = cooperative_groups::this_grid();
    //~ CU0301 sync
    grid.sync();
    //~ CU0206
    child<<<1, 1>>>(a);
}
