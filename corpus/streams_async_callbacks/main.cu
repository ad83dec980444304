// streams_async_callbacks: work on several streams with pinned memory: cudaMemcpyAsync, kernels, a
// cudaLaunchHostFunc per stream, cudaStreamQuery, cudaStreamWaitEvent between streams, non-blocking
// streams, and an old-style cudaStreamAddCallback. A stream wrapper class with move semantics.
#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include <cuda_runtime.h>

static void check(cudaError_t e, const char *what)
{
    if (e != cudaSuccess)
        throw std::runtime_error(std::string(what) + ": " + cudaGetErrorString(e));
}
#define CHECK(x) check((x), #x)

class Stream
{
public:
    explicit Stream(unsigned flags = cudaStreamDefault) { CHECK(cudaStreamCreateWithFlags(&stream_, flags)); }
    Stream(Stream &&o) noexcept : stream_(std::exchange(o.stream_, nullptr)) {}
    Stream(const Stream &) = delete;
    ~Stream()
    {
        if (stream_)
            cudaStreamDestroy(stream_);
    }
    operator cudaStream_t() const { return stream_; }
    void wait() const { CHECK(cudaStreamSynchronize(stream_)); }

private:
    cudaStream_t stream_ = nullptr;
};

__global__ void step(int *data, int n, int add)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += blockDim.x * gridDim.x)
        data[i] = data[i] * 2 + add;
}

struct Note {
    std::atomic<int> *calls;
    int *data; // in pinned memory, complete when the host function runs
    int first;
};

static void CUDART_CB note(void *user)
{
    Note *n = static_cast<Note *>(user);
    n->first = n->data[0];
    n->calls->fetch_add(1);
}

static void CUDART_CB on_status(cudaStream_t, cudaError_t status, void *user)
{
    static_cast<std::atomic<int> *>(user)->fetch_add(status == cudaSuccess ? 10 : 1000);
}

static int run()
{
    const int streams = 4, n = 2000;
    std::vector<Stream> pool;
    for (int s = 0; s < streams; ++s)
        pool.emplace_back(s % 2 ? cudaStreamNonBlocking : cudaStreamDefault);
    int *host, *device;
    CHECK(cudaMallocHost(&host, streams * n * sizeof(int)));
    CHECK(cudaMalloc(&device, streams * n * sizeof(int)));
    for (int i = 0; i < streams * n; ++i)
        host[i] = i % 1000;

    std::atomic<int> calls{0};
    std::vector<Note> notes(streams);
    cudaEvent_t first_done;
    CHECK(cudaEventCreateWithFlags(&first_done, cudaEventDisableTiming));
    for (int s = 0; s < streams; ++s) {
        int *h = host + s * n, *d = device + s * n;
        CHECK(cudaMemcpyAsync(d, h, n * sizeof(int), cudaMemcpyHostToDevice, pool[s]));
        step<<<8, 64, 0, pool[s]>>>(d, n, s);
        step<<<8, 64, 0, pool[s]>>>(d, n, 1);
        CHECK(cudaGetLastError());
        CHECK(cudaMemcpyAsync(h, d, n * sizeof(int), cudaMemcpyDeviceToHost, pool[s]));
        notes[s] = {&calls, h, -1};
        CHECK(cudaLaunchHostFunc(pool[s], note, &notes[s]));
    }
    // Stream 1 adds stream 0's part to its own once stream 0 is done with it.
    CHECK(cudaEventRecord(first_done, pool[0]));
    CHECK(cudaStreamWaitEvent(pool[1], first_done, 0));
    CHECK(cudaMemcpyAsync(device + n, device, n * sizeof(int), cudaMemcpyDeviceToDevice, pool[1]));
    step<<<4, 128, 0, pool[1]>>>(device + n, n, 7);
    CHECK(cudaGetLastError());
    CHECK(cudaStreamAddCallback(pool[2], on_status, &calls, 0));
    for (Stream &s : pool)
        s.wait();
    for (Stream &s : pool)
        CHECK(cudaStreamQuery(s));

    int bad = 0;
    for (int s = 0; s < streams; ++s) {
        for (int i = 0; i < n; ++i) {
            int want = ((s * n + i) % 1000 * 2 + s) * 2 + 1;
            if (host[s * n + i] != want && bad++ < 4)
                std::printf("stream %d, %d: %d, expected %d\n", s, i, host[s * n + i], want);
        }
        if (notes[s].first != (s * n % 1000 * 2 + s) * 2 + 1)
            bad++, std::printf("host function %d saw %d\n", s, notes[s].first);
    }
    if (calls != streams + 10)
        bad++, std::printf("calls: %d\n", calls.load());
    std::vector<int> joined(n);
    CHECK(cudaMemcpy(joined.data(), device + n, n * sizeof(int), cudaMemcpyDeviceToHost));
    for (int i = 0; i < n; ++i)
        if (joined[i] != host[i] * 2 + 7 && bad++ < 8)
            std::printf("joined[%d] = %d, expected %d\n", i, joined[i], host[i] * 2 + 7);
    CHECK(cudaEventDestroy(first_done));
    CHECK(cudaFreeHost(host));
    CHECK(cudaFree(device));
    return bad;
}

int main()
{
    try {
        if (run())
            return 1;
    } catch (const std::exception &e) {
        std::puts(e.what());
        return 1;
    }
    std::puts("PASS");
    return 0;
}
