// partial_specialisation: primary templates with partial and full specialisations picked in device
// code: by pointer, by array size, by a bool and by a tag; traits of our own; a kernel template
// with a full specialisation of its device helper; enable_if and a template template parameter.
#include <cstdio>
#include <type_traits>
#include <cuda_runtime.h>

template <typename T> struct Traits {
    static constexpr int code = 0;
    using Wide = T;
};
template <> struct Traits<float> {
    static constexpr int code = 1;
    using Wide = double;
};
template <> struct Traits<int> {
    static constexpr int code = 2;
    using Wide = long long;
};
template <typename T> struct Traits<T *> {
    static constexpr int code = 100 + Traits<T>::code;
    using Wide = typename Traits<T>::Wide *;
};
template <typename T, int N> struct Traits<T[N]> {
    static constexpr int code = 1000 * N + Traits<T>::code;
    using Wide = typename Traits<T>::Wide;
};
template <typename T> struct Traits<const T> : Traits<T> {};

template <int N, bool Odd = (N % 2 == 1)> struct Power {
    template <typename T> __host__ __device__ static T of(T x)
    {
        const T half = Power<N / 2>::of(x);
        return half * half;
    }
};
template <int N> struct Power<N, true> {
    template <typename T> __host__ __device__ static T of(T x) { return x * Power<N - 1>::of(x); }
};
template <> struct Power<1, true> {
    template <typename T> __host__ __device__ static T of(T x) { return x; }
};

template <typename T> __device__ int describe(T) { return -1; }
template <> __device__ int describe<double>(double v) { return 500 + static_cast<int>(v); }
template <> __device__ int describe<char>(char v) { return v; }

template <typename T, std::enable_if_t<std::is_floating_point<T>::value, int> = 0>
__host__ __device__ int rounded(T v) { return static_cast<int>(v + T(0.5)); }
template <typename T, std::enable_if_t<std::is_integral<T>::value, int> = 0>
__host__ __device__ int rounded(T v) { return static_cast<int>(v); }

template <typename T> struct Add {
    __device__ T operator()(T a, T b) const { return a + b; }
};
template <typename T> struct Mul {
    __device__ T operator()(T a, T b) const { return a * b; }
};
template <template <typename> class Op, typename T>
__device__ T fold(const T *v, int n)
{
    T acc = v[0];
    for (int i = 1; i < n; ++i)
        acc = Op<T>()(acc, v[i]);
    return acc;
}

template <typename T>
__global__ void all(int *out, const T *in)
{
    typename Traits<T>::Wide wide = in[3];
    out[0] = Traits<T>::code;
    out[1] = Traits<const T *>::code;
    out[2] = Traits<T[7]>::code;
    out[3] = static_cast<int>(sizeof(wide));
    out[4] = static_cast<int>(Power<10>::of(wide));
    out[5] = describe(in[0]);
    out[6] = describe(2.5) + describe('A');
    out[7] = rounded(in[1]) + rounded(1.75f);
    out[8] = static_cast<int>(fold<Add>(in, 4));
    out[9] = static_cast<int>(fold<Mul, T>(in, 4));
}

template <typename T>
static int run(const int (&want)[10])
{
    const T host[4] = {T(1), T(2), T(4), T(3)};
    T *in;
    int *out, got[10];
    cudaError_t e = cudaMalloc(&in, sizeof host);
    if (e == cudaSuccess) e = cudaMalloc(&out, sizeof got);
    if (e == cudaSuccess) e = cudaMemcpy(in, host, sizeof host, cudaMemcpyHostToDevice);
    if (e == cudaSuccess) {
        all<T><<<1, 1>>>(out, in);
        e = cudaGetLastError();
    }
    if (e == cudaSuccess) e = cudaMemcpy(got, out, sizeof got, cudaMemcpyDeviceToHost);
    if (e == cudaSuccess) e = cudaFree(in);
    if (e == cudaSuccess) e = cudaFree(out);
    if (e != cudaSuccess) {
        printf("%s\n", cudaGetErrorString(e));
        return 1;
    }
    int bad = 0;
    for (int i = 0; i < 10; ++i)
        if (got[i] != want[i]) {
            printf("type of %d bytes, out[%d] = %d, expected %d\n", (int)sizeof(T), i, got[i], want[i]);
            ++bad;
        }
    return bad;
}

int main()
{
    const int floats[10] = {1, 101, 7001, 8, 59049, -1, 502 + 65, 2 + 2, 10, 24};
    const int ints[10] = {2, 102, 7002, 8, 59049, -1, 502 + 65, 2 + 2, 10, 24};
    const int shorts[10] = {0, 100, 7000, 2, static_cast<short>(59049), -1, 502 + 65, 2 + 2, 10, 24};
    if (run<float>(floats) + run<int>(ints) + run<short>(shorts))
        return 1;
    puts("PASS");
    return 0;
}
