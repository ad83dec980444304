// Constant memory with and without an initial value, a device variable, copies to and from symbols.
__constant__ float weights[3] = {1, 2, 3};
__constant__ int shift;
__device__ int hits = 5;

__global__ void weigh(float *out)
{
    int i = threadIdx.x;
    out[i] = weights[i % 3] + shift;
    if (i < 3)
        atomicAdd(&hits, 1);
}

int main()
{
    float *out;
    cudaMallocManaged(&out, 32 * sizeof(float));
    int ten = 10, seen = 0;
    cudaMemcpyToSymbol(shift, &ten, sizeof ten);
    weigh<<<1, 32>>>(out);
    cudaMemcpyFromSymbol(&seen, hits, sizeof seen);
    for (int i = 0; i < 32; i++)
        if (out[i] != i % 3 + 11)
            return 1;
    return seen == 8 ? 0 : 2;
}
