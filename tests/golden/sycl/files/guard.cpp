// An include guard that a source has, and declarations of what another file defines.
#ifndef GUARD_CU
#define GUARD_CU

#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

void scale(const sycl::nd_item<3> &item, float *a, int n);
extern float helper(float x);

void run(float *a, int n)
{
    cu2x::launch({n / 32, 32}, [=](const sycl::nd_item<3> &item) { scale(item, a, n); });
}

void scale(const sycl::nd_item<3> &item, float *a, int n)
{
    if (static_cast<unsigned>(item.get_local_id(2)) < n)
        a[item.get_local_id(2)] *= 2;
}

#endif
