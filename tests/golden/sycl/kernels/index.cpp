// Indices: the global index in any order of its operands, strides, the second and third axis, whole vectors.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/index.hpp>

void add(const sycl::nd_item<3> &item, float *c, const float *a, int n)
{
    int i = item.get_global_id(2);
    const unsigned j = item.get_global_id(1);
    size_t k = static_cast<unsigned>(item.get_global_id(0));
    if (i < n && item.get_local_id(2) == 0)
        c[i] = a[j] + a[item.get_local_id(2)] + k;
}

void stride(const sycl::nd_item<3> &item, float *a, int n)
{
    for (int i = item.get_global_id(2); i < n; i += item.get_global_range(2))
        a[i] *= 2;
}

unsigned flat(uint3 at, dim3 size) { return (at.z * size.y + at.y) * size.x + at.x; }

void whole(const sycl::nd_item<3> &item, unsigned *out) { out[flat(cu2x::thread_index(item), cu2x::block_size(item))] = flat(cu2x::block_index(item), cu2x::grid_size(item)); }
