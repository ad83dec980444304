// conv1d_constant_symbols: every way to reach a symbol from the host: cudaMemcpyToSymbol and
// FromSymbol with offsets and directions, their async forms on a stream, cudaGetSymbolAddress
// and cudaGetSymbolSize, for __constant__ and __device__ arrays, a scalar and a struct.
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <cuda_runtime.h>

#define MAX_TAPS 15

struct Range {
    int first, last;
};

__constant__ float taps[MAX_TAPS];
__constant__ int tap_count;
__constant__ Range valid;
__device__ float line[512];
__device__ float filtered[512];
__device__ unsigned long long touched;

__global__ void convolve(int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float sum = 0.0f;
    int half = tap_count / 2;
    for (int t = 0; t < tap_count; ++t) {
        int j = i + t - half;
        if (j >= valid.first && j <= valid.last)
            sum += taps[t] * line[j];
    }
    filtered[i] = sum;
    atomicAdd(&touched, 1ULL);
}

#define OK(call)                                                        \
    do {                                                                \
        cudaError_t rc = call;                                          \
        if (rc != cudaSuccess) {                                        \
            std::printf("%s: %s\n", #call, cudaGetErrorString(rc));     \
            return 1;                                                   \
        }                                                               \
    } while (0)

int main()
{
    const int n = 512, count = 7;
    float kernel[count] = {0.05f, 0.1f, 0.2f, 0.3f, 0.2f, 0.1f, 0.05f};
    float input[n], output[n], back[count];
    for (int i = 0; i < n; ++i)
        input[i] = std::sin(0.05f * i) + (i % 5);

    // The taps arrive in two pieces, the second at an offset in bytes.
    OK(cudaMemcpyToSymbol(taps, kernel, 3 * sizeof(float)));
    OK(cudaMemcpyToSymbol(taps, kernel + 3, 4 * sizeof(float), 3 * sizeof(float), cudaMemcpyHostToDevice));
    OK(cudaMemcpyToSymbol(tap_count, &count, sizeof(int), 0));
    const Range window = {0, 499};
    OK(cudaMemcpyToSymbol(valid, &window.first, sizeof(int), offsetof(Range, first)));
    OK(cudaMemcpyToSymbol(valid, &window.last, sizeof(int), offsetof(Range, last)));

    size_t bytes = 0;
    OK(cudaGetSymbolSize(&bytes, taps));
    if (bytes != sizeof(float) * MAX_TAPS) {
        std::printf("size of taps: %zu\n", bytes);
        return 1;
    }
    OK(cudaGetSymbolSize(&bytes, valid));
    if (bytes != sizeof(Range)) {
        std::printf("size of valid: %zu\n", bytes);
        return 1;
    }

    void *address = nullptr;
    OK(cudaGetSymbolAddress(&address, line));
    OK(cudaMemcpy(address, input, sizeof input, cudaMemcpyHostToDevice));
    unsigned long long zero = 0, seen = 0;
    cudaStream_t stream;
    OK(cudaStreamCreate(&stream));
    OK(cudaMemcpyToSymbolAsync(touched, &zero, sizeof zero, 0, cudaMemcpyHostToDevice, stream));
    convolve<<<4, 128, 0, stream>>>(n);
    OK(cudaGetLastError());
    OK(cudaMemcpyFromSymbolAsync(output, filtered, sizeof output, 0, cudaMemcpyDeviceToHost, stream));
    OK(cudaMemcpyFromSymbolAsync(&seen, touched, sizeof seen, 0, cudaMemcpyDeviceToHost, stream));
    OK(cudaStreamSynchronize(stream));
    OK(cudaStreamDestroy(stream));

    int bad = 0;
    for (int i = 0; i < n; ++i) {
        double want = 0;
        for (int t = 0; t < count; ++t) {
            int j = i + t - count / 2;
            if (j >= window.first && j <= window.last)
                want += double(kernel[t]) * input[j];
        }
        if (std::fabs(output[i] - want) > 1e-4 && bad++ < 5)
            std::printf("filtered[%d] = %g, expected %g\n", i, output[i], want);
    }
    if (seen != (unsigned long long)n) {
        std::printf("touched is %llu\n", seen);
        bad++;
    }
    OK(cudaMemcpyFromSymbol(back, taps, sizeof back));
    if (std::memcmp(back, kernel, sizeof back) != 0)
        bad++, std::puts("taps came back changed");
    float one = 0;
    OK(cudaMemcpyFromSymbol(&one, filtered, sizeof one, 100 * sizeof(float)));
    if (one != output[100])
        bad++, std::puts("read at an offset differs");
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
