// atomics_cas_loops: atomics that users write themselves with atomicCAS loops: multiply a float, maximum
// of floats and doubles with negative ones, add to a byte inside a word, saturating add, a spin-free lock
// taken by one thread a block, and a generic loop with a functor.
#include <cstdio>
#include <cstring>
#include <cuda_runtime.h>

__device__ float atomic_mul(float *address, float by)
{
    int *as_int = (int *)address;
    int old = *as_int, assumed;
    do {
        assumed = old;
        old = atomicCAS(as_int, assumed, __float_as_int(__int_as_float(assumed) * by));
    } while (assumed != old);
    return __int_as_float(old);
}

__device__ double atomic_max(double *address, double value)
{
    unsigned long long int *word = reinterpret_cast<unsigned long long int *>(address);
    unsigned long long int old = *word;
    while (value > __longlong_as_double(old)) {
        const unsigned long long int seen = atomicCAS(word, old, __double_as_longlong(value));
        if (seen == old)
            break;
        old = seen;
    }
    return __longlong_as_double(old);
}

__device__ void atomic_add_byte(unsigned char *address, unsigned char value)
{
    unsigned *word = (unsigned *)((size_t)address & ~(size_t)3);
    const unsigned shift = ((size_t)address & 3) * 8;
    unsigned old = *word, assumed;
    do {
        assumed = old;
        const unsigned sum = ((assumed >> shift) + value) & 0xff;
        old = atomicCAS(word, assumed, (assumed & ~(0xffu << shift)) | (sum << shift));
    } while (old != assumed);
}

struct SaturatingAdd {
    int limit;
    __device__ int operator()(int a, int b) const { return a + b > limit ? limit : a + b; }
};

template <typename F>
__device__ int atomic_apply(int *address, int value, F f)
{
    int old = *address;
    for (;;) {
        const int seen = atomicCAS(address, old, f(old, value));
        if (seen == old)
            return old;
        old = seen;
    }
}

__device__ int lock;
__device__ long long guarded;

__global__ void run(float *product, double *highest, unsigned char *bytes, int *saturated, const double *in, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        if (i < 120) // few enough that no order of the factors leaves the range of float
            atomic_mul(product, i % 2 ? 2.0f : 0.5f);
        atomic_max(highest, in[i]);
        atomic_add_byte(bytes + i % 7, 3);
        atomic_apply(&saturated[i % 2], i, SaturatingAdd{i % 2 ? 1 << 30 : 5000});
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        while (atomicCAS(&lock, 0, 1) != 0)
            ;
        __threadfence();
        volatile long long *g = &guarded;
        *g = *g + blockIdx.x + 1;
        __threadfence();
        atomicExch(&lock, 0);
    }
}

#define OK(x) if (cudaError_t e = (x)) { printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; }

int main()
{
    const int n = 1200, blocks = 10;
    float *product;
    double *highest, *in;
    unsigned char *bytes;
    int *saturated;
    OK(cudaMallocManaged(&product, sizeof(float)));
    OK(cudaMallocManaged(&highest, sizeof(double)));
    OK(cudaMallocManaged(&in, n * sizeof(double)));
    OK(cudaMallocManaged(&bytes, 8));
    OK(cudaMallocManaged(&saturated, 2 * sizeof(int)));
    *product = 3.0f;
    *highest = -1e9;
    memset(bytes, 1, 8);
    saturated[0] = saturated[1] = 0;
    double top = -1e9;
    int odd = 0;
    for (int i = 0; i < n; ++i) {
        in[i] = -1.0 - (i * 389 % 1201) * 0.001;
        top = in[i] > top ? in[i] : top;
        odd += i % 2 ? i : 0;
    }
    run<<<blocks, 128>>>(product, highest, bytes, saturated, in, n);
    OK(cudaGetLastError());
    OK(cudaDeviceSynchronize());
    int bad = 0;
    if (*product != 3.0f || *highest != top)
        bad++, printf("product %g (3), highest %.17g (%.17g)\n", *product, *highest, top);
    for (int k = 0; k < 8; ++k) {
        int count = k < 7 ? n / 7 + (k < n % 7) : 0;
        if (bytes[k] != (unsigned char)(1 + 3 * count))
            bad++, printf("byte %d: %d\n", k, bytes[k]);
    }
    if (saturated[0] != 5000 || saturated[1] != odd)
        bad++, printf("saturated %d %d, expected 5000 %d\n", saturated[0], saturated[1], odd);
    long long g = 0;
    OK(cudaMemcpyFromSymbol(&g, guarded, sizeof g));
    if (g != blocks * (blocks + 1) / 2)
        bad++, printf("guarded %lld\n", g);
    OK(cudaFree(product));
    OK(cudaFree(highest));
    OK(cudaFree(in));
    OK(cudaFree(bytes));
    OK(cudaFree(saturated));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
