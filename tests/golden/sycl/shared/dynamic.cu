// Dynamic shared memory under two types, inside and outside a function.
extern __shared__ float outside[];

__device__ void put(int i, float x) { outside[i] = x; }

__global__ void k(float *out)
{
    extern __shared__ float inside[];
    put(threadIdx.x, 1.0f);
    __syncthreads();
    out[threadIdx.x] = inside[threadIdx.x];
}

__global__ void bytes(double *out)
{
    extern __shared__ __align__(16) unsigned char raw[];
    double *d = reinterpret_cast<double *>(raw);
    d[threadIdx.x] = 1;
    out[threadIdx.x] = d[threadIdx.x];
}

void run(float *a, double *b, int n)
{
    k<<<1, n, n * sizeof(float)>>>(a);
    bytes<<<1, n, n * sizeof(double)>>>(b);
}
