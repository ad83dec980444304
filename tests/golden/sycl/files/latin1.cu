// Zähler: bytes that are not UTF-8.
__global__ void k(int *a) { a[threadIdx.x] = 1; /* grün */ }
