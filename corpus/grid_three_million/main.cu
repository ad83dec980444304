// grid_three_million: a one-dimensional grid of 3,000,000 blocks of one thread (far beyond 65,535, which
// some devices take for their limit), gridDim and blockIdx as the program asked for them, and a grid that
// is large in y with blocks that leave at once.
#include <cstdio>
#include <cuda_runtime.h>

__global__ void tiny(unsigned char *hits, unsigned int *wrong)
{
    if (gridDim.x != 3000000u || gridDim.y != 1 || gridDim.z != 1)
        *wrong = 1;
    hits[blockIdx.x] = static_cast<unsigned char>(blockIdx.x % 251 + 1);
}

__global__ void sparse(unsigned int *sum)
{
    if (blockIdx.y % 1000 != 7)
        return;
    atomicAdd(sum, blockIdx.y + blockIdx.x * gridDim.y);
}

#define OK(x) do { if (cudaError_t e = (x)) { std::printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; } } while (0)

int main()
{
    const unsigned blocks = 3000000;
    unsigned char *hits;
    unsigned int *results;
    OK(cudaMallocManaged(&hits, blocks));
    OK(cudaMallocManaged(&results, 2 * sizeof(unsigned)));
    OK(cudaMemset(hits, 0, blocks));
    OK(cudaMemset(results, 0, 2 * sizeof(unsigned)));
    tiny<<<blocks, 1>>>(hits, results);
    sparse<<<dim3(2, 60000), 1>>>(results + 1);
    OK(cudaGetLastError());
    OK(cudaDeviceSynchronize());
    int bad = results[0] != 0;
    if (bad)
        std::puts("gridDim is not what was asked for");
    for (unsigned b = 0; b < blocks; ++b)
        if (hits[b] != b % 251 + 1 && bad++ < 5)
            std::printf("block %u left %d\n", b, hits[b]);
    unsigned want = 0;
    for (unsigned y = 7; y < 60000; y += 1000)
        want += 2 * y + 60000;
    if (results[1] != want)
        bad++, std::printf("sum %u, expected %u\n", results[1], want);
    OK(cudaFree(hits));
    OK(cudaFree(results));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
