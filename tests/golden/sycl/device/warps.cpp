// Warp operations; the launch asks for sub-groups of 32.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>
#include <cu2x/warp.hpp>

#define FULL 0xffffffffu

float warp_sum(const sycl::nd_item<3> &item, float x)
{
    for (int offset = 32 / 2; offset > 0; offset /= 2)
        x += cu2x::shfl_down(item.get_sub_group(), x, offset);
    return x;
}

void k(const sycl::nd_item<3> &item, float *a, unsigned *votes)
{
    int lane = static_cast<unsigned>(item.get_local_id(2)) & 31;
    float x = warp_sum(item, a[item.get_local_id(2)]);
    x = cu2x::shfl(item.get_sub_group(), x, 0);
    x += cu2x::shfl_xor(item.get_sub_group(), x, 1, 16);
    unsigned ballot = cu2x::ballot(item.get_sub_group(), x > 0);
    bool any = sycl::any_of_group(item.get_sub_group(), lane == 3), all = sycl::all_of_group(item.get_sub_group(), lane < 32);
    sycl::group_barrier(item.get_sub_group());
    if (lane == 0)
        votes[0] = static_cast<int>(sycl::popcount(ballot)) + any + all;
}

void run(float *a, unsigned *v) { cu2x::launch<cu2x::sub_group_32>({1, 64}, [=](const sycl::nd_item<3> &item) { k(item, a, v); }); }
