// Default arguments stay; CUDA's constants in them are replaced.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

float scale(const sycl::nd_item<3> &item, float x, float by = 2.0f, int width = 32) { return x * by + width + static_cast<unsigned>(item.get_local_id(2)); }

void run(const sycl::nd_item<3> &item, float *out, float x = 1.0f)
{
    out[0] = scale(item, x) + scale(item, x, 3.0f);
}
