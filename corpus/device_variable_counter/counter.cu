// device_variable_counter: __device__ variables of namespace scope: initialised scalars, an array,
// a static one, one in a namespace and one that is a pointer set from the host. They keep their
// values from launch to launch, and device functions reach them without a parameter.
#include <cstdio>
#include <cuda_runtime.h>

__device__ int counter = 100;
static __device__ unsigned int log_length;
__device__ int log_entries[1024];
__device__ float *target;

namespace settings {
__device__ float step = 0.5f;
__device__ const int limit = 1000;
} // namespace settings

__device__ int next_ticket() { return atomicAdd(&counter, 1); }

__device__ void append(int value)
{
    unsigned int at = atomicInc(&log_length, 0xffffffffu);
    if (at < 1024)
        log_entries[at] = value;
}

__global__ void take_tickets()
{
    int ticket = next_ticket();
    if (ticket % 2 == 0 && ticket < settings::limit)
        append(ticket);
}

__global__ void fill()
{
    target[threadIdx.x] = threadIdx.x * settings::step;
}

bool failed(cudaError_t e)
{
    if (e != cudaSuccess)
        printf("error %d: %s\n", (int)e, cudaGetErrorString(e));
    return e != cudaSuccess;
}

int main()
{
    // 100 + 6 * 200 tickets; those even and below 1000 are logged: 450 of them.
    for (int i = 0; i < 6; ++i)
        take_tickets<<<2, 100>>>();
    if (failed(cudaGetLastError()) || failed(cudaDeviceSynchronize()))
        return 1;
    int last = 0;
    unsigned int length = 0;
    static int entries[1024];
    if (failed(cudaMemcpyFromSymbol(&last, counter, sizeof last)) ||
        failed(cudaMemcpyFromSymbol(&length, log_length, sizeof length)) ||
        failed(cudaMemcpyFromSymbol(entries, log_entries, sizeof entries)))
        return 1;
    bool good = true;
    if (last != 1300 || length != 450) {
        printf("counter %d (1300), log %u (450)\n", last, length);
        good = false;
    }
    long sum = 0;
    for (unsigned i = 0; i < length && i < 1024; ++i)
        sum += entries[i];
    if (sum != 450L * (100 + 998) / 2) {
        printf("sum of entries %ld\n", sum);
        good = false;
    }

    float *buffer = nullptr, values[64], step = 0.25f;
    if (failed(cudaMalloc(&buffer, sizeof values)) ||
        failed(cudaMemcpyToSymbol(target, &buffer, sizeof buffer)) ||
        failed(cudaMemcpyToSymbol(settings::step, &step, sizeof step)))
        return 1;
    fill<<<1, 64>>>();
    if (failed(cudaGetLastError()) || failed(cudaMemcpy(values, buffer, sizeof values, cudaMemcpyDeviceToHost)) ||
        failed(cudaFree(buffer)))
        return 1;
    for (int i = 0; i < 64; ++i)
        if (values[i] != i * 0.25f) {
            printf("values[%d] = %g\n", i, values[i]);
            good = false;
        }
    if (good)
        printf("PASS\n");
    return good ? 0 : 1;
}
