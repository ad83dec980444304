// Included by another source.
__global__ void part(int *a) { a[threadIdx.x] = 3; }
