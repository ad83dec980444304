// Vector types keep CUDA's names and layout.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

float4 plus(float4 a, float4 b)
{
    return make_float4(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
}

void k(const sycl::nd_item<3> &item, float4 *a, int2 *b, const uchar4 *c)
{
    float4 v = a[item.get_local_id(2)];
    a[item.get_local_id(2)] = plus(v, make_float4(1, 2, 3, 4));
    b[item.get_local_id(2)] = make_int2(c->x, c->y);
}
