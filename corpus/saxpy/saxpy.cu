// saxpy: the smallest complete program. One kernel, a bounds guard, a grid
// rounded up, device memory by cudaMalloc and blocking copies both ways.
// The launch error and the execution error are read apart.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

#define CHECK(call)                                                                        \
    do {                                                                                   \
        cudaError_t err_ = (call);                                                         \
        if (err_ != cudaSuccess) {                                                         \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, cudaGetErrorString(err_));  \
            exit(1);                                                                       \
        }                                                                                  \
    } while (0)

__global__ void saxpy(int n, float a, const float *x, float *y)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        y[i] = a * x[i] + y[i];
}

int main()
{
    const int n = 10007;
    const float a = 2.5f;
    size_t bytes = n * sizeof(float);
    float *x = (float *)malloc(bytes), *y = (float *)malloc(bytes), *got = (float *)malloc(bytes);
    for (int i = 0; i < n; i++) {
        x[i] = 0.25f * (i % 97);
        y[i] = 1.0f - 0.5f * (i % 31);
    }

    float *d_x, *d_y;
    CHECK(cudaMalloc((void **)&d_x, bytes));
    CHECK(cudaMalloc((void **)&d_y, bytes));
    CHECK(cudaMemcpy(d_x, x, bytes, cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_y, y, bytes, cudaMemcpyHostToDevice));

    saxpy<<<(n + 255) / 256, 256>>>(n, a, d_x, d_y);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());
    CHECK(cudaMemcpy(got, d_y, bytes, cudaMemcpyDeviceToHost));

    int bad = 0;
    for (int i = 0; i < n; i++) {
        float want = a * x[i] + y[i];
        if (fabsf(got[i] - want) > 1e-5f * (1.0f + fabsf(want))) {
            if (bad++ < 5)
                printf("y[%d] = %g, expected %g\n", i, got[i], want);
        }
    }
    CHECK(cudaFree(d_x));
    CHECK(cudaFree(d_y));
    free(x);
    free(y);
    free(got);
    if (bad) {
        printf("%d values differ\n", bad);
        return 1;
    }
    printf("PASS\n");
    return 0;
}
