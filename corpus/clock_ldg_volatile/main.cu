// clock_ldg_volatile: clock64 and clock around work (time does not run backwards within a thread), __ldg on
// several types, volatile shared and global pointers, __threadfence and __threadfence_system, and a
// producer and a consumer in one block that talk through volatile memory between barriers.
#include <cstdio>
#include <cuda_runtime.h>

#define CK(call)                                                                     \
    if ((call) != cudaSuccess) {                                                     \
        std::printf("%s, line %d: %s\n", #call, __LINE__, cudaGetErrorString(cudaPeekAtLastError())); \
        return 1;                                                                    \
    }

__global__ void timed(long long *elapsed, float *sink, int rounds)
{
    const long long start = clock64();
    const clock_t coarse = clock();
    float v = threadIdx.x;
    for (int i = 0; i < rounds; ++i)
        v = v * 0.999f + 1.0f;
    sink[threadIdx.x] = v + (coarse == 0 ? 0.0f : 0.0f);
    const long long stop = clock64();
    elapsed[threadIdx.x] = stop - start;
}


__global__ void cached(const float *f, const int4 *q, const unsigned char *c, const double *d, double *out)
{
    const int i = threadIdx.x;
    const int4 v = __ldg(&q[i]);
    out[i] = __ldg(f + i) + v.x + v.w + __ldg(&c[i]) + __ldg(d + i);
}

__global__ void relay(volatile int *global, int *out)
{
    __shared__ volatile int box[64];
    const int t = threadIdx.x;
    box[t] = t * t;
    global[t] = t + 1;
    __threadfence_block();
    __syncthreads();
    const int mine = box[63 - t] + global[(t + 7) % 64];
    __threadfence();
    __syncthreads();
    box[t] = mine;
    volatile int *alias = box;
    alias[t] += 5;
    __threadfence_system();
    __syncthreads();
    out[t] = box[t ^ 1];
}

int main()
{
    const int n = 64;
    long long *elapsed;
    float *sink, *f;
    int4 *q;
    unsigned char *c;
    double *d, *sums;
    int *out, *word;
    CK(cudaMallocManaged(&elapsed, n * sizeof(long long)));
    CK(cudaMallocManaged(&sink, n * sizeof(float)));
    CK(cudaMallocManaged(&f, n * sizeof(float)));
    CK(cudaMallocManaged(&q, n * sizeof(int4)));
    CK(cudaMallocManaged(&c, n));
    CK(cudaMallocManaged(&d, n * sizeof(double)));
    CK(cudaMallocManaged(&sums, n * sizeof(double)));
    CK(cudaMallocManaged(&out, n * sizeof(int)));
    CK(cudaMallocManaged(&word, n * sizeof(int)));
    for (int i = 0; i < n; ++i) {
        f[i] = 0.5f * i;
        q[i] = make_int4(i, -1, -2, 3 * i);
        c[i] = (unsigned char)(200 + i);
        d[i] = 0.25 * i;
    }
    timed<<<1, n>>>(elapsed, sink, 200);
    cached<<<1, n>>>(f, q, c, d, sums);
    relay<<<1, n>>>(word, out);
    CK(cudaGetLastError());
    CK(cudaDeviceSynchronize());
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        if (elapsed[i] < 0)
            bad++, std::printf("thread %d: %lld ticks\n", i, elapsed[i]);
        const double want = 0.5 * i + 4 * i + (200 + i) % 256 + 0.25 * i;
        if (sums[i] != want)
            bad++, std::printf("sums[%d] = %g, expected %g\n", i, sums[i], want);
        const int t = i ^ 1, relayed = (63 - t) * (63 - t) + (t + 7) % 64 + 1 + 5;
        if (out[i] != relayed)
            bad++, std::printf("out[%d] = %d, expected %d\n", i, out[i], relayed);
    }
    CK(cudaFree(elapsed));
    CK(cudaFree(sink));
    CK(cudaFree(f));
    CK(cudaFree(q));
    CK(cudaFree(c));
    CK(cudaFree(d));
    CK(cudaFree(sums));
    CK(cudaFree(out));
    CK(cudaFree(word));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
