// reduce_templated_unrolled: block size as a template parameter, if constexpr steps that vanish
// for small blocks, a non-type bool for power-of-two input, and a host dispatcher that picks the
// instantiation in a switch. The last warp works on with __syncwarp and volatile-free code.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

#define TRY(x) do { cudaError_t e = (x); if (e) { printf("%s\n", cudaGetErrorString(e)); exit(2); } } while (0)

template <unsigned BlockSize>
__device__ void fold_last_warp(unsigned *s, unsigned tid)
{
    unsigned v = s[tid];
    if constexpr (BlockSize >= 64) {
        v += s[tid + 32];
        __syncwarp();
        s[tid] = v;
        __syncwarp();
    }
#pragma unroll
    for (unsigned d = 16; d > 0; d >>= 1) {
        unsigned other = tid + d < 32 ? s[tid + d] : 0;
        __syncwarp();
        v += other;
        s[tid] = v;
        __syncwarp();
    }
}

template <unsigned BlockSize, bool Exact>
__global__ void reduce(const unsigned *in, unsigned *out, unsigned n)
{
    __shared__ unsigned s[BlockSize];
    const unsigned tid = threadIdx.x;
    unsigned i = blockIdx.x * (BlockSize * 2) + tid;
    const unsigned stride = BlockSize * 2 * gridDim.x;

    unsigned sum = 0;
    while (i < n) {
        sum += in[i];
        if constexpr (Exact) {
            sum += in[i + BlockSize];
        } else {
            if (i + BlockSize < n)
                sum += in[i + BlockSize];
        }
        i += stride;
    }
    s[tid] = sum;
    __syncthreads();

    if constexpr (BlockSize >= 512) {
        if (tid < 256) s[tid] += s[tid + 256];
        __syncthreads();
    }
    if constexpr (BlockSize >= 256) {
        if (tid < 128) s[tid] += s[tid + 128];
        __syncthreads();
    }
    if constexpr (BlockSize >= 128) {
        if (tid < 64) s[tid] += s[tid + 64];
        __syncthreads();
    }
    if (tid < 32)
        fold_last_warp<BlockSize>(s, tid);
    if (tid == 0)
        out[blockIdx.x] = s[0];
}

template <bool Exact>
static void dispatch(unsigned threads, unsigned blocks, const unsigned *in, unsigned *out, unsigned n)
{
    switch (threads) {
    case 512: reduce<512, Exact><<<blocks, 512>>>(in, out, n); break;
    case 256: reduce<256, Exact><<<blocks, 256>>>(in, out, n); break;
    case 128: reduce<128, Exact><<<blocks, 128>>>(in, out, n); break;
    case 64: reduce<64, Exact><<<blocks, 64>>>(in, out, n); break;
    case 32: reduce<32, Exact><<<blocks, 32>>>(in, out, n); break;
    default: printf("no instantiation for %u threads\n", threads); exit(2);
    }
    TRY(cudaGetLastError());
}

int main()
{
    int bad = 0;
    const unsigned counts[] = {16384u, 30011u};
    for (unsigned n : counts) {
        unsigned *h = (unsigned *)malloc(n * sizeof *h), want = 0;
        for (unsigned i = 0; i < n; ++i)
            want += h[i] = (i * 2654435761u) >> 8;
        unsigned *d_in, *d_out, part[8];
        TRY(cudaMalloc(&d_in, n * sizeof *d_in));
        TRY(cudaMalloc(&d_out, sizeof part));
        TRY(cudaMemcpy(d_in, h, n * sizeof *h, cudaMemcpyHostToDevice));
        for (unsigned threads = 32; threads <= 512; threads *= 2) {
            bool exact = n % (threads * 2) == 0;
            if (exact)
                dispatch<true>(threads, 8, d_in, d_out, n);
            else
                dispatch<false>(threads, 8, d_in, d_out, n);
            TRY(cudaMemcpy(part, d_out, sizeof part, cudaMemcpyDeviceToHost));
            unsigned got = 0;
            for (unsigned p : part)
                got += p;
            if (got != want) {
                printf("n %u, %u threads: %u, expected %u\n", n, threads, got, want);
                bad = 1;
            }
        }
        TRY(cudaFree(d_in));
        TRY(cudaFree(d_out));
        free(h);
    }
    if (bad)
        return 1;
    puts("PASS");
    return 0;
}
