// A difference from CUDA is said once, where it is.
__global__ void masked(float *a, unsigned some)
{
    //~ CU0401 lanes are not held back
    a[threadIdx.x] = __shfl_xor_sync(some, a[threadIdx.x], 1);
}
