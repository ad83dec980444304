// The plain case: one kernel, its index, a launch.
#include <sycl/sycl.hpp>
#include <cu2x/launch.hpp>
#include <cuda_runtime.h>

void add(const sycl::nd_item<3> &item, const float *a, const float *b, float *c, int n)
{
    int i = item.get_global_id(2);
    if (i < n)
        c[i] = a[i] + b[i];  // one element a thread
}

int main()
;
