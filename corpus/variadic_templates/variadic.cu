// variadic_templates: parameter packs in kernels and device functions: fold expressions, recursion
// with a base case, sizeof..., packs of pointers as kernel arguments, perfect forwarding in the
// host launcher, an index_sequence.
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>
#include <cuda_runtime.h>

inline void check(cudaError_t e)
{
    if (e != cudaSuccess) {
        std::printf("%s\n", cudaGetErrorString(e));
        std::exit(1);
    }
}

template <typename... Ts>
__host__ __device__ auto sum(Ts... xs)
{
    return (xs + ... + 0);
}

__host__ __device__ inline int largest(int only) { return only; }

template <typename... Rest>
__host__ __device__ int largest(int first, Rest... rest)
{
    const int other = largest(rest...);
    return first > other ? first : other;
}

template <typename... In>
__global__ void combine(int *out, int n, const In *...in)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = sum(static_cast<int>(in[i])...) * static_cast<int>(sizeof...(In)) + largest(in[i]...);
}

template <int... Coefficients>
struct Polynomial {
    static constexpr int degree = sizeof...(Coefficients) - 1;
    __host__ __device__ static int at(int x)
    {
        int value = 0;
        ((value = value * x + Coefficients), ...);
        return value;
    }
};

template <typename P>
__global__ void evaluate(int *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = P::at(i % 17) + P::degree;
}

template <std::size_t... I>
__device__ int dot_constants(const int *v, std::index_sequence<I...>)
{
    return ((v[I] * static_cast<int>(I + 1)) + ...);
}

template <int Width>
__global__ void dot(const int *in, int *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i + Width <= n)
        out[i] = dot_constants(in + i, std::make_index_sequence<Width>{});
}

template <typename... Args>
void launch(void (*kernel)(Args...), int n, Args... args)
{
    kernel<<<(n + 63) / 64, 64>>>(std::forward<Args>(args)...);
    check(cudaGetLastError());
}

int main()
{
    const int n = 500;
    std::vector<int> a(n), got(n);
    std::vector<short> b(n);
    std::vector<unsigned char> c(n);
    for (int i = 0; i < n; ++i) {
        a[i] = 3 * i - 600;
        b[i] = static_cast<short>(100 - i);
        c[i] = static_cast<unsigned char>(i);
    }
    int *da, *out;
    short *db;
    unsigned char *dc;
    check(cudaMalloc(&da, n * sizeof(int)));
    check(cudaMalloc(&out, n * sizeof(int)));
    check(cudaMalloc(&db, n * sizeof(short)));
    check(cudaMalloc(&dc, n));
    check(cudaMemcpy(da, a.data(), n * sizeof(int), cudaMemcpyHostToDevice));
    check(cudaMemcpy(db, b.data(), n * sizeof(short), cudaMemcpyHostToDevice));
    check(cudaMemcpy(dc, c.data(), n, cudaMemcpyHostToDevice));
    int bad = 0;
    auto verify = [&](const char *what, int count, auto want) {
        check(cudaMemcpy(got.data(), out, n * sizeof(int), cudaMemcpyDeviceToHost));
        for (int i = 0; i < count; ++i)
            if (got[i] != want(i) && bad++ < 6)
                std::printf("%s[%d] = %d, expected %d\n", what, i, got[i], want(i));
    };

    combine<<<8, 64>>>(out, n, da);
    check(cudaGetLastError());
    verify("one", n, [&](int i) { return a[i] + a[i]; });
    combine<<<8, 64>>>(out, n, da, db, dc);
    check(cudaGetLastError());
    verify("three", n, [&](int i) { return sum(a[i], b[i], c[i]) * 3 + largest(a[i], b[i], c[i]); });

    using P = Polynomial<2, -1, 5>;
    launch(evaluate<P>, n, out, int(n));
    verify("polynomial", n, [](int i) { int x = i % 17; return 2 * x * x - x + 5 + 2; });

    launch<const int *, int *, int>(dot<4>, n, da, out, n);
    verify("dot", n - 3, [&](int i) { return a[i] + 2 * a[i + 1] + 3 * a[i + 2] + 4 * a[i + 3]; });

    check(cudaFree(da));
    check(cudaFree(db));
    check(cudaFree(dc));
    check(cudaFree(out));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
