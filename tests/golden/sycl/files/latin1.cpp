// Zähler: bytes that are not UTF-8.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

void k(const sycl::nd_item<3> &item, int *a) { a[item.get_local_id(2)] = 1; /* grün */ }
