// Lines that end as on Windows.
__global__ void k(int *a)
{
    __shared__ int s[4];
    s[threadIdx.x] = a[0];
    __syncthreads();
    a[1] = s[0];
}

void run(int *a) { k<<<1, 4>>>(a); }
