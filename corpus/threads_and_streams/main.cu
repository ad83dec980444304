// threads_and_streams: several host threads, each with its own stream and buffers, launch the same kernels
// at once; the last error is each thread's own; a shared result is added up by atomics on the device. The
// default per-thread handle cudaStreamPerThread as well.
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>
#include <cuda_runtime.h>

static std::mutex print_mutex;
static std::atomic<int> failures{0};

static bool good(cudaError_t e, int thread, const char *what)
{
    if (e == cudaSuccess)
        return true;
    std::lock_guard<std::mutex> lock(print_mutex);
    std::printf("thread %d: %s: %s\n", thread, what, cudaGetErrorString(e));
    ++failures;
    return false;
}
#define GOOD(x) good((x), id, #x)

__device__ unsigned long long grand_total;

__global__ void fill(int *data, int n, int seed)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        data[i] = (i + seed) % 1000;
}

template <int Block>
__global__ void total(const int *data, int n, unsigned long long *mine)
{
    __shared__ unsigned long long s;
    if (threadIdx.x == 0)
        s = 0;
    __syncthreads();
    int i = blockIdx.x * Block + threadIdx.x;
    if (i < n)
        atomicAdd(&s, (unsigned long long)data[i]);
    __syncthreads();
    if (threadIdx.x == 0) {
        atomicAdd(mine, s);
        atomicAdd(&grand_total, s);
    }
}

static void worker(int id, int rounds, unsigned long long *sum)
{
    const int n = 1000 + 100 * id;
    cudaStream_t stream;
    if (id % 2 == 0) {
        if (!GOOD(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking)))
            return;
    } else {
        stream = cudaStreamPerThread;
    }
    int *data;
    unsigned long long *device_sum;
    if (!GOOD(cudaMalloc(&data, n * sizeof(int))) || !GOOD(cudaMalloc(&device_sum, sizeof *device_sum)) ||
        !GOOD(cudaMemsetAsync(device_sum, 0, sizeof *device_sum, stream)))
        return;
    unsigned long long want = 0;
    for (int r = 0; r < rounds; ++r) {
        fill<<<(n + 127) / 128, 128, 0, stream>>>(data, n, id * 17 + r);
        total<128><<<(n + 127) / 128, 128, 0, stream>>>(data, n, device_sum);
        for (int i = 0; i < n; ++i)
            want += (i + id * 17 + r) % 1000;
    }
    if (id == 1) {
        // An error of this thread must not show in another.
        fill<<<1, 100000, 0, stream>>>(data, n, 0);
        const cudaError_t bad = cudaGetLastError();
        if (bad != cudaErrorInvalidConfiguration && bad != cudaErrorInvalidValue)
            good(cudaErrorUnknown, id, "the bad launch went unnoticed");
    } else if (!GOOD(cudaGetLastError())) {
        return;
    }
    if (!GOOD(cudaMemcpyAsync(sum, device_sum, sizeof *sum, cudaMemcpyDeviceToHost, stream)) ||
        !GOOD(cudaStreamSynchronize(stream)))
        return;
    if (*sum != want) {
        std::lock_guard<std::mutex> lock(print_mutex);
        std::printf("thread %d: %llu, expected %llu\n", id, *sum, want);
        ++failures;
    }
    GOOD(cudaFree(data));
    GOOD(cudaFree(device_sum));
    if (id % 2 == 0)
        GOOD(cudaStreamDestroy(stream));
}

int main()
{
    const int count = 4, id = -1;
    std::vector<unsigned long long> sums(count);
    std::vector<std::thread> threads;
    for (int t = 0; t < count; ++t)
        threads.emplace_back(worker, t, 5, &sums[t]);
    for (auto &t : threads)
        t.join();
    unsigned long long all = 0, want = 0;
    GOOD(cudaMemcpyFromSymbol(&all, grand_total, sizeof all));
    for (auto s : sums)
        want += s;
    if (all != want) {
        std::printf("grand total %llu, expected %llu\n", all, want);
        ++failures;
    }
    if (failures)
        return 1;
    std::puts("PASS");
    return 0;
}
