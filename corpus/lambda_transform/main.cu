// lambda_transform: extended lambdas as kernel arguments (see the file `flags`): __device__ and
// __host__ __device__ ones with captures by value, an init capture made outside, a captured
// pointer, structs and arrays, generic use through a for_each template, and a lambda that
// lives and dies inside a kernel.
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <vector>
#include <cuda_runtime.h>

#define CHECK(x)                                                               \
    do {                                                                       \
        cudaError_t e = (x);                                                   \
        if (e != cudaSuccess) {                                                \
            std::printf("%d: %s\n", __LINE__, cudaGetErrorString(e));          \
            std::exit(1);                                                      \
        }                                                                      \
    } while (0)

template <typename F>
__global__ void for_each_kernel(int n, F f)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        f(i);
}

template <typename F>
void for_each(int n, F f, cudaStream_t stream = nullptr)
{
    for_each_kernel<<<(n + 127) / 128, 128, 0, stream>>>(n, f);
    CHECK(cudaGetLastError());
}

struct Line {
    int slope, intercept;
};

__global__ void local_lambda(int *out, int n)
{
    int base = 10;
    auto add = [base](int x) { return x + base; };
    auto store = [&](int i, int v) { out[i] = v; };
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        store(i, add(add(i)));
}

static int expect(const char *what, int *data, int n, int (*want)(int))
{
    CHECK(cudaDeviceSynchronize());
    int bad = 0;
    for (int i = 0; i < n; ++i)
        if (data[i] != want(i) && bad++ < 4)
            std::printf("%s: [%d] = %d, expected %d\n", what, i, data[i], want(i));
    return bad;
}

int main()
{
    const int n = 600;
    int *data;
    CHECK(cudaMallocManaged(&data, n * sizeof(int)));
    int bad = 0;

    for_each(n, [=] __device__(int i) { data[i] = i * i; });
    bad += expect("square", data, n, [](int i) { return i * i; });

    Line line{3, -5};
    for_each(n, [data, line] __device__(int i) { data[i] = line.slope * i + line.intercept; });
    bad += expect("line", data, n, [](int i) { return 3 * i - 5; });

    int weights[4] = {1, 10, 100, 1000};
    for_each(n, [=] __device__(int i) {
        int sum = 0;
        for (int k = 0; k < 4; ++k)
            sum += weights[k] * ((i >> k) & 1);
        data[i] = sum;
    });
    bad += expect("bits", data, n, [](int i) { return (i & 1) + (i >> 1 & 1) * 10 + (i >> 2 & 1) * 100 + (i >> 3 & 1) * 1000; });

    auto clamp = [] __host__ __device__(int v, int lo, int hi) { return v < lo ? lo : v > hi ? hi : v; };
    for_each(n, [=] __device__(int i) { data[i] = clamp(i, 100, 200); });
    bad += expect("clamp", data, n, [](int i) { return i < 100 ? 100 : i > 200 ? 200 : i; });
    if (clamp(5, 7, 9) != 7)
        bad++, std::puts("clamp on the host");

    cudaStream_t stream;
    CHECK(cudaStreamCreate(&stream));
    for_each(n, [=] __device__(int i) { atomicAdd(data + i % 2, i); }, stream);
    CHECK(cudaStreamSynchronize(stream));
    CHECK(cudaStreamDestroy(stream));
    if (data[0] != 100 + 299 * 300 || data[1] != 100 + 300 * 300) {
        std::printf("sums: %d %d\n", data[0], data[1]);
        bad++;
    }

    local_lambda<<<5, 128>>>(data, n);
    CHECK(cudaGetLastError());
    bad += expect("local", data, n, [](int i) { return i + 20; });
    CHECK(cudaFree(data));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
