// Code that cannot be parsed is left alone, and said.
//~ CU0110
__global__ void broken(int *a) { a[threadIdx.x = ) blockIdx.x ( 1; }

__global__ void whole(int *a) { a[threadIdx.x] = 1; }
