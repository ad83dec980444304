// The plain case: one kernel, its index, a launch.
#include <sycl/sycl.hpp>
#include <cu2x/launch.hpp>
#include <cuda_runtime.h>

void add(const sycl::nd_item<3> &item, const float *a, const float *b, float *c, int n)
{
    int i = item.get_global_id(2);
    if (i < n)
        c[i] = a[i] + b[i];  // one element a thread
}

int main()
{
    const int n = 1000;
    float *a, *b, *c;
    cudaMallocManaged(&a, n * sizeof(float));
    cudaMallocManaged(&b, n * sizeof(float));
    cudaMallocManaged(&c, n * sizeof(float));
    for (int i = 0; i < n; i++) {
        a[i] = i;
        b[i] = 2 * i;
    }
    cu2x::launch({(n + 255) / 256, 256}, [=](const sycl::nd_item<3> &item) { add(item, a, b, c, n); });
    cudaDeviceSynchronize();
    for (int i = 0; i < n; i++)
        if (c[i] != 3 * i)
            return 1;
    return 0;
}
