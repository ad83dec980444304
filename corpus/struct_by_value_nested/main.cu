// struct_by_value_nested: kernel parameters that are structs by value with nested structs, arrays in
// structs (2-D too), doubles after chars, small and rather large ones, several in one kernel, const
// ones, and a struct that the kernel changes for itself alone.
#include <cstdio>
#include <cuda_runtime.h>

typedef struct {
    float m[3][4];
    char name;
    double scale;
} Transform;

typedef struct Node {
    int weights[5];
    struct Inner {
        short a, b;
        float2 centre;
    } inner[3];
} Node;

struct Large {
    unsigned char bytes[512];
    int sums[16];
};

__global__ void apply(Transform t, const float3 *in, float3 *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float3 p = in[i];
    float r[3];
    for (int k = 0; k < 3; k++)
        r[k] = t.m[k][0] * p.x + t.m[k][1] * p.y + t.m[k][2] * p.z + t.m[k][3];
    if (t.name == 'S')
        for (int k = 0; k < 3; ++k)
            r[k] = (float)(r[k] * t.scale);
    out[i] = make_float3(r[0], r[1], r[2]);
}

__global__ void nested(const Node node, Large large, short offset, float *out)
{
    int t = threadIdx.x;
    large.sums[t % 16] += large.bytes[t * 3 % 512]; // a thread's own copy
    Node::Inner in = node.inner[t % 3];
    out[t] = node.weights[t % 5] * (in.a - in.b) + in.centre.x * in.centre.y + large.sums[t % 16] + offset;
}

static int error_of(cudaError_t e)
{
    if (e != cudaSuccess)
        printf("%s\n", cudaGetErrorString(e));
    return e != cudaSuccess;
}

int main()
{
    const int n = 300;
    float3 in[n], out[n], *d_in, *d_out;
    float res[128], *d_res;
    Transform t = {{{1, 2, 0, 5}, {0, 1, 4, -1}, {2, 0, 1, 0}}, 'S', 0.25};
    Node node = {{1, -2, 3, -4, 5}, {{1, 2, {0.5f, 4}}, {7, 3, {1, 1}}, {-5, 5, {2, 8}}}};
    Large large;
    for (int i = 0; i < 512; ++i)
        large.bytes[i] = (unsigned char)(i * 7);
    for (int i = 0; i < 16; ++i)
        large.sums[i] = 100 * i;
    for (int i = 0; i < n; ++i)
        in[i] = make_float3(i, 2 * i, 100 - i);

    if (error_of(cudaMalloc(&d_in, sizeof in)) || error_of(cudaMalloc(&d_out, sizeof out)) ||
        error_of(cudaMalloc(&d_res, sizeof res)) || error_of(cudaMemcpy(d_in, in, sizeof in, cudaMemcpyHostToDevice)))
        return 1;
    apply<<<(n + 127) / 128, 128>>>(t, d_in, d_out, n);
    nested<<<1, 128>>>(node, large, -9, d_res);
    if (error_of(cudaGetLastError()) || error_of(cudaMemcpy(out, d_out, sizeof out, cudaMemcpyDeviceToHost)) ||
        error_of(cudaMemcpy(res, d_res, sizeof res, cudaMemcpyDeviceToHost)))
        return 1;

    int bad = 0;
    for (int i = 0; i < n; ++i) {
        float x = 0.25f * (5.0f * i + 5), y = 0.25f * (2.0f * i + 4 * (100.0f - i) - 1), z = 0.25f * (2.0f * i + 100 - i);
        if (out[i].x != x || out[i].y != y || out[i].z != z) {
            if (bad++ < 5)
                printf("%d: %g %g %g, expected %g %g %g\n", i, out[i].x, out[i].y, out[i].z, x, y, z);
        }
    }
    for (int k = 0; k < 128; ++k) {
        const Node::Inner &q = node.inner[k % 3];
        float want = node.weights[k % 5] * (q.a - q.b) + q.centre.x * q.centre.y + large.sums[k % 16] +
                     large.bytes[k * 3 % 512] - 9;
        if (res[k] != want && bad++ < 10)
            printf("nested %d: %g, expected %g\n", k, res[k], want);
    }
    if (error_of(cudaFree(d_in)) || error_of(cudaFree(d_out)) || error_of(cudaFree(d_res)) || bad)
        return 1;
    printf("PASS\n");
    return 0;
}
