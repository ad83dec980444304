#include "tables.h"

namespace {

__constant__ int table[TABLE_SIZE] = {9, 9, 9, 9, 9, 9, 9, 9};
__device__ int calls;

__global__ void add(int *data, int n)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
        data[i] += 1000 * table[i % TABLE_SIZE];
    if (blockIdx.x == 0 && threadIdx.x == 0)
        ++calls;
}

} // namespace

cudaError_t set_high(const int (&values)[TABLE_SIZE])
{
    int zero = 0;
    if (cudaError_t e = cudaMemcpyToSymbol(calls, &zero, sizeof zero))
        return e;
    return cudaMemcpyToSymbol(table, values, sizeof values);
}

cudaError_t add_high(int *data, int n, cudaStream_t stream)
{
    add<<<3, 96, 0, stream>>>(data, n);
    return cudaGetLastError();
}
