// Kernels with and without an index, without parameters, with the name on a line of its own.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

void fill(float *out, float value) { out[0] = value; }

void nothing(void)
{
}

extern "C" void
index(const sycl::nd_item<3> &item, int *out)
{
    out[item.get_local_id(2)] = static_cast<unsigned>(item.get_group(2));
}
