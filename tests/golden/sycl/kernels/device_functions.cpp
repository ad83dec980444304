// Only functions that need the work item get it, through any number of calls.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

int lane(const sycl::nd_item<3> &item) { return static_cast<unsigned>(item.get_local_id(2)) % 32; }
int twice(int x) { return 2 * x; }
int both(const sycl::nd_item<3> &item, int x) { return twice(x) + lane(item); }
int forward(const sycl::nd_item<3> &item, int x);

void use(const sycl::nd_item<3> &item, int *out)
{
    out[0] = both(item, 1) + forward(item, 2);
}

int forward(const sycl::nd_item<3> &item, int x) { return x + both(item, x); }
