// shared_carved: several arrays of different types carved by pointers out of one extern __shared__
// buffer (declared as char with an alignment, and as double), sizes given at the launch, plus a static
// array in the same kernel and a template whose extern buffer is cast to its type.
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

#define CHECK(x) do { cudaError_t rc = (x); if (rc != cudaSuccess) { printf("%s\n", cudaGetErrorString(rc)); exit(1); } } while (0)

struct Pair {
    int key;
    float weight;
};

__global__ void carve(const int *keys, const float *weights, double *out, int n)
{
    extern __shared__ __align__(16) unsigned char buffer[];
    __shared__ int total;

    double *sums = reinterpret_cast<double *>(buffer);
    Pair *pairs = reinterpret_cast<Pair *>(sums + n);
    short *order = (short *)(pairs + n);
    unsigned char *flags = (unsigned char *)&order[n];

    const int t = threadIdx.x;
    if (t == 0)
        total = 0;
    pairs[t].key = keys[blockIdx.x * n + t];
    pairs[t].weight = weights[blockIdx.x * n + t];
    order[t] = static_cast<short>(n - 1 - t);
    flags[t] = pairs[t].key % 3 == 0;
    __syncthreads();

    const Pair &other = pairs[order[t]];
    sums[t] = flags[order[t]] ? other.key * double(other.weight) : -1.0;
    atomicAdd(&total, flags[t]);
    __syncthreads();
    out[blockIdx.x * n + t] = sums[(t + 1) % n] + 1000 * total;
}

template <typename T>
__device__ T *shared_memory()
{
    extern __shared__ double raw[];
    return reinterpret_cast<T *>(raw);
}

template <typename T>
__global__ void rotate(T *data, int by)
{
    T *s = shared_memory<T>();
    T *const second = s + blockDim.x;
    s[threadIdx.x] = data[threadIdx.x];
    __syncthreads();
    second[(threadIdx.x + by) % blockDim.x] = s[threadIdx.x];
    __syncthreads();
    data[threadIdx.x] = second[threadIdx.x];
}

template <typename T>
static int test_rotate(int n, int by)
{
    std::vector<T> h(n);
    for (int i = 0; i < n; ++i)
        h[i] = T(i * 3 % 100);
    T *d;
    CHECK(cudaMalloc(&d, n * sizeof(T)));
    CHECK(cudaMemcpy(d, h.data(), n * sizeof(T), cudaMemcpyHostToDevice));
    rotate<T><<<1, n, 2 * n * sizeof(T)>>>(d, by);
    CHECK(cudaGetLastError());
    std::vector<T> got(n);
    CHECK(cudaMemcpy(got.data(), d, n * sizeof(T), cudaMemcpyDeviceToHost));
    CHECK(cudaFree(d));
    for (int i = 0; i < n; ++i)
        if (got[(i + by) % n] != h[i]) {
            printf("rotate of %zu bytes differs at %d\n", sizeof(T), i);
            return 1;
        }
    return 0;
}

int main()
{
    const int n = 96, blocks = 5;
    std::vector<int> keys(n * blocks);
    std::vector<float> weights(n * blocks);
    std::vector<double> out(n * blocks);
    for (int i = 0; i < n * blocks; ++i)
        keys[i] = (i * 17) % 211, weights[i] = 0.25f * (i % 40);
    int *d_keys;
    float *d_weights;
    double *d_out;
    CHECK(cudaMalloc(&d_keys, keys.size() * sizeof(int)));
    CHECK(cudaMalloc(&d_weights, weights.size() * sizeof(float)));
    CHECK(cudaMalloc(&d_out, out.size() * sizeof(double)));
    CHECK(cudaMemcpy(d_keys, keys.data(), keys.size() * sizeof(int), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_weights, weights.data(), weights.size() * sizeof(float), cudaMemcpyHostToDevice));
    const size_t shared = n * (sizeof(double) + sizeof(Pair) + sizeof(short) + 1);
    carve<<<blocks, n, shared>>>(d_keys, d_weights, d_out, n);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(out.data(), d_out, out.size() * sizeof(double), cudaMemcpyDeviceToHost));
    int bad = 0;
    for (int b = 0; b < blocks; ++b) {
        int total = 0;
        for (int t = 0; t < n; ++t)
            total += keys[b * n + t] % 3 == 0;
        for (int t = 0; t < n; ++t) {
            int o = b * n + n - 1 - (t + 1) % n;
            double want = (keys[o] % 3 == 0 ? keys[o] * double(weights[o]) : -1.0) + 1000 * total;
            if (out[b * n + t] != want && bad++ < 5)
                printf("block %d thread %d: %g, expected %g\n", b, t, out[b * n + t], want);
        }
    }
    CHECK(cudaFree(d_keys));
    CHECK(cudaFree(d_weights));
    CHECK(cudaFree(d_out));
    bad += test_rotate<char>(100, 7) + test_rotate<float>(64, 1) + test_rotate<double>(33, 32) + test_rotate<short>(128, 64);
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
