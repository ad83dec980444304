#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>
#include "common.h"
#include "part.cu"

void second(int *a, int n)
{
    cu2x::launch({1, 32}, [=](const sycl::nd_item<3> &item) { zero<int>(item, a, n); });
    cu2x::launch({1, 32}, [=](const sycl::nd_item<3> &item) { part(item, a); });
}
