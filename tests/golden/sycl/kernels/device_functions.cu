// Only functions that need the work item get it, through any number of calls.
__device__ int lane() { return threadIdx.x % 32; }
__device__ int twice(int x) { return 2 * x; }
__device__ int both(int x) { return twice(x) + lane(); }
__device__ int forward(int x);

__global__ void use(int *out)
{
    out[0] = both(1) + forward(2);
}

__device__ int forward(int x) { return x + both(x); }
