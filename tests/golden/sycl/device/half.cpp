// Half precision.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cuda_fp16.h>

void k(const sycl::nd_item<3> &item, __half *a, half2 *b, float *f)
{
    int i = item.get_local_id(2);
    a[i] = __float2half(f[i]);
    b[i] = __hadd2(b[i], __float2half2_rn(1.0f));
    f[i] = __half2float(__hmul(a[i], a[i])) + __low2float(b[i]);
}
