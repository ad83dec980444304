// Bounds that are constants, macros and local constants.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

#define SIDE 16
const int pad = 1;
constexpr int count = SIDE * 2;

void k(const sycl::nd_item<3> &item, float (&tile)[SIDE][SIDE + pad], float (&line)[count], float (&few)[4], float *a)
{
    const int local = 4;
    line[item.get_local_id(2)] = few[static_cast<unsigned>(item.get_local_id(2)) % local] = tile[0][item.get_local_id(2)] = a[item.get_local_id(2)];
    sycl::group_barrier(item.get_group());
    a[item.get_local_id(2)] = line[0];
}

void run(float *a) { cu2x::launch<float[SIDE][SIDE + pad], float[count], float[4]>({1, SIDE}, [=](const sycl::nd_item<3> &item, auto &tile, auto &line, auto &few) { k(item, tile, line, few, a); }); }
