// unions_bitfields: bit fields in device structs, unions (also anonymous ones inside structs), bit
// casts by intrinsics, by union and by memcpy, aligned and packed-by-order structs whose layout
// host and device must share, nested structs and sizeof/offsetof computed on both sides.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <cuda_runtime.h>

struct Packed {
    unsigned int red : 5;
    unsigned int green : 6;
    unsigned int blue : 5;
    unsigned int alpha : 16;
};

struct Value {
    int tag;
    union {
        int i;
        float f;
        unsigned char bytes[4];
    };
};

struct __align__(16) Aligned {
    char a;
    double b;
    short c;
};

struct Header {
    uint8_t version;
    uint16_t length;
    struct {
        uint8_t lo, hi;
    } pair;
    uint64_t id;
};

__global__ void pack(const unsigned *in, Packed *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    Packed p;
    p.red = in[i];
    p.green = in[i] >> 5;
    p.blue = in[i] >> 11;
    p.alpha = p.red * p.green;
    out[i] = p;
}

__global__ void tagged(Value *v, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    switch (v[i].tag) {
    case 0: v[i].i += 1; break;
    case 1: v[i].f *= 2.0f; break;
    default: v[i].bytes[3] ^= 0x80; break;
    }
}

__global__ void casts(const float *in, unsigned *out, long long *wide, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    unsigned by_copy;
    memcpy(&by_copy, &in[i], sizeof by_copy);
    union {
        float f;
        unsigned u;
    } pun;
    pun.u = __float_as_uint(in[i]);
    out[i] = by_copy == pun.u ? __float_as_uint(__uint_as_float(by_copy) * 4.0f) : 0;
    double d = in[i];
    wide[i] = __double_as_longlong(d) ^ __double2loint(d);
}

__global__ void layout(size_t *s)
{
    s[0] = sizeof(Packed), s[1] = sizeof(Value), s[2] = sizeof(Aligned), s[3] = sizeof(Header);
    s[4] = offsetof(Aligned, b), s[5] = offsetof(Aligned, c), s[6] = offsetof(Header, pair), s[7] = offsetof(Header, id);
    s[8] = alignof(Aligned);
}

#define TRY(x) do { cudaError_t e = (x); if (e != cudaSuccess) { printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; } } while (0)

int main()
{
    const int n = 256;
    unsigned *in, *bits;
    Packed *packed;
    Value *values;
    float *floats;
    long long *wide;
    size_t *sizes;
    TRY(cudaMallocManaged(&in, n * sizeof *in));
    TRY(cudaMallocManaged(&bits, n * sizeof *bits));
    TRY(cudaMallocManaged(&packed, n * sizeof *packed));
    TRY(cudaMallocManaged(&values, n * sizeof *values));
    TRY(cudaMallocManaged(&floats, n * sizeof *floats));
    TRY(cudaMallocManaged(&wide, n * sizeof *wide));
    TRY(cudaMallocManaged(&sizes, 9 * sizeof *sizes));
    for (int i = 0; i < n; ++i) {
        in[i] = i * 2654435761u;
        values[i].tag = i % 3;
        if (i % 3 == 1)
            values[i].f = 0.5f * i;
        else
            values[i].i = i;
        floats[i] = 1.1f * i - 100;
    }
    pack<<<2, 128>>>(in, packed, n);
    tagged<<<2, 128>>>(values, n);
    casts<<<2, 128>>>(floats, bits, wide, n);
    layout<<<1, 1>>>(sizes);
    TRY(cudaGetLastError());
    TRY(cudaDeviceSynchronize());

    int bad = 0;
    for (int i = 0; i < n; ++i) {
        unsigned r = in[i] & 31, g = in[i] >> 5 & 63, b = in[i] >> 11 & 31;
        unsigned raw;
        memcpy(&raw, &packed[i], 4);
        if (packed[i].red != r || packed[i].alpha != (r * g & 0xffff) || raw != (r | g << 5 | b << 11 | (r * g) << 16))
            bad++, printf("packed %d: %08x\n", i, raw);
        bool good = i % 3 == 0 ? values[i].i == i + 1 : i % 3 == 1 ? values[i].f == (float)i : (unsigned)values[i].i == (i ^ 0x80000000u);
        if (!good)
            bad++, printf("value %d is wrong\n", i);
        float four = floats[i] * 4.0f;
        unsigned want;
        memcpy(&want, &four, 4);
        double d = floats[i];
        long long w;
        memcpy(&w, &d, 8);
        w ^= (int)(w & 0xffffffff);
        if (bits[i] != want || wide[i] != w)
            bad++, printf("casts %d: %08x %llx, expected %08x %llx\n", i, bits[i], wide[i], want, w);
    }
    const size_t same[9] = {sizeof(Packed), sizeof(Value), sizeof(Aligned), sizeof(Header), offsetof(Aligned, b),
                            offsetof(Aligned, c), offsetof(Header, pair), offsetof(Header, id), alignof(Aligned)};
    for (int k = 0; k < 9; ++k)
        if (sizes[k] != same[k])
            bad++, printf("layout %d: %zu on the device, %zu on the host\n", k, sizes[k], same[k]);
    void *all[] = {in, bits, packed, values, floats, wide, sizes};
    for (void *p : all)
        TRY(cudaFree(p));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
