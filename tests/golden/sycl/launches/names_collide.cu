// A user's names that the launch would use itself.
__global__ void k(int *item, int *tile)
{
    __shared__ int buffer[4];
    buffer[threadIdx.x] = tile[threadIdx.x];
    __syncthreads();
    item[threadIdx.x] = buffer[0];
}

void run(int *item, int *buffer) { k<<<1, 4>>>(item, buffer); }
