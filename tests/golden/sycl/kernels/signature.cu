// Kernels with and without an index, without parameters, with the name on a line of its own.
__global__ void fill(float *out, float value) { out[0] = value; }

__global__ void nothing(void)
{
}

extern "C" __global__ void
index(int *out)
{
    out[threadIdx.x] = blockIdx.x;
}
