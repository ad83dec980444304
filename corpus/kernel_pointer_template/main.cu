// kernel_pointer_template: kernels as values: function-pointer variables and arrays of them, a typedef, a
// kernel as a template argument, as a function's parameter with deduced arguments, chosen by a condition,
// and device functions as template arguments of a kernel.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

static void check(cudaError_t e, const char *file, int line)
{
    if (e == cudaSuccess)
        return;
    std::printf("%s:%d: %s\n", file, line, cudaGetErrorString(e));
    std::exit(1);
}
#define CHECK(x) check((x), __FILE__, __LINE__)

__global__ void increment(int *a, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        a[i] += 1;
}

__global__ void triple(int *a, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        a[i] *= 3;
}

template <int Bit>
__global__ void flip(int *a, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        a[i] ^= 1 << Bit;
}

typedef void (*Kernel)(int *, int);
using KernelRef = void (&)(int *, int);

template <Kernel K>
void run_fixed(int *a, int n)
{
    K<<<(n + 63) / 64, 64>>>(a, n);
    CHECK(cudaGetLastError());
}

template <typename... Params, typename... Args>
void run(void (*kernel)(Params...), int n, Args... args)
{
    kernel<<<(n + 127) / 128, 128>>>(args...);
    CHECK(cudaGetLastError());
}

void run_ref(KernelRef kernel, int *a, int n)
{
    kernel<<<dim3((n + 31) / 32), dim3(32)>>>(a, n);
    CHECK(cudaGetLastError());
}

// Operations chosen at translation time, as template arguments.
typedef int (*Operation)(int, int);
__device__ int plus(int a, int b) { return a + b; }
__device__ int minus(int a, int b) { return a - b; }

template <Operation F>
__global__ void apply(int *a, int n, int b)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        a[i] = F(a[i], b);
}

int main()
{
    const int n = 500;
    int *a;
    CHECK(cudaMallocManaged(&a, n * sizeof(int)));
    for (int i = 0; i < n; ++i)
        a[i] = i;

    Kernel k = increment;
    k<<<4, 128>>>(a, n); // +1
    k = &triple;
    k<<<4, 128>>>(a, n); // *3
    Kernel all[] = {flip<0>, flip<3>, increment};
    for (Kernel each : all)
        each<<<4, 128>>>(a, n);
    CHECK(cudaGetLastError());
    run_fixed<triple>(a, n);
    run_fixed<&flip<5>>(a, n);
    run(increment, n, a, n);
    run_ref(triple, a, n);
    (n > 100 ? increment : triple)<<<4, 128>>>(a, n);
    auto chosen = n > 1000 ? flip<9> : flip<7>;
    chosen<<<4, 128>>>(a, n);
    apply<plus><<<4, 128>>>(a, n, 10);
    apply<minus><<<4, 128>>>(a, n, 4);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        int want = (i + 1) * 3;
        want = ((want ^ 1) ^ 8) + 1;
        want = (((want * 3) ^ 32) + 1) * 3 + 1;
        want = (want ^ 128) + 10 - 4;
        if (a[i] != want && bad++ < 5)
            std::printf("a[%d] = %d, expected %d\n", i, a[i], want);
    }
    CHECK(cudaFree(a));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
