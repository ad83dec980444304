#ifndef COMMON_H
#define COMMON_H

__device__ __forceinline__ int global_index() { return blockIdx.x * blockDim.x + threadIdx.x; }

template <typename T>
__global__ void zero(T *a, int n)
{
    int i = global_index();
    if (i < n)
        a[i] = T();
}

void first(float *a, int n);
#endif
