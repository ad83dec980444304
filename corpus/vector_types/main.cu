// vector_types: the built-in vector types and make_ functions, sizes and alignments on host and device
// (float3 takes 12 bytes), loads and stores by reinterpret_cast<float4 *>, members, operators of our own,
// arrays of vectors in structs, uchar4 pixels, dim3 and uint3 arithmetic, a vector as a template argument.
#include <cstdio>
#include <vector>
#include <cuda_runtime.h>

inline __host__ __device__ float2 operator+(float2 a, float2 b) { return make_float2(a.x + b.x, a.y + b.y); }
inline __host__ __device__ float4 operator*(float4 a, float s) { return make_float4(a.x * s, a.y * s, a.z * s, a.w * s); }
inline __host__ __device__ float4 &operator+=(float4 &a, float4 b)
{
    a.x += b.x;
    a.y += b.y;
    a.z += b.z;
    a.w += b.w;
    return a;
}
inline __host__ __device__ float dot(const float3 &a, const float3 &b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline __host__ __device__ bool operator==(int4 a, int4 b) { return a.x == b.x && a.y == b.y && a.z == b.z && a.w == b.w; }

struct Mixed {
    char tag;
    float3 position;
    short2 cell;
    double2 wide;
    uchar3 colour;
};

__global__ void sizes(int *s)
{
    s[0] = sizeof(float2), s[1] = sizeof(float3), s[2] = sizeof(float4), s[3] = alignof(float2), s[4] = alignof(float3);
    s[5] = alignof(float4), s[6] = sizeof(uchar4), s[7] = alignof(uchar4), s[8] = sizeof(short3), s[9] = sizeof(double2);
    s[10] = alignof(double2), s[11] = sizeof(Mixed), s[12] = sizeof(longlong2), s[13] = sizeof(char1), s[14] = sizeof(int3);
    s[15] = sizeof(dim3);
}

__global__ void copy4(const float *__restrict__ in, float *__restrict__ out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n / 4)
        return;
    float4 v = reinterpret_cast<const float4 *>(in)[i];
    float4 doubled = v * 2.0f;
    doubled += make_float4(i, 0.0f, -1.0f, v.x);
    reinterpret_cast<float4 *>(out)[i] = doubled;
    float2 *halves = (float2 *)out + 2 * i;
    halves[1] = halves[1] + make_float2(100.0f, 200.0f);
}

__global__ void grey(const uchar4 *in, unsigned char *out, uchar4 *inverted, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    uchar4 p = in[i];
    out[i] = (unsigned char)((p.x * 77 + p.y * 151 + p.z * 28) >> 8);
    inverted[i] = make_uchar4(255 - p.x, 255 - p.y, 255 - p.z, p.w);
}

template <typename V, typename S>
__global__ void fold(const V *in, S *out, int n)
{
    V v = in[threadIdx.x % n];
    out[threadIdx.x] = v.x + v.y * S(10);
}

__global__ void mixed(Mixed *m, int4 *marks)
{
    Mixed &k = m[threadIdx.x];
    k.wide.y = dot(k.position, make_float3(1, 2, 3));
    k.cell.x += k.cell.y;
    k.colour.z ^= k.tag;
    uint3 t = threadIdx;
    dim3 d = blockDim;
    int4 mark = make_int4(t.x, d.x, int(blockIdx.x), k.cell.x);
    int *parts = &mark.x;
    parts[3] += 1;
    marks[threadIdx.x] = mark;
}

#define CHECK(x) if (cudaError_t e = (x)) { printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; }

