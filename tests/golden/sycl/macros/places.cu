// Edits in a definition, in an argument, and in a place where only expanding helps.
#define GLOBAL_ID (blockIdx.x * blockDim.x + threadIdx.x)
#define SQUARE(x) ((x) * (x))
#define BARRIER() __syncthreads()
#define DEVICE __device__ __forceinline__
#define KERNEL(name) __global__ void name
#define CALL(f) f(threadIdx.x)

DEVICE int own(int x) { return x + threadIdx.x; }
DEVICE int plain(int x) { return x; }

KERNEL(k)(int *a)
{
    int i = GLOBAL_ID;
    a[i] = SQUARE(threadIdx.x);
    BARRIER();
    a[i] += CALL(own) + CALL(plain);
}
