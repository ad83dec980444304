// Edits land where tokens were spelled: in macros' definitions and arguments, on both sides of #if.
#define GLOBAL_INDEX (blockIdx.x * blockDim.x + threadIdx.x)
#define LAUNCH(kernel, n, ...) kernel<<<((n) + 31) / 32, 32>>>(__VA_ARGS__)

#ifdef USE_LONG
typedef long number;
__device__ number next(number x) { return x + threadIdx.x * 0 + 2; }
#else
typedef int number;
__device__ number next(number x) { return x + threadIdx.y + 1; }
#endif

__global__ void step(number *a, int n)
{
    int i = GLOBAL_INDEX;
    if (i < n)
        a[i] = next(a[i]);
}

int main()
{
    number *a;
    cudaMallocManaged(&a, 64 * sizeof(number));
    for (int i = 0; i < 64; i++)
        a[i] = i;
    LAUNCH(step, 64, a, 64);
    cudaDeviceSynchronize();
    for (int i = 0; i < 64; i++)
        if (a[i] != i + 1)
            return 1;
    return 0;
}
