// Static and dynamic shared memory, a barrier, a device function that has both.
__device__ float take(float (*rows)[33], int x, int y)
{
    extern __shared__ float extra[];
    return rows[y][x] + extra[x];
}

__global__ void turn(float *out, const float *in)
{
    __shared__ float tile[32][33];
    extern __shared__ float extra[];
    int x = threadIdx.x, y = threadIdx.y;
    tile[y][x] = in[y * 32 + x];
    if (y == 0)
        extra[x] = 1.0f;
    __syncthreads();
    out[y * 32 + x] = take(tile, y, x);
}

int main()
{
    float *in, *out;
    cudaMallocManaged(&in, 1024 * sizeof(float));
    cudaMallocManaged(&out, 1024 * sizeof(float));
    for (int i = 0; i < 1024; i++)
        in[i] = i;
    dim3 block(32, 32);
    turn<<<1, block, 32 * sizeof(float)>>>(out, in);
    if (cudaDeviceSynchronize() != cudaSuccess)
        return 2;
    for (int i = 0; i < 1024; i++)
        if (out[i] != (i % 32) * 32 + i / 32 + 1)
            return 1;
    return 0;
}
