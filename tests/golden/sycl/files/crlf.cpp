// Lines that end as on Windows.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

void k(const sycl::nd_item<3> &item, int (&s)[4], int *a)
{
    s[item.get_local_id(2)] = a[0];
    sycl::group_barrier(item.get_group());
    a[1] = s[0];
}

void run(int *a) { cu2x::launch<int[4]>({1, 4}, [=](const sycl::nd_item<3> &item, auto &s) { k(item, s, a); }); }
