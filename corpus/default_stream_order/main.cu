// default_stream_order: the legacy default stream waits for the blocking streams and they for it, so that
// work given to several of them runs in the order in which it was given; stream 0, nullptr and
// cudaStreamLegacy name the same stream; synchronous copies wait for all.
#include <cstdio>
#include <cuda_runtime.h>

#define CK(x) do { cudaError_t e = (x); if (e != cudaSuccess) { printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; } } while (0)

__global__ void slow_multiply(long long *v, int by, int rounds)
{
    long long x = *v;
    for (int i = 0; i < rounds; ++i)
        x = (x ^ 0x55) ^ 0x55;
    *v = x * by;
}

__global__ void add(long long *v, int what) { *v += what; }

int main()
{
    long long *v, got = 0;
    cudaStream_t a, b;
    CK(cudaMalloc(&v, sizeof *v));
    CK(cudaStreamCreate(&a));
    CK(cudaStreamCreate(&b));
    CK(cudaMemcpy(v, &got, sizeof got, cudaMemcpyHostToDevice));
    long long want = 0;
    for (int round = 0; round < 8; ++round) {
        slow_multiply<<<1, 1, 0, a>>>(v, 3, 3000);
        add<<<1, 1>>>(v, 1);                         // after a's kernel
        slow_multiply<<<1, 1, 0, b>>>(v, 2, 2000);   // after the default stream's
        add<<<1, 1, 0, nullptr>>>(v, 5);
        slow_multiply<<<1, 1, 0, a>>>(v, 7, 1000);
        add<<<1, 1, 0, cudaStreamLegacy>>>(v, round);
        CK(cudaGetLastError());
        want = ((want * 3 + 1) * 2 + 5) * 7 + round;
        CK(cudaMemcpy(&got, v, sizeof got, cudaMemcpyDeviceToHost));
        if (got != want) {
            printf("round %d: %lld, expected %lld\n", round, got, want);
            return 1;
        }
    }
    int low = 0, high = 0, given = 1;
    cudaStream_t urgent;
    CK(cudaDeviceGetStreamPriorityRange(&low, &high));
    if (low < high) {
        printf("priorities %d %d\n", low, high);
        return 1;
    }
    CK(cudaStreamCreateWithPriority(&urgent, cudaStreamNonBlocking, high));
    CK(cudaStreamGetPriority(urgent, &given));
    unsigned flags = 0;
    CK(cudaStreamGetFlags(urgent, &flags));
    if (given != high || flags != cudaStreamNonBlocking) {
        printf("priority %d, expected %d; flags %u\n", given, high, flags);
        return 1;
    }
    add<<<1, 1, 0, urgent>>>(v, 9);
    CK(cudaGetLastError());
    CK(cudaStreamSynchronize(urgent));
    CK(cudaMemcpy(&got, v, sizeof got, cudaMemcpyDeviceToHost));
    if (got != want + 9) {
        printf("at last %lld, expected %lld\n", got, want + 9);
        return 1;
    }
    CK(cudaStreamDestroy(a));
    CK(cudaStreamDestroy(b));
    CK(cudaStreamDestroy(urgent));
    CK(cudaFree(v));
    printf("PASS\n");
    return 0;
}
