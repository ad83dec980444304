// atomics_float_double: atomicAdd and atomicExch on float, atomicAdd on double (sm_60 and later), in
// global and shared memory, through a struct member, and in a template for both types. The addends are
// multiples of a power of two, so that every order gives the same sum.
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

inline void check(cudaError_t e)
{
    if (e != cudaSuccess) {
        std::printf("%s\n", cudaGetErrorString(e));
        std::exit(1);
    }
}

struct Accumulator {
    float sum;
    double square;
};

template <typename Real>
__global__ void bins(const Real *in, Real *out, int n, int bin_count)
{
    __shared__ Real local[16];
    if (threadIdx.x < bin_count)
        local[threadIdx.x] = Real(0);
    __syncthreads();
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        atomicAdd(&local[i % bin_count], in[i]);
    __syncthreads();
    if (threadIdx.x < bin_count)
        atomicAdd(out + threadIdx.x, local[threadIdx.x]);
}

__global__ void members(const float *in, Accumulator *acc, int n)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += blockDim.x * gridDim.x) {
        atomicAdd(&acc->sum, in[i]);
        atomicAdd(&acc->square, static_cast<double>(in[i]) * in[i]);
    }
}

__global__ void exchange(float *slot, float *total, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        float old = atomicExch(slot, static_cast<float>(i + 1));
        float before = atomicAdd(total, old);
        if (before < 0.0f)
            *slot = -1.0f; // never: the sums are positive
    }
}

template <typename Real>
static int test_bins(const char *name, int n)
{
    const int count = 11;
    std::vector<Real> in(n), want(count, Real(0)), got(count);
    for (int i = 0; i < n; ++i) {
        in[i] = Real(0.25) * Real(i % 64) - Real(3);
        want[i % count] += in[i];
    }
    Real *d_in, *d_out;
    check(cudaMalloc(&d_in, n * sizeof(Real)));
    check(cudaMalloc(&d_out, count * sizeof(Real)));
    check(cudaMemcpy(d_in, in.data(), n * sizeof(Real), cudaMemcpyHostToDevice));
    check(cudaMemset(d_out, 0, count * sizeof(Real)));
    bins<<<(n + 127) / 128, 128>>>(d_in, d_out, n, count);
    check(cudaGetLastError());
    check(cudaMemcpy(got.data(), d_out, count * sizeof(Real), cudaMemcpyDeviceToHost));
    check(cudaFree(d_in));
    check(cudaFree(d_out));
    int bad = 0;
    for (int b = 0; b < count; ++b)
        if (got[b] != want[b])
            ++bad, std::printf("%s bin %d: %g, expected %g\n", name, b, double(got[b]), double(want[b]));
    return bad;
}

int main()
{
    int bad = test_bins<float>("float", 3000) + test_bins<double>("double", 5000);

    const int n = 1000;
    float *in, *slots;
    Accumulator *acc;
    check(cudaMallocManaged(&in, n * sizeof(float)));
    check(cudaMallocManaged(&slots, 2 * sizeof(float)));
    check(cudaMallocManaged(&acc, sizeof *acc));
    *acc = {};
    slots[0] = slots[1] = 0;
    double sum = 0, square = 0;
    for (int i = 0; i < n; ++i) {
        in[i] = 0.5f * (i % 100);
        sum += in[i];
        square += double(in[i]) * in[i];
    }
    members<<<4, 64>>>(in, acc, n);
    exchange<<<8, 128>>>(&slots[0], &slots[1], n);
    check(cudaGetLastError());
    check(cudaDeviceSynchronize());
    if (acc->sum != sum || acc->square != square)
        ++bad, std::printf("members: %g %g, expected %g %g\n", acc->sum, acc->square, sum, square);
    if (slots[0] + slots[1] != n * (n + 1) / 2)
        ++bad, std::printf("exchange: %g + %g\n", slots[0], slots[1]);
    check(cudaFree(in));
    check(cudaFree(slots));
    check(cudaFree(acc));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
