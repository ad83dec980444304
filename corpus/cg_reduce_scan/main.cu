// cg_reduce_scan: cooperative_groups/reduce.h and scan.h: cg::reduce with plus, less, greater, bit_and,
// bit_or and a lambda on tiles of 32 and 8, inclusive_scan and exclusive_scan with and without an
// operator; a warp-wise stream compaction from an exclusive scan.
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cooperative_groups/scan.h>
#include <cstdio>
#include <cuda_runtime.h>

namespace cg = cooperative_groups;

struct Out {
    int sum, low, high, both, any, product, inclusive, exclusive, running_max;
    float fsum;
};

template <unsigned Size>
__global__ void kernel(const int *in, Out *out)
{
    auto tile = cg::tiled_partition<Size>(cg::this_thread_block());
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int v = in[i];
    Out o;
    o.sum = cg::reduce(tile, v, cg::plus<int>());
    o.low = cg::reduce(tile, v, cg::less<int>());
    o.high = cg::reduce(tile, v, cg::greater<int>());
    o.both = cg::reduce(tile, v | 3, cg::bit_and<int>());
    o.any = cg::reduce(tile, v, cg::bit_or<int>());
    o.product = cg::reduce(tile, v % 3 + 1, [](int a, int b) { return a * b % 1009; });
    o.fsum = cg::reduce(tile, 0.5f * v, cg::plus<float>());
    o.inclusive = cg::inclusive_scan(tile, v);
    o.exclusive = cg::exclusive_scan(tile, v);
    o.running_max = cg::inclusive_scan(tile, v, cg::greater<int>());
    out[i] = o;
}

__global__ void compact(const int *in, int *out, int *counts)
{
    auto warp = cg::tiled_partition<32>(cg::this_thread_block());
    const int i = blockIdx.x * blockDim.x + threadIdx.x, first = i / 32 * 32;
    const int keep = in[i] % 2;
    const int place = cg::exclusive_scan(warp, keep);
    if (keep)
        out[first + place] = in[i];
    if (warp.thread_rank() == 31)
        counts[i / 32] = place + keep;
}

#define OK(x) if (cudaError_t e = (x)) { printf("%d: %s\n", __LINE__, cudaGetErrorString(e)); return 1; }

template <int Size>
static int test(const int *in, Out *out, int n)
{
    kernel<Size><<<n / 128, 128>>>(in, out);
    OK(cudaGetLastError());
    OK(cudaDeviceSynchronize());
    int bad = 0;
    for (int base = 0; base < n; base += Size) {
        int sum = 0, low = in[base], high = in[base], both = -1, any = 0, product = 1;
        for (int k = 0; k < Size; ++k) {
            const int v = in[base + k];
            sum += v, low = v < low ? v : low, high = v > high ? v : high, both &= v | 3, any |= v;
            product = product * (v % 3 + 1) % 1009;
        }
        int running = 0, top = in[base];
        for (int k = 0; k < Size; ++k) {
            const Out &o = out[base + k];
            const int v = in[base + k];
            top = v > top ? v : top;
            bool good = o.sum == sum && o.low == low && o.high == high && o.both == both && o.any == any &&
                        o.product == product && o.fsum == 0.5f * sum && o.exclusive == running &&
                        o.inclusive == running + v && o.running_max == top;
            running += v;
            if (!good && bad++ < 4)
                printf("size %d at %d: sum %d (%d) low %d (%d) high %d (%d) scan %d %d (%d) max %d (%d) product %d (%d)\n",
                       Size, base + k, o.sum, sum, o.low, low, o.high, high, o.exclusive, o.inclusive, running,
                       o.running_max, top, o.product, product);
        }
    }
    return bad;
}

int main()
{
    const int n = 256;
    int *in, *kept, *counts;
    Out *out;
    OK(cudaMallocManaged(&in, n * sizeof(int)));
    OK(cudaMallocManaged(&kept, n * sizeof(int)));
    OK(cudaMallocManaged(&counts, n / 32 * sizeof(int)));
    OK(cudaMallocManaged(&out, n * sizeof(Out)));
    for (int i = 0; i < n; ++i)
        in[i] = (i * 67) % 251;
    int bad = test<32>(in, out, n) + test<8>(in, out, n);
    compact<<<1, n>>>(in, kept, counts);
    OK(cudaGetLastError());
    OK(cudaDeviceSynchronize());
    for (int w = 0; w < n / 32; ++w) {
        int at = 0;
        for (int k = 0; k < 32; ++k)
            if (in[w * 32 + k] % 2 && kept[w * 32 + at++] != in[w * 32 + k])
                bad++, printf("warp %d: kept %d differs\n", w, at - 1);
        if (counts[w] != at)
            bad++, printf("warp %d: %d kept, expected %d\n", w, counts[w], at);
    }
    OK(cudaFree(in));
    OK(cudaFree(kept));
    OK(cudaFree(counts));
    OK(cudaFree(out));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
