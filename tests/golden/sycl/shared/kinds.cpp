// Static shared memory: a scalar, arrays of several dimensions, a struct, several in one declaration.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

struct pair { int a, b; };

void k(const sycl::nd_item<3> &item, int &flag, float (&tile)[8][9], float (&row)[8], pair (&pairs)[4], int *out)
{
    if (item.get_local_id(2) == 0)
        flag = 1;
    tile[item.get_local_id(2)][0] = row[item.get_local_id(2)] = 0.0f;
    pairs[static_cast<unsigned>(item.get_local_id(2)) % 4].a = 2;
    sycl::group_barrier(item.get_group());
    out[item.get_local_id(2)] = flag + pairs[0].a + (int)tile[0][0];
}

void run(int *out) { cu2x::launch<int, float[8][9], float[8], pair[4]>({1, 8}, [=](const sycl::nd_item<3> &item, auto &flag, auto &tile, auto &row, auto &pairs) { k(item, flag, tile, row, pairs, out); }); }
