// Indices: the global index in any order of its operands, strides, the second and third axis, whole vectors.
__global__ void add(float *c, const float *a, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    const unsigned j = threadIdx.y + blockDim.y * blockIdx.y;
    size_t k = blockIdx.z * blockDim.z + threadIdx.z;
    if (i < n && threadIdx.x == 0)
        c[i] = a[j] + a[threadIdx.x] + k;
}

__global__ void stride(float *a, int n)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += blockDim.x * gridDim.x)
        a[i] *= 2;
}

__device__ unsigned flat(uint3 at, dim3 size) { return (at.z * size.y + at.y) * size.x + at.x; }

__global__ void whole(unsigned *out) { out[flat(threadIdx, blockDim)] = flat(blockIdx, gridDim); }
