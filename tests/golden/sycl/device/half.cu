// Half precision.
#include <cuda_fp16.h>

__global__ void k(__half *a, half2 *b, float *f)
{
    int i = threadIdx.x;
    a[i] = __float2half(f[i]);
    b[i] = __hadd2(b[i], __float2half2_rn(1.0f));
    f[i] = __half2float(__hmul(a[i], a[i])) + __low2float(b[i]);
}
