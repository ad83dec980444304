// integer_intrinsics: __clz, __clzll, __popc, __popcll, __ffs, __ffsll, __brev, __brevll, __byte_perm,
// __mulhi, __umulhi, __mul64hi, __umul64hi, __mul24, __umul24, __sad, __usad, __hadd, __rhadd,
// __funnelshift_l/r/lc, __dp4a, and abs, min, max on integers, against loops on the host.
#include <cstdint>
#include <cstdio>
#include <cuda_runtime.h>

struct R {
    int clz, clzll, popc, popcll, ffs, ffsll, mulhi, mul24, hadd, rhadd, dp4a, extremes;
    unsigned brev, perm, perm2, umulhi, umul24, sad, usad, fl, fr, flc, udp4a;
    unsigned long long brevll, umul64hi;
    long long mul64hi;
};

__global__ void device(const uint32_t *x, R *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const unsigned a = x[i], b = x[(i + 1) % n];
    const int sa = (int)a, sb = (int)b;
    const unsigned long long wide = ((unsigned long long)a << 32 | b) >> (i % 64), other = (unsigned long long)b << 32 | a;
    R r;
    r.clz = __clz(sa >> (i % 32)), r.clzll = __clzll((long long)wide);
    r.popc = __popc(a), r.popcll = __popcll(wide);
    r.ffs = __ffs(sa << (i % 32)), r.ffsll = __ffsll((long long)wide);
    r.brev = __brev(a), r.brevll = __brevll(wide);
    r.perm = __byte_perm(a, b, 0x5140), r.perm2 = __byte_perm(a, b, i * 0x111 & 0x7777);
    r.mulhi = __mulhi(sa, sb), r.umulhi = __umulhi(a, b);
    r.mul64hi = __mul64hi((long long)wide, (long long)other), r.umul64hi = __umul64hi(wide, other);
    r.mul24 = __mul24(sa >> 16, sb >> 16), r.umul24 = __umul24(a >> 16, b >> 16);
    r.sad = __sad(sa >> 1, sb >> 1, 7u), r.usad = __usad(a, b, 9u);
    r.hadd = __hadd(sa, sb), r.rhadd = __rhadd(sa, sb);
    r.fl = __funnelshift_l(a, b, i), r.fr = __funnelshift_r(a, b, i), r.flc = __funnelshift_lc(a, b, i);
    r.dp4a = __dp4a(sa, sb, 5), r.udp4a = __dp4a(a, b, 6u);
    r.extremes = min(sa, sb) ^ max(sa, sb) ^ abs(sa >> 3) ^ (int)min(a, b);
    out[i] = r;
}

static int bad;
static void same(const char *what, int i, unsigned long long got, unsigned long long want)
{
    if (got != want && bad++ < 12)
        std::printf("%s, %d: %llx, expected %llx\n", what, i, got, want);
}

template <typename T> static int leading(T v)
{
    int c = 0;
    for (int bit = sizeof(T) * 8 - 1; bit >= 0 && !(v >> bit & 1); --bit)
        ++c;
    return c;
}
template <typename T> static int count(T v)
{
    int c = 0;
    for (; v; v &= v - 1)
        ++c;
    return c;
}
template <typename T> static int first(T v)
{
    if (!v)
        return 0;
    int c = 1;
    for (; !(v & 1); v >>= 1)
        ++c;
    return c;
}
template <typename T> static T reverse(T v)
{
    T r = 0;
    for (unsigned k = 0; k < sizeof(T) * 8; ++k)
        r = r << 1 | (v >> k & 1);
    return r;
}
static unsigned permute(unsigned a, unsigned b, unsigned s)
{
    const uint64_t both = (uint64_t)b << 32 | a;
    unsigned r = 0;
    for (int k = 0; k < 4; ++k)
        r |= (unsigned)(both >> (s >> 4 * k & 7) * 8 & 0xff) << 8 * k;
    return r;
}
static uint64_t high64(uint64_t a, uint64_t b)
{
    const uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
    const uint64_t mid = ah * bl + (al * bl >> 32), mid2 = al * bh + (uint32_t)mid;
    return ah * bh + (mid >> 32) + (mid2 >> 32);
}

