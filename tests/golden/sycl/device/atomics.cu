// Atomic functions for several types and address spaces.
__global__ void k(int *i, unsigned *u, unsigned long long *l, float *f, double *d)
{
    __shared__ int s;
    s = 0;
    __syncthreads();
    atomicAdd(&s, 1);
    atomicAdd(i, 1);
    int old = atomicCAS(&i[1], 0, 1);
    atomicMax(u, 3u);
    atomicInc(u + 1, 7u);
    atomicExch(l, 5ull);
    atomicAdd(f, 1.0f);
    atomicAdd(d, 1.0);
    atomicOr(&u[2], 1u << old);
}

void run(int *i) { k<<<1, 32>>>(i, nullptr, nullptr, nullptr, nullptr); }
