// events_timing: cudaEventCreate, Record, Synchronize, Query and ElapsedTime: times are not negative, three
// events in a row add up, an event that was never recorded counts as done, timing-less events refuse to
// give times, and events on two streams.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

#define CALL(f) do { cudaError_t s_ = (f); if (s_ != cudaSuccess) { printf(#f ": %s\n", cudaGetErrorString(s_)); exit(1); } } while (0)

__global__ void busy(float *data, int rounds)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    float v = data[i];
    for (int k = 0; k < rounds; ++k)
        v = v * 0.5f + 1.0f;
    data[i] = v;
}

int main()
{
    const int n = 4096;
    float *data, value = -1;
    CALL(cudaMalloc(&data, n * sizeof(float)));
    CALL(cudaMemset(data, 0, n * sizeof(float)));
    cudaStream_t other;
    CALL(cudaStreamCreate(&other));
    cudaEvent_t a, b, c, untimed, fresh;
    CALL(cudaEventCreate(&a));
    CALL(cudaEventCreate(&b));
    CALL(cudaEventCreateWithFlags(&c, cudaEventBlockingSync));
    CALL(cudaEventCreateWithFlags(&untimed, cudaEventDisableTiming));
    CALL(cudaEventCreate(&fresh));
    CALL(cudaEventQuery(fresh));
    CALL(cudaEventSynchronize(fresh));

    CALL(cudaEventRecord(a));
    busy<<<n / 128, 128>>>(data, 50);
    CALL(cudaEventRecord(b, 0));
    busy<<<n / 128, 128>>>(data, 100);
    CALL(cudaEventRecord(c));
    CALL(cudaEventRecord(untimed));
    CALL(cudaGetLastError());
    CALL(cudaEventSynchronize(c));
    CALL(cudaEventSynchronize(untimed));
    CALL(cudaEventQuery(a));

    float ab = -1, bc = -1, ac = -1;
    CALL(cudaEventElapsedTime(&ab, a, b));
    CALL(cudaEventElapsedTime(&bc, b, c));
    CALL(cudaEventElapsedTime(&ac, a, c));
    int bad = 0;
    if (ab < 0 || bc < 0 || ac < 0 || ac > 60000) {
        printf("times: %g %g %g ms\n", ab, bc, ac);
        bad = 1;
    }
    if (ab + bc < ac * 0.9f - 0.01f || ab + bc > ac * 1.1f + 0.01f) {
        printf("%g + %g is not %g ms\n", ab, bc, ac);
        bad = 1;
    }
    float none = 0;
    cudaError_t refused = cudaEventElapsedTime(&none, a, untimed);
    if (refused == cudaSuccess) {
        printf("a time from an event without timing\n");
        bad = 1;
    }
    if (cudaGetLastError() == cudaSuccess) {
        printf("the refused call left no error behind\n");
        bad = 1;
    }

    CALL(cudaEventRecord(a, other));
    busy<<<n / 128, 128, 0, other>>>(data, 100);
    CALL(cudaEventRecord(b, other));
    CALL(cudaStreamSynchronize(other));
    CALL(cudaEventQuery(b));
    CALL(cudaEventElapsedTime(&ab, a, b));
    if (ab < 0) {
        printf("time on a stream: %g ms\n", ab);
        bad = 1;
    }
    CALL(cudaMemcpy(&value, data + n - 1, sizeof value, cudaMemcpyDeviceToHost));
    if (value != 2.0f) {
        printf("value is %g\n", value);
        bad = 1;
    }
    CALL(cudaEventDestroy(a));
    CALL(cudaEventDestroy(b));
    CALL(cudaEventDestroy(c));
    CALL(cudaEventDestroy(untimed));
    CALL(cudaEventDestroy(fresh));
    CALL(cudaStreamDestroy(other));
    CALL(cudaFree(data));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
