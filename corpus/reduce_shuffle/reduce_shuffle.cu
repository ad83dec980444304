// reduce_shuffle: a sum by warp shuffles, then by one warp over the warps' results in shared
// memory, then by one atomicAdd a block; once with shfl_down and once with shfl_xor. double and
// unsigned long long ride through the shuffles as 64-bit values.
#include <cmath>
#include <iostream>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>
#include <cuda_runtime.h>

namespace {

void check(cudaError_t e, const char *where)
{
    if (e != cudaSuccess)
        throw std::runtime_error(std::string(where) + ": " + cudaGetErrorString(e));
}

constexpr unsigned FULL = 0xffffffffu;
constexpr int WARP = 32;

template <typename T>
__device__ __forceinline__ T warp_sum_down(T v)
{
    for (int offset = WARP / 2; offset > 0; offset /= 2)
        v += __shfl_down_sync(FULL, v, offset);
    return v;
}

template <typename T>
__device__ __forceinline__ T warp_sum_xor(T v)
{
#pragma unroll
    for (int lanes = 1; lanes < WARP; lanes <<= 1)
        v += __shfl_xor_sync(FULL, v, lanes);
    return v;
}

template <typename T, bool Xor>
__device__ T block_sum(T v)
{
    __shared__ T per_warp[WARP];
    const int lane = threadIdx.x % WARP;
    const int warp = threadIdx.x / WARP;

    v = Xor ? warp_sum_xor(v) : warp_sum_down(v);
    if (lane == 0)
        per_warp[warp] = v;
    __syncthreads();
    v = threadIdx.x < blockDim.x / WARP ? per_warp[lane] : T(0);
    if (warp == 0)
        v = Xor ? warp_sum_xor(v) : warp_sum_down(v);
    return v;
}

template <typename T, bool Xor>
__global__ void sum(const T *in, T *out, int n)
{
    T acc = 0;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += blockDim.x * gridDim.x)
        acc += in[i];
    acc = block_sum<T, Xor>(acc);
    if (threadIdx.x == 0)
        atomicAdd(out, acc);
}

template <typename T, bool Xor>
bool test(const char *name)
{
    const int n = 20000;
    std::vector<T> data(n);
    for (int i = 0; i < n; ++i)
        data[i] = static_cast<T>(i % 1000);
    const T want = std::accumulate(data.begin(), data.end(), T(0));

    T *in = nullptr, *out = nullptr, got = 0;
    check(cudaMalloc(&in, n * sizeof(T)), "malloc in");
    check(cudaMalloc(&out, sizeof(T)), "malloc out");
    check(cudaMemset(out, 0, sizeof(T)), "memset");
    check(cudaMemcpy(in, data.data(), n * sizeof(T), cudaMemcpyHostToDevice), "copy in");
    sum<T, Xor><<<16, 256>>>(in, out, n);
    check(cudaGetLastError(), "launch");
    check(cudaMemcpy(&got, out, sizeof(T), cudaMemcpyDeviceToHost), "copy out");
    check(cudaFree(in), "free");
    check(cudaFree(out), "free");

    const bool good = std::fabs(static_cast<double>(got) - static_cast<double>(want)) <= 1e-5 * static_cast<double>(want);
    if (!good)
        std::cout << name << (Xor ? " xor: " : " down: ") << got << ", expected " << want << '\n';
    return good;
}

} // namespace

int main()
{
    try {
        bool good = true;
        good &= test<int, false>("int");
        good &= test<int, true>("int");
        good &= test<float, false>("float");
        good &= test<double, true>("double");
        good &= test<unsigned long long, false>("unsigned long long");
        if (!good)
            return 1;
    } catch (const std::exception &e) {
        std::cout << e.what() << '\n';
        return 1;
    }
    std::cout << "PASS" << std::endl;
    return 0;
}