int main()
{
    const int n = 200;
    uint32_t *x;
    R *out;
    if (cudaMallocManaged(&x, n * sizeof *x) != cudaSuccess || cudaMallocManaged(&out, n * sizeof *out) != cudaSuccess) {
        std::puts("no memory");
        return 1;
    }
    for (int i = 0; i < n; ++i)
        x[i] = i < 3 ? i * 0x7fffffffu : i * 2654435761u;
    device<<<4, 50>>>(x, out, n);
    cudaError_t e = cudaGetLastError();
    if (e == cudaSuccess)
        e = cudaDeviceSynchronize();
    if (e != cudaSuccess) {
        std::printf("%s\n", cudaGetErrorString(e));
        return 1;
    }
    for (int i = 0; i < n; ++i) {
        const R &r = out[i];
        const unsigned a = x[i], b = x[(i + 1) % n];
        const int sa = (int)a, sb = (int)b;
        const uint64_t wide = ((uint64_t)a << 32 | b) >> (i % 64), other = (uint64_t)b << 32 | a;
        same("clz", i, r.clz, leading((unsigned)(sa >> (i % 32)))), same("clzll", i, r.clzll, leading(wide));
        same("popc", i, r.popc, count(a)), same("popcll", i, r.popcll, count(wide));
        same("ffs", i, r.ffs, first(a << (i % 32))), same("ffsll", i, r.ffsll, first(wide));
        same("brev", i, r.brev, reverse(a)), same("brevll", i, r.brevll, reverse(wide));
        same("byte_perm", i, r.perm, permute(a, b, 0x5140)), same("byte_perm 2", i, r.perm2, permute(a, b, i * 0x111 & 0x7777));
        same("mulhi", i, (unsigned)r.mulhi, (unsigned)((int64_t)sa * sb >> 32)), same("umulhi", i, r.umulhi, (uint64_t)a * b >> 32);
        const uint64_t uhigh = high64(wide, other);
        same("umul64hi", i, r.umul64hi, uhigh);
        same("mul64hi", i, r.mul64hi, uhigh - ((int64_t)wide < 0 ? other : 0) - ((int64_t)other < 0 ? wide : 0));
        same("mul24", i, (unsigned)r.mul24, (unsigned)((sa >> 16) * (sb >> 16))), same("umul24", i, r.umul24, (a >> 16) * (b >> 16));
        const int64_t gap = (int64_t)(sa >> 1) - (sb >> 1), ugap = (int64_t)a - b;
        same("sad", i, r.sad, (unsigned)((gap < 0 ? -gap : gap) + 7)), same("usad", i, r.usad, (unsigned)((ugap < 0 ? -ugap : ugap) + 9));
        same("hadd", i, (unsigned)r.hadd, (unsigned)(((int64_t)sa + sb) >> 1));
        same("rhadd", i, (unsigned)r.rhadd, (unsigned)(((int64_t)sa + sb + 1) >> 1));
        const uint64_t hl = (uint64_t)b << 32 | a;
        same("funnelshift_l", i, r.fl, (unsigned)(hl << (i & 31) >> 32)), same("funnelshift_r", i, r.fr, (unsigned)(hl >> (i & 31)));
        same("funnelshift_lc", i, r.flc, i >= 32 ? a : (unsigned)(hl << i >> 32));
        int dot = 5;
        unsigned udot = 6;
        for (int k = 0; k < 32; k += 8) {
            dot += (int8_t)(a >> k) * (int8_t)(b >> k);
            udot += (uint8_t)(a >> k) * (uint8_t)(b >> k);
        }
        same("dp4a", i, (unsigned)r.dp4a, (unsigned)dot), same("udp4a", i, r.udp4a, udot);
        const int low = sa < sb ? sa : sb, high = sa < sb ? sb : sa, third = sa >> 3;
        same("extremes", i, (unsigned)r.extremes, (unsigned)(low ^ high ^ (third < 0 ? -third : third) ^ (int)(a < b ? a : b)));
    }
    if (cudaFree(x) != cudaSuccess || cudaFree(out) != cudaSuccess || bad)
        return 1;
    std::puts("PASS");
    return 0;
}
