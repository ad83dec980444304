// integer_arithmetic: the arithmetic of C++ on the device as on the host: division and remainder of
// negative numbers, unsigned wrap-around, shifts of all widths, promotions of char and short, 64-bit
// multiplication and division, mixed signedness, conversions from float, bool, sizeof and overflow casts.
#include <cstdint>
#include <cstdio>
#include <cuda_runtime.h>

#define FIELDS 14

struct Input {
    int8_t c;
    uint8_t uc;
    int16_t s;
    uint16_t us;
    int32_t i;
    uint32_t u;
    int64_t l;
    uint64_t ul;
    float f;
};

__host__ __device__ void compute(const Input &v, int64_t *o)
{
    const int d = v.i % 7 == 0 ? -3 : v.i % 7;
    o[0] = v.i / d * 1000 + v.i % d;
    o[1] = (uint32_t)(v.u * 2654435761u + (v.u << 5)) >> 3;
    o[2] = v.l / (v.c ? v.c : 1) + v.l % (v.s ? v.s : 1);
    o[3] = (int64_t)(v.ul / (v.us + 1ull) ^ v.ul % (v.uc + 2ull));
    o[4] = (v.c + v.uc) * (v.s - v.us);
    o[5] = (int8_t)(v.c * 3) + (uint8_t)(v.uc + 200) + (int16_t)(v.s << 2) + (uint16_t)~v.us;
    o[6] = v.i >> (v.uc % 31) ^ (int)(v.u >> (v.uc % 32));
    o[7] = (int64_t)(v.l >> (v.uc % 63)) + (int64_t)((uint64_t)v.l << (v.uc % 20));
    o[8] = (v.u > (unsigned)v.i) + (v.s < v.us) * 2 + (v.c == (char)v.uc) * 4 + (v.l < (int64_t)v.u) * 8;
    o[9] = (int)v.f + (int)(unsigned)(v.f < 0 ? -v.f : v.f) + (int64_t)(v.f * 1024.0f);
    o[10] = (bool)v.c + !v.us + (v.i & 1 ? true : false) + sizeof(v.l + v.c) + sizeof(v.c + v.c);
    o[11] = (int64_t)((uint64_t)v.u * v.u % 1000000007ull);
    uint16_t wrap = v.us;
    wrap += 65000;
    wrap = (uint16_t)(wrap * wrap);
    int8_t small = (int8_t)v.i;
    small++;
    small = (int8_t)-small;
    o[12] = wrap * 256 + small;
    o[13] = (int64_t)(float)v.i - (int64_t)(double)v.l + (-v.i & 0xff) + (~v.u & 0xf0u) - (v.uc ? -v.uc : 1);
}

__global__ void kernel(const Input *in, int64_t *out, int n)
{
    for (int k = blockIdx.x * blockDim.x + threadIdx.x; k < n; k += blockDim.x * gridDim.x)
        compute(in[k], out + k * FIELDS);
}

int main()
{
    const int n = 400;
    Input *in;
    int64_t *out, want[FIELDS];
    if (cudaMallocManaged(&in, n * sizeof *in) != cudaSuccess || cudaMallocManaged(&out, n * FIELDS * sizeof *out) != cudaSuccess) {
        printf("no memory\n");
        return 1;
    }
    uint64_t x = 88172645463325252ull;
    for (int k = 0; k < n; ++k) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        in[k] = Input{(int8_t)x, (uint8_t)(x >> 8), (int16_t)(x >> 16), (uint16_t)(x >> 24), (int32_t)(x >> 8) / 1000,
                      (uint32_t)(x >> 32), (int64_t)x / 1024, x * 31, (float)((int)(x >> 40) % 20000 - 10000) * 0.25f};
    }
    kernel<<<3, 64>>>(in, out, n);
    cudaError_t e = cudaGetLastError();
    if (e == cudaSuccess)
        e = cudaDeviceSynchronize();
    if (e != cudaSuccess) {
        printf("%s\n", cudaGetErrorString(e));
        return 1;
    }
    int bad = 0;
    for (int k = 0; k < n; ++k) {
        compute(in[k], want);
        for (int f = 0; f < FIELDS; ++f)
            if (out[k * FIELDS + f] != want[f] && bad++ < 8)
                printf("input %d, field %d: %lld, expected %lld\n", k, f, (long long)out[k * FIELDS + f], (long long)want[f]);
    }
    if (cudaFree(in) != cudaSuccess || cudaFree(out) != cudaSuccess || bad)
        return 1;
    printf("PASS\n");
    return 0;
}
