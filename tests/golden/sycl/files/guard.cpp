// An include guard that a source has, and declarations of what another file defines.
#ifndef GUARD_CU
#define GUARD_CU

#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

void elsewhere(float *a, int n);
extern float helper(float x);

void run(float *a, int n)
{
    cu2x::launch({n / 32, 32}, [=](const sycl::nd_item<3> &) { elsewhere(a, n); });
}

#endif
