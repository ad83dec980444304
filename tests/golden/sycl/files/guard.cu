// An include guard that a source has, and declarations of what another file defines.
#ifndef GUARD_CU
#define GUARD_CU

__global__ void elsewhere(float *a, int n);
extern __device__ float helper(float x);

void run(float *a, int n)
{
    elsewhere<<<n / 32, 32>>>(a, n);
}

#endif
