// Bounds that are constants, macros and local constants.
#define SIDE 16
const int pad = 1;
constexpr int count = SIDE * 2;

__global__ void k(float *a)
{
    const int local = 4;
    __shared__ float tile[SIDE][SIDE + pad];
    __shared__ float line[count], few[local];
    line[threadIdx.x] = few[threadIdx.x % local] = tile[0][threadIdx.x] = a[threadIdx.x];
    __syncthreads();
    a[threadIdx.x] = line[0];
}

void run(float *a) { k<<<1, SIDE>>>(a); }
