// Shared memory that a device function declares, used by two kernels.
__device__ float total(float x)
{
    __shared__ float sums[32];
    sums[threadIdx.x] = x;
    __syncthreads();
    return sums[0] + sums[1];
}

__global__ void one(float *a) { a[0] = total(1); }
__global__ void two(float *a) { a[0] = total(2) + total(3); }

void run(float *a)
{
    one<<<1, 32>>>(a);
    two<<<1, 32>>>(a);
}
