// device_printf_assert: printf in device code with many argument types, widths and no argument, and
// assert with conditions that hold (one behind a macro of the program's own). What a kernel prints can't
// be read back here: the program checks that printing changes no result and reports no error.
#include <cassert>
#include <cstdio>
#include <cuda_runtime.h>

#ifdef NDEBUG
#undef NDEBUG
#endif
#include <assert.h>

#define REQUIRE(cond) assert((cond) && "a requirement of the kernel")

__device__ void report(int thread, float value)
{
    printf("thread %d: %6.2f\n", thread, value);
}

__global__ void talk(int *out, const int *in, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    assert(n > 0);
    if (i >= n)
        return;
    REQUIRE(in[i] == i * 2);
    assert(in[i] >= 0 && in[i] < 2 * n);
    out[i] = in[i] + 1;
    if (i == 0) {
        printf("plain text\n");
        printf("%d %u %ld %lld %x %c %5d|%-5d|\n", -1, 2u, 3L, 4LL, 255, 'z', 42, 42);
        printf("%f %g %e %8.3f %%\n", 1.5, 2.5f, 1e10, 3.14159);
        printf("%s %p\n", "a string", (void *)nullptr);
    }
    if (i % 64 == 63)
        report(i, 0.5f * i);
}

int main()
{
    const int n = 128;
    int in[n], out[n], *d_in, *d_out;
    for (int i = 0; i < n; ++i)
        in[i] = 2 * i, out[i] = 0;
    cudaError_t e = cudaMalloc(&d_in, sizeof in);
    if (!e) e = cudaMalloc(&d_out, sizeof out);
    if (!e) e = cudaMemcpy(d_in, in, sizeof in, cudaMemcpyHostToDevice);
    if (!e) {
        talk<<<3, 64>>>(d_out, d_in, n);
        e = cudaGetLastError();
    }
    if (!e) e = cudaDeviceSynchronize();
    if (!e) e = cudaMemcpy(out, d_out, sizeof out, cudaMemcpyDeviceToHost);
    if (!e) e = cudaFree(d_in);
    if (!e) e = cudaFree(d_out);
    if (e) {
        printf("%s\n", cudaGetErrorString(e));
        return 1;
    }
    for (int i = 0; i < n; ++i)
        if (out[i] != 2 * i + 1) {
            printf("out[%d] = %d\n", i, out[i]);
            return 1;
        }
    fflush(stdout);
    printf("PASS\n");
    return 0;
}
