// Shared memory that a device function declares, used by two kernels.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

float total(const sycl::nd_item<3> &item, float (&sums)[32], float x)
{
    sums[item.get_local_id(2)] = x;
    sycl::group_barrier(item.get_group());
    return sums[0] + sums[1];
}

void one(const sycl::nd_item<3> &item, float (&sums)[32], float *a) { a[0] = total(item, sums, 1); }
void two(const sycl::nd_item<3> &item, float (&sums)[32], float *a) { a[0] = total(item, sums, 2) + total(item, sums, 3); }

void run(float *a)
{
    cu2x::launch<float[32]>({1, 32}, [=](const sycl::nd_item<3> &item, auto &sums) { one(item, sums, a); });
    cu2x::launch<float[32]>({1, 32}, [=](const sycl::nd_item<3> &item, auto &sums) { two(item, sums, a); });
}
