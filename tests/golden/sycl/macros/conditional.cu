// Both sides of #if are translated.
__global__ void k(float *a)
{
#ifdef WIDE
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    a[i] = __expf(a[i]);
#else
    int i = threadIdx.x;
    a[i] = expf(a[i]);
#endif
#if 0
    a[threadIdx.x] = never;
#endif
}

void run(float *a)
{
#if defined(WIDE)
    k<<<4, 64>>>(a);
#else
    k<<<1, 64>>>(a);
#endif
}
