// atomics_64bit: the atomics on unsigned long long (add, exch, CAS, min, max, and, or, xor) and on signed
// long long (min, max), subtraction through a negated addend, and a 64-bit word of two packed halves
// (value and index) that finds an argmax in one atomicMax.
#include <cstdint>
#include <cstdio>
#include <cuda_runtime.h>

typedef unsigned long long u64;
typedef long long i64;

struct Words {
    u64 sum, low, high, conj, disj, parity, swapped, claimed, best, sub;
    i64 slow, shigh;
};

__host__ __device__ u64 mix(u64 x)
{
    x ^= x >> 31;
    x *= 0x9e3779b97f4a7c15ULL;
    x ^= x >> 27;
    return x;
}

__global__ void run(Words *w, u64 *olds, const int *scores, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const u64 v = mix(i + 1);
    atomicAdd(&w->sum, v);
    atomicAdd(&w->sub, static_cast<u64>(-static_cast<i64>(i)));
    atomicMin(&w->low, v);
    atomicMax(&w->high, v);
    atomicAnd(&w->conj, ~(1ULL << (i % 60)));
    atomicOr(&w->disj, 1ULL << (i % 63));
    atomicXor(&w->parity, v);
    atomicMin(&w->slow, static_cast<i64>(v));
    atomicMax(&w->shigh, static_cast<i64>(v));
    const u64 old = atomicExch(&w->swapped, v);
    atomicXor(olds, old);
    atomicCAS(&w->claimed, 0ULL, v);
    // The smallest index wins among equal scores.
    atomicMax(&w->best, (static_cast<u64>(scores[i]) << 32) | static_cast<unsigned>(n - i));
}

__global__ void in_shared(const int *scores, u64 *out, int n)
{
    __shared__ u64 total, top;
    if (threadIdx.x == 0)
        total = 0, top = 0;
    __syncthreads();
    for (int i = threadIdx.x; i < n; i += blockDim.x) {
        atomicAdd(&total, 0x100000000ULL * scores[i] + 1);
        atomicMax(&top, (u64)scores[i] * scores[i] * 1000003ULL);
    }
    __syncthreads();
    if (threadIdx.x == 0)
        out[0] = total, out[1] = top;
}

#define CK(x) do { cudaError_t e_ = (x); if (e_ != cudaSuccess) { std::printf("%s: %s\n", #x, cudaGetErrorString(e_)); return 1; } } while (0)

int main()
{
    const int n = 2000;
    Words *w;
    u64 *olds;
    int *scores;
    CK(cudaMallocManaged(&w, sizeof *w));
    CK(cudaMallocManaged(&olds, 3 * sizeof *olds));
    CK(cudaMallocManaged(&scores, n * sizeof *scores));
    *w = Words{0, ~0ULL, 0, ~0ULL, 0, 0, 0, 0, 0, 0, INT64_MAX, INT64_MIN};
    olds[0] = 0;
    Words e = *w;
    bool claimable = false;
    int best = 0;
    u64 total = 0, top = 0;
    for (int i = 0; i < n; ++i)
        scores[i] = static_cast<int>(mix(i * 77) >> 44) % 5000;
    run<<<16, 128>>>(w, olds, scores, n);
    in_shared<<<1, 96>>>(scores, olds + 1, n);
    CK(cudaGetLastError());
    CK(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i) {
        const u64 v = mix(i + 1);
        e.sum += v;
        e.sub -= i;
        e.low = v < e.low ? v : e.low;
        e.high = v > e.high ? v : e.high;
        e.conj &= ~(1ULL << (i % 60));
        e.disj |= 1ULL << (i % 63);
        e.parity ^= v;
        e.slow = i64(v) < e.slow ? i64(v) : e.slow;
        e.shigh = i64(v) > e.shigh ? i64(v) : e.shigh;
        claimable |= w->claimed == v;
        best = scores[i] > scores[best] ? i : best;
        total += 0x100000000ULL * scores[i] + 1;
        const u64 t = (u64)scores[i] * scores[i] * 1000003ULL;
        top = t > top ? t : top;
    }
    int bad = 0;
    auto expect = [&bad](const char *what, u64 got, u64 want) {
        if (got != want)
            ++bad, std::printf("%s: %llx, expected %llx\n", what, got, want);
    };
    expect("add", w->sum, e.sum);
    expect("sub", w->sub, e.sub);
    expect("min", w->low, e.low);
    expect("max", w->high, e.high);
    expect("and", w->conj, e.conj);
    expect("or", w->disj, e.disj);
    expect("xor", w->parity, e.parity);
    expect("signed min", w->slow, e.slow);
    expect("signed max", w->shigh, e.shigh);
    expect("exch", olds[0] ^ w->swapped, e.parity);
    expect("cas", claimable, true);
    expect("argmax", n - (w->best & 0xffffffffu), best);
    expect("best score", w->best >> 32, scores[best]);
    expect("shared add", olds[1], total);
    expect("shared max", olds[2], top);
    CK(cudaFree(w));
    CK(cudaFree(olds));
    CK(cudaFree(scores));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
