// cg_coalesced_aggregation: coalesced_threads inside a divergent branch: one atomicAdd for all the threads
// that took it, the leader's result passed on by shfl, each thread's place from its rank. A filter that
// keeps the set but not the order, so the host sorts before it compares.
#include <algorithm>
#include <cooperative_groups.h>
#include <cstdio>
#include <iterator>
#include <vector>
#include <cuda_runtime.h>

using namespace cooperative_groups;

__device__ int aggregated_increment(int *counter)
{
    coalesced_group active = coalesced_threads();
    int base = 0;
    if (active.thread_rank() == 0)
        base = atomicAdd(counter, active.size());
    return active.shfl(base, 0) + active.thread_rank();
}

template <typename Keep>
__global__ void filter(const int *in, int n, int *out, int *kept, Keep keep)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n && keep(in[i]))
        out[aggregated_increment(kept)] = in[i];
}

struct Multiple {
    int of;
    __host__ __device__ bool operator()(int v) const { return v % of == 0; }
};

struct Above {
    int limit;
    __host__ __device__ bool operator()(int v) const { return v > limit; }
};

#define RUN(x)                                                                 \
    do {                                                                       \
        const cudaError_t rc = (x);                                            \
        if (rc != cudaSuccess) {                                               \
            std::printf("%s: %s\n", #x, cudaGetErrorString(rc));               \
            return 1;                                                          \
        }                                                                      \
    } while (0)

template <typename Keep>
static int test(const char *name, const std::vector<int> &host, Keep keep)
{
    const int n = static_cast<int>(host.size());
    int *in, *out, *kept, count = -1;
    RUN(cudaMalloc(&in, n * sizeof(int)));
    RUN(cudaMalloc(&out, n * sizeof(int)));
    RUN(cudaMalloc(&kept, sizeof(int)));
    RUN(cudaMemcpy(in, host.data(), n * sizeof(int), cudaMemcpyHostToDevice));
    RUN(cudaMemset(kept, 0, sizeof(int)));
    filter<<<(n + 191) / 192, 192>>>(in, n, out, kept, keep);
    RUN(cudaGetLastError());
    RUN(cudaMemcpy(&count, kept, sizeof count, cudaMemcpyDeviceToHost));

    std::vector<int> want;
    std::copy_if(host.begin(), host.end(), std::back_inserter(want), keep);
    int bad = 0;
    if (count != static_cast<int>(want.size())) {
        std::printf("%s: %d kept, expected %zu\n", name, count, want.size());
        bad = 1;
    } else if (count > 0) {
        std::vector<int> got(count);
        RUN(cudaMemcpy(got.data(), out, count * sizeof(int), cudaMemcpyDeviceToHost));
        std::sort(got.begin(), got.end());
        std::sort(want.begin(), want.end());
        if (got != want) {
            std::printf("%s: other values than expected\n", name);
            bad = 1;
        }
    }
    RUN(cudaFree(in));
    RUN(cudaFree(out));
    RUN(cudaFree(kept));
    return bad;
}

int main()
{
    std::vector<int> host(5000);
    for (size_t i = 0; i < host.size(); ++i)
        host[i] = static_cast<int>(i * 7927 % 10007);
    const int bad = test("multiples of 3", host, Multiple{3}) + test("multiples of 64", host, Multiple{64}) +
                    test("above 9000", host, Above{9000}) + test("none", host, Above{20000}) + test("all", host, Above{-1});
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
