// Included by another source.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

void part(const sycl::nd_item<3> &item, int *a) { a[item.get_local_id(2)] = 3; }