int main()
{
    int bad = 0, *s;
    CHECK(cudaMallocManaged(&s, 16 * sizeof(int)));
    sizes<<<1, 1>>>(s);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    const int want[16] = {8, 12, 16, 8, 4, 16, 4, 4, 6, 16, 16, int(sizeof(Mixed)), 16, 1, 12, 12};
    static_assert(sizeof(float3) == 12 && alignof(float4) == 16 && sizeof(Mixed) == 64, "CUDA's layout on the host");
    for (int i = 0; i < 16; ++i)
        if (s[i] != want[i])
            bad++, printf("size %d is %d, expected %d\n", i, s[i], want[i]);

    const int n = 1024;
    float *in, *out;
    CHECK(cudaMallocManaged(&in, n * sizeof(float)));
    CHECK(cudaMallocManaged(&out, n * sizeof(float)));
    for (int i = 0; i < n; ++i)
        in[i] = 0.5f * i;
    copy4<<<2, 128>>>(in, out, n);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i) {
        const float add[4] = {float(i / 4), 0, 99, in[i / 4 * 4] + 200};
        if (out[i] != 2 * in[i] + add[i % 4] && bad++ < 5)
            printf("out[%d] = %g, expected %g\n", i, out[i], 2 * in[i] + add[i % 4]);
    }

    const int pixels = 300;
    uchar4 *rgb, *inverted;
    unsigned char *g;
    CHECK(cudaMallocManaged(&rgb, pixels * sizeof(uchar4)));
    CHECK(cudaMallocManaged(&inverted, pixels * sizeof(uchar4)));
    CHECK(cudaMallocManaged(&g, pixels));
    for (int i = 0; i < pixels; ++i)
        rgb[i] = make_uchar4(i, i * 3, i * 7, 9);
    grey<<<3, 100>>>(rgb, g, inverted, pixels);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < pixels; ++i)
        if (g[i] != (rgb[i].x * 77 + rgb[i].y * 151 + rgb[i].z * 28) >> 8 || inverted[i].y != 255 - rgb[i].y || inverted[i].w != 9)
            bad++, printf("pixel %d differs\n", i);

    double2 *pairs;
    double *folded;
    CHECK(cudaMallocManaged(&pairs, 8 * sizeof(double2)));
    CHECK(cudaMallocManaged(&folded, 32 * sizeof(double)));
    for (int i = 0; i < 8; ++i)
        pairs[i] = {double(i), 0.5};
    fold<double2, double><<<1, 32>>>(pairs, folded, 8);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    for (int i = 0; i < 32; ++i)
        if (folded[i] != i % 8 + 5.0)
            bad++, printf("folded[%d] = %g\n", i, folded[i]);

    std::vector<Mixed> m(16);
    int4 marks[16], *d_marks;
    Mixed *d_m;
    for (int i = 0; i < 16; ++i) {
        m[i].tag = (char)i;
        m[i].position = make_float3(i, i + 1, i + 2);
        m[i].cell = make_short2(i, -2 * i);
        m[i].wide = make_double2(0, 0);
        m[i].colour = make_uchar3(1, 2, 3);
    }
    CHECK(cudaMalloc(&d_m, m.size() * sizeof(Mixed)));
    CHECK(cudaMalloc(&d_marks, sizeof marks));
    CHECK(cudaMemcpy(d_m, m.data(), m.size() * sizeof(Mixed), cudaMemcpyHostToDevice));
    mixed<<<1, 16>>>(d_m, d_marks);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(m.data(), d_m, m.size() * sizeof(Mixed), cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(marks, d_marks, sizeof marks, cudaMemcpyDeviceToHost));
    for (int i = 0; i < 16; ++i)
        if (m[i].wide.y != 6 * i + 8 || m[i].cell.x != -i || m[i].colour.z != (3 ^ i) || !(marks[i] == make_int4(i, 16, 0, 1 - i)))
            bad++, printf("mixed %d: %g %d %d mark %d\n", i, m[i].wide.y, m[i].cell.x, m[i].colour.z, marks[i].w);
    void *all[] = {s, in, out, rgb, inverted, g, pairs, folded, d_m, d_marks};
    for (void *p : all)
        CHECK(cudaFree(p));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
