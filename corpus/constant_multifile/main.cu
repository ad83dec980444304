// constant_multifile: several .cu files, each with a __constant__ array and a kernel of the same
// name with internal linkage (static in one, an anonymous namespace in the other), reached
// through functions of a header with a defaulted stream. No -rdc needed.
#include <cstdio>
#include <vector>
#include "tables.h"

static __constant__ int table = 500000; // a third one of this name, of another type

__global__ void add_scalar(int *data, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        data[i] += table;
}

#define RUN(x)                                                      \
    if (cudaError_t e = (x)) {                                      \
        std::printf("%s: %s\n", #x, cudaGetErrorString(e));         \
        return 1;                                                   \
    }

int main()
{
    const int n = 777;
    std::vector<int> got(n);
    int *data;
    RUN(cudaMalloc(&data, n * sizeof(int)));
    RUN(cudaMemset(data, 0, n * sizeof(int)));
    RUN(add_high(data, n)); // with the initial 9s
    const int low[TABLE_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8};
    const int high[TABLE_SIZE] = {10, 20, 30, 40, 50, 60, 70, 80};
    RUN(set_low(low));
    RUN(set_high(high));
    RUN(add_low(data, n));
    RUN(add_high(data, n));
    add_scalar<<<7, 128>>>(data, n);
    RUN(cudaGetLastError());
    RUN(cudaMemcpy(got.data(), data, n * sizeof(int), cudaMemcpyDeviceToHost));
    RUN(cudaFree(data));
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        const int want = 9000 + low[i % 8] + 1000 * high[i % 8] + 500000;
        if (got[i] != want && bad++ < 5)
            std::printf("%d: %d, expected %d\n", i, got[i], want);
    }
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
