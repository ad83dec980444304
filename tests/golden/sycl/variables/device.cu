// Device and managed variables.
__device__ int counter;
__device__ float sums[8];
static __device__ unsigned int seed = 42u;
__managed__ int shared_with_host = 1;

__global__ void k()
{
    atomicAdd(&counter, 1);
    sums[threadIdx.x] += seed;
    shared_with_host = 2;
}

int run()
{
    int n = 0;
    k<<<1, 8>>>();
    cudaMemcpyFromSymbol(&n, counter, sizeof(int));
    cudaDeviceSynchronize();
    return n + shared_with_host;
}
