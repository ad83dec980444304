// Static shared memory: a scalar, arrays of several dimensions, a struct, several in one declaration.
struct pair { int a, b; };

__global__ void k(int *out)
{
    __shared__ int flag;
    __shared__ float tile[8][9], row[8];
    __shared__ pair pairs[4];
    if (threadIdx.x == 0)
        flag = 1;
    tile[threadIdx.x][0] = row[threadIdx.x] = 0.0f;
    pairs[threadIdx.x % 4].a = 2;
    __syncthreads();
    out[threadIdx.x] = flag + pairs[0].a + (int)tile[0][0];
}

void run(int *out) { k<<<1, 8>>>(out); }
