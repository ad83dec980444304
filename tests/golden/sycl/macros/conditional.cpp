// Both sides of #if are translated.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

void k(const sycl::nd_item<3> &item, float *a)
{
#ifdef WIDE
    int i = item.get_global_id(2);
    a[i] = sycl::exp(a[i]);
#else
    int i = item.get_local_id(2);
    a[i] = sycl::exp(a[i]);
#endif
#if 0
    a[threadIdx.x] = never;
#endif
}

void run(float *a)
{
#if defined(WIDE)
    cu2x::launch({4, 64}, [=](const sycl::nd_item<3> &item) { k(item, a); });
#else
    cu2x::launch({1, 64}, [=](const sycl::nd_item<3> &item) { k(item, a); });
#endif
}
