#include "tables.h"

static __constant__ int table[TABLE_SIZE];

static __global__ void add(int *data, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        data[i] += table[i % TABLE_SIZE];
}

cudaError_t set_low(const int (&values)[TABLE_SIZE])
{
    return cudaMemcpyToSymbol(table, values, sizeof values);
}

cudaError_t add_low(int *data, int n, cudaStream_t stream)
{
    add<<<(n + 63) / 64, 64, 0, stream>>>(data, n);
    return cudaGetLastError();
}
