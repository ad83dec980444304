// Launch configurations: extents, dim3, dynamic shared memory, a stream; arguments captured by name.
__global__ void k(float *a, int n) { a[blockIdx.x] = n; }

void run(float *a, int n, cudaStream_t stream)
{
    k<<<1, 32>>>(a, n);
    k<<<(n + 255) / 256, 256>>>(a, n - 1);
    k<<<dim3(4, 4), dim3(8, 8, 2)>>>(a, 3);
    dim3 grid(n), block{32};
    k<<<grid, block, 0, stream>>>(a, n);
    k <<< grid , block >>> (a, n);
}
