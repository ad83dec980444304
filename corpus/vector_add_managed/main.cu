// vector_add_managed: memory that host and device share. cudaMallocManaged with its
// default and explicit flag, a __managed__ variable read and written from both sides,
// and host access after cudaDeviceSynchronize with no copy at all.
#include <cstdio>
#include <cuda_runtime.h>

static bool ok(cudaError_t status, const char *what)
{
    if (status == cudaSuccess)
        return true;
    std::printf("%s failed: %s (%s)\n", what, cudaGetErrorName(status), cudaGetErrorString(status));
    return false;
}

__managed__ int launches = 3;
__managed__ float bias[4] = {0.5f, 1.5f, 2.5f, 3.5f};

__global__ void add(const int *a, const int *b, int *c, int n)
{
    const int i = threadIdx.x + blockDim.x * blockIdx.x;
    if (i < n)
        c[i] = a[i] + b[i];
    if (i == 0)
        launches += 1;
}

__global__ void add_bias(float *v, int n)
{
    const int i = threadIdx.x + blockDim.x * blockIdx.x;
    if (i < n)
        v[i] += bias[i & 3];
}

int main()
{
    constexpr int n = 5000;
    int *a = nullptr, *b = nullptr, *c = nullptr;
    float *v = nullptr;
    if (!ok(cudaMallocManaged(&a, n * sizeof *a), "cudaMallocManaged") ||
        !ok(cudaMallocManaged(&b, n * sizeof *b, cudaMemAttachGlobal), "cudaMallocManaged") ||
        !ok(cudaMallocManaged(&c, n * sizeof *c), "cudaMallocManaged") ||
        !ok(cudaMallocManaged(&v, n * sizeof *v), "cudaMallocManaged"))
        return 1;

    for (int i = 0; i < n; ++i) {
        a[i] = i;
        b[i] = 2 * i - 7;
        v[i] = static_cast<float>(i);
    }

    const int threads = 128, blocks = (n + threads - 1) / threads;
    add<<<blocks, threads>>>(a, b, c, n);
    if (!ok(cudaGetLastError(), "add") || !ok(cudaDeviceSynchronize(), "add"))
        return 1;
    bias[2] = 100.0f; // the host changes the managed array between two launches
    add<<<blocks, threads>>>(c, b, a, n);
    add_bias<<<blocks, threads>>>(v, n);
    if (!ok(cudaGetLastError(), "add_bias") || !ok(cudaDeviceSynchronize(), "add_bias"))
        return 1;

    int wrong = 0;
    for (int i = 0; i < n; ++i) {
        const int sum = 3 * i - 7, twice = sum + 2 * i - 7;
        const float shifted = i + (i % 4 == 2 ? 100.0f : 0.5f + (i % 4));
        if (c[i] != sum || a[i] != twice || v[i] != shifted) {
            if (wrong++ < 5)
                std::printf("%d: c %d (%d) a %d (%d) v %g (%g)\n", i, c[i], sum, a[i], twice, v[i], shifted);
        }
    }
    if (launches != 5) {
        std::printf("launches is %d, expected 5\n", launches);
        ++wrong;
    }
    for (int *p : {a, b, c})
        if (!ok(cudaFree(p), "cudaFree"))
            return 1;
    if (!ok(cudaFree(v), "cudaFree"))
        return 1;
    if (wrong)
        return 1;
    std::puts("PASS");
    return 0;
}
