// Pragmas for loops and volatile pointers stay.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

void sum(float *out, const float *in)
{
    volatile float *v = out;
    float s = 0;
#pragma unroll
    for (int i = 0; i < 4; i++)
        s += in[i];
#pragma unroll 2
    for (int i = 0; i < 4; i++)
        s += in[i];
    v[0] = s;
}
