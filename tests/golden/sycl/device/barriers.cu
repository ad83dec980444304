// Barriers and fences.
__global__ void k(int *a)
{
    __syncthreads();
    int n = __syncthreads_count(a[threadIdx.x] > 0);
    if (__syncthreads_or(n > 3) && __syncthreads_and(n < 9))
        __threadfence();
    __threadfence_block();
    a[threadIdx.x] = n;
}
