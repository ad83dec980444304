// Launches out of macros.
#define BLOCKS(n) (((n) + 127) / 128)
#define LAUNCH(kernel, n, ...) kernel<<<BLOCKS(n), 128>>>(__VA_ARGS__)
#define CHECK(call) do { cudaError_t e = (call); if (e != cudaSuccess) return e; } while (0)

__global__ void k(float *a, int n) { a[blockIdx.x * blockDim.x + threadIdx.x] = n; }

cudaError_t run(float *a, int n)
{
    LAUNCH(k, n, a, n);
    k<<<BLOCKS(n), 128>>>(a, n);
    CHECK(cudaGetLastError());
    return cudaSuccess;
}
