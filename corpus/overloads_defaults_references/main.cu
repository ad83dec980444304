// overloads_defaults_references: overload sets called in device code (by type, by count, by const),
// overloaded kernels, default arguments of kernels' helpers, references out and in, enum class
// with explicit storage and switches over it, references to shared memory and to array elements.
#include <cstdio>
#include <cstdint>
#include <cstdlib>
#include <cuda_runtime.h>

enum class Shade : uint8_t { Dark = 3, Mid = 7, Light = 200 };
enum class Order { Up, Down };

__device__ int kind(int) { return 1; }
__device__ int kind(unsigned) { return 2; }
__device__ int kind(float) { return 3; }
__device__ int kind(double) { return 4; }
__device__ int kind(long long) { return 5; }
__device__ int kind(const int *) { return 6; }
__device__ int kind(int *) { return 7; }
__device__ int kind(Shade s) { return 1000 + static_cast<int>(s); }
__device__ int kind(int, int) { return 8; }

__host__ __device__ int weigh(int x, int factor = 2, Shade shade = Shade::Mid)
{
    return x * factor + static_cast<uint8_t>(shade);
}

__host__ __device__ Shade lighter(Shade s)
{
    switch (s) {
    case Shade::Dark: return Shade::Mid;
    case Shade::Mid: return Shade::Light;
    case Shade::Light: break;
    }
    return Shade::Light;
}

template <typename T>
__host__ __device__ void order(T &a, T &b, Order how = Order::Up)
{
    if ((how == Order::Up) ? (b < a) : (a < b)) {
        const T t = a;
        a = b;
        b = t;
    }
}

__device__ void split(int v, int &high, int &low)
{
    high = v / 10;
    low = v % 10;
}

__device__ int &pick(int (&pair)[2], bool second) { return second ? pair[1] : pair[0]; }

__global__ void kinds(int *out, const int *in)
{
    int i = 5;
    unsigned u = 6;
    int *slot = out;
    out[0] = kind(i);
    out[1] = kind(u);
    out[2] = kind(1.0f);
    out[3] = kind(1.0);
    out[4] = kind(1LL);
    out[5] = kind(in);
    out[6] = kind(slot);
    out[7] = kind(lighter(Shade::Dark));
    out[8] = kind(i, i);
    out[9] = kind('c');
}

__global__ void work(int *data, int n)
{
    __shared__ int pairs[64][2];
    const int t = threadIdx.x;
    int high, low;
    split(data[t], high, low);
    pairs[t][0] = high;
    pairs[t][1] = low;
    order(pairs[t][0], pairs[t][1]);
    __syncthreads();
    int &mine = pick(pairs[(t + 1) % n], t & 1);
    int other = mine;
    order(high, other, Order::Down);
    __syncthreads();
    data[t] = weigh(other) + weigh(high, 3) + weigh(low, -1, Shade::Light);
}

// Overloads of a kernel: the launch picks by the pointer's type.
__global__ void work(float *data, int n)
{
    if (static_cast<int>(threadIdx.x) < n)
        data[threadIdx.x] *= 0.5f;
}

static void ok(cudaError_t e, int line)
{
    if (e != cudaSuccess) {
        std::printf("line %d: %s\n", line, cudaGetErrorString(e));
        std::exit(1);
    }
}
#define OK(x) ok(x, __LINE__)

int main()
{
    const int n = 64;
    int *data, host[n], expected[10] = {1, 2, 3, 4, 5, 6, 7, 1007, 8, 1}, bad = 0;
    float *floats, fhost[n];
    OK(cudaMalloc(&data, sizeof host));
    OK(cudaMalloc(&floats, sizeof fhost));
    kinds<<<1, 1>>>(data, data);
    OK(cudaGetLastError());
    OK(cudaMemcpy(host, data, sizeof expected, cudaMemcpyDeviceToHost));
    for (int i = 0; i < 10; ++i)
        if (host[i] != expected[i])
            bad++, std::printf("kind %d is %d, expected %d\n", i, host[i], expected[i]);

    for (int i = 0; i < n; ++i)
        host[i] = (i * 37) % 100, fhost[i] = 3.0f * i;
    int want[n];
    for (int t = 0; t < n; ++t) {
        int high = host[t] / 10, low = host[t] % 10, next = host[(t + 1) % n];
        int pair[2] = {next / 10, next % 10};
        order(pair[0], pair[1]);
        int other = pair[t & 1];
        order(high, other, Order::Down);
        want[t] = weigh(other) + weigh(high, 3) + weigh(low, -1, Shade::Light);
    }
    OK(cudaMemcpy(data, host, sizeof host, cudaMemcpyHostToDevice));
    OK(cudaMemcpy(floats, fhost, sizeof fhost, cudaMemcpyHostToDevice));
    work<<<1, n>>>(data, n);
    OK(cudaGetLastError());
    work<<<1, n>>>(floats, n / 2);
    OK(cudaGetLastError());
    OK(cudaMemcpy(host, data, sizeof host, cudaMemcpyDeviceToHost));
    OK(cudaMemcpy(fhost, floats, sizeof fhost, cudaMemcpyDeviceToHost));
    for (int i = 0; i < n; ++i) {
        const float f = i < n / 2 ? 1.5f * i : 3.0f * i;
        if (host[i] != want[i] || fhost[i] != f)
            bad++, std::printf("%d: %d, expected %d; %g, expected %g\n", i, host[i], want[i], fhost[i], f);
    }
    OK(cudaFree(data));
    OK(cudaFree(floats));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
