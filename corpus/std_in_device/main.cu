// std_in_device: small pieces of the standard library in device code (see the file `flags`): std::array,
// std::pair, numeric_limits, std::min, max, move, forward, structured bindings, type traits
// that choose code, integer_sequence, and fixed-width integers.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <type_traits>
#include <utility>
#include <cuda_runtime.h>

template <typename T>
struct Extent {
    T low = std::numeric_limits<T>::max();
    T high = std::numeric_limits<T>::lowest();

    __host__ __device__ void include(T v)
    {
        low = std::min(low, v);
        high = std::max(high, v);
    }
    __host__ __device__ std::pair<T, T> bounds() const { return std::make_pair(low, high); }
};

template <typename T>
__host__ __device__ auto widen(T v)
{
    if constexpr (std::is_same_v<T, float>)
        return static_cast<double>(v);
    else if constexpr (std::is_signed_v<T>)
        return static_cast<int64_t>(v);
    else
        return static_cast<std::make_unsigned_t<int64_t>>(v);
}

template <typename F, typename... Args>
__host__ __device__ decltype(auto) call(F &&f, Args &&...args)
{
    return f(std::forward<Args>(args)...);
}

struct Sum {
    __host__ __device__ int operator()(int a, int &b) const
    {
        b += 1;
        return a + b;
    }
};

template <std::size_t... I>
__host__ __device__ int dot(const std::array<int, sizeof...(I)> &a, std::index_sequence<I...>)
{
    return (0 + ... + (a[I] * static_cast<int>(I)));
}

__host__ __device__ void compute(int i, const int *in, int64_t *out)
{
    std::array<int, 4> a = {in[i], in[i + 1], in[i + 2], in[i + 3]};
    if (a[0] > a[3])
        a = {a[3], a[1], a[2], a[0]};
    Extent<int> extent;
    for (int v : a)
        extent.include(v);
    const auto [low, high] = extent.bounds();
    Extent<float> floats;
    floats.include(0.5f * a[1]);
    int counter = a.front();
    const int called = call(Sum(), a.back(), counter);
    std::array<int, 4> moved = std::move(a);
    out[0] = low * 1000 + high;
    out[1] = dot(moved, std::make_index_sequence<4>{}) + static_cast<int>(moved.size());
    out[2] = called * 100 + counter;
    out[3] = static_cast<int64_t>(widen(floats.low) * 2) + widen(moved[2]) + static_cast<int64_t>(widen(static_cast<uint8_t>(in[i])));
    out[4] = sizeof(widen(1u)) + (std::numeric_limits<int16_t>::max() ^ i) + (std::is_convertible_v<float, int> ? 1 : 0);
}

__global__ void kernel(const int *in, int64_t *out, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        compute(i, in, out + 5 * i);
}

#define TRY(x) if (cudaError_t e = (x)) { std::printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; }

int main()
{
    const int n = 200;
    int *in, bad = 0;
    int64_t *out;
    TRY(cudaMallocManaged(&in, (n + 3) * sizeof(int)));
    TRY(cudaMallocManaged(&out, 5 * n * sizeof(int64_t)));
    for (int i = 0; i < n + 3; ++i)
        in[i] = i * 37 % 101 - 30;
    kernel<<<2, 128>>>(in, out, n);
    TRY(cudaGetLastError());
    TRY(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i) {
        int64_t want[5];
        compute(i, in, want);
        for (int k = 0; k < 5; ++k)
            if (out[5 * i + k] != want[k] && bad++ < 5)
                std::printf("%d.%d: %lld, expected %lld\n", i, k, (long long)out[5 * i + k], (long long)want[k]);
    }
    TRY(cudaFree(in));
    TRY(cudaFree(out));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
