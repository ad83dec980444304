// warp_reduce_sync: the reductions of a whole warp, __reduce_add_sync, min, max, and, or, xor, which the
// language has from sm_80 on. Both sides of an #if on __CUDA_ARCH__: older devices reduce by shuffles.
// The operation is a macro argument, signed and unsigned.
#include <cstdio>
#include <cuda_runtime.h>

#define FULL_MASK 0xffffffffu

#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ < 800
#define DEFINE_REDUCE(name, type, builtin, expression)                         \
    __device__ type name(type a)                                               \
    {                                                                          \
        for (int d = 16; d > 0; d /= 2) {                                      \
            type b = __shfl_xor_sync(FULL_MASK, a, d);                         \
            a = expression;                                                    \
        }                                                                      \
        return a;                                                              \
    }
#else
#define DEFINE_REDUCE(name, type, builtin, expression)                         \
    __device__ type name(type a) { return builtin(FULL_MASK, a); }
#endif

DEFINE_REDUCE(warp_add, int, __reduce_add_sync, a + b)
DEFINE_REDUCE(warp_add, unsigned, __reduce_add_sync, a + b)
DEFINE_REDUCE(warp_min, int, __reduce_min_sync, a < b ? a : b)
DEFINE_REDUCE(warp_max, int, __reduce_max_sync, a > b ? a : b)
DEFINE_REDUCE(warp_min, unsigned, __reduce_min_sync, a < b ? a : b)
DEFINE_REDUCE(warp_max, unsigned, __reduce_max_sync, a > b ? a : b)
DEFINE_REDUCE(warp_and, unsigned, __reduce_and_sync, a & b)
DEFINE_REDUCE(warp_or, unsigned, __reduce_or_sync, a | b)
DEFINE_REDUCE(warp_xor, unsigned, __reduce_xor_sync, a ^ b)

struct Results {
    int sum, low, high;
    unsigned usum, ulow, uhigh, all, any, odd;
};

__global__ void reduce(const int *in, Results *out)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int v = in[i];
    const unsigned u = static_cast<unsigned>(v);
    Results r;
    r.sum = warp_add(v);
    r.low = warp_min(v);
    r.high = warp_max(v);
    r.usum = warp_add(u);
    r.ulow = warp_min(u);
    r.uhigh = warp_max(u);
    r.all = warp_and(u | 0x10u);
    r.any = warp_or(u);
    r.odd = warp_xor(u);
    if (i % 32 == 31)
        out[i / 32] = r;
}

static bool good(cudaError_t e)
{
    if (e != cudaSuccess)
        std::printf("%s\n", cudaGetErrorString(e));
    return e == cudaSuccess;
}

int main()
{
    constexpr int n = 192, warps = n / 32;
    int in[n], *d_in = nullptr;
    Results out[warps], *d_out = nullptr;
    for (int i = 0; i < n; ++i)
        in[i] = static_cast<int>(i * 2654435761u) >> (i / 32 * 4);
    if (!good(cudaMalloc(&d_in, sizeof in)) || !good(cudaMalloc(&d_out, sizeof out)) ||
        !good(cudaMemcpy(d_in, in, sizeof in, cudaMemcpyHostToDevice)))
        return 1;
    reduce<<<3, 64>>>(d_in, d_out);
    if (!good(cudaGetLastError()) || !good(cudaMemcpy(out, d_out, sizeof out, cudaMemcpyDeviceToHost)) ||
        !good(cudaFree(d_in)) || !good(cudaFree(d_out)))
        return 1;
    int bad = 0;
    for (int w = 0; w < warps; ++w) {
        const int *v = in + 32 * w;
        unsigned sum = 0, all = ~0u, any = 0, odd = 0, ulow = ~0u, uhigh = 0;
        int low = v[0], high = v[0];
        for (int k = 0; k < 32; ++k) {
            const unsigned u = static_cast<unsigned>(v[k]);
            sum += u, all &= u | 0x10u, any |= u, odd ^= u;
            low = v[k] < low ? v[k] : low, high = v[k] > high ? v[k] : high;
            ulow = u < ulow ? u : ulow, uhigh = u > uhigh ? u : uhigh;
        }
        const Results &g = out[w];
        if (static_cast<unsigned>(g.sum) != sum || g.usum != sum || g.low != low || g.high != high || g.ulow != ulow ||
            g.uhigh != uhigh || g.all != all || g.any != any || g.odd != odd) {
            std::printf("warp %d: sum %d (%d) low %d (%d) high %d (%d) and %x (%x) or %x (%x) xor %x (%x)\n", w, g.sum,
                        static_cast<int>(sum), g.low, low, g.high, high, g.all, all, g.any, any, g.odd, odd);
            ++bad;
        }
    }
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
