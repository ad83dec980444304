// A default argument cannot name the work item.
//~ CU0301 threadIdx
__device__ int at(int i = threadIdx.x) { return i; }

__global__ void k(int *a) { a[0] = at(); }
