// The plain case: one kernel, its index, a launch.
#include <cu2x/rtc.hpp>
#include <cuda_runtime.h>

__global__ void add(const float *a, const float *b, float *c, int n)
{ struct cu2x_description { static cu2x::rtc::kernel make() { return cu2x::rtc::kernel_builder(cu2x_unit, "add").template parameters<decltype(a), decltype(b), decltype(c), decltype(n)>(&add).item().build(); } }; cu2x::rtc::instance<cu2x_description>::kernel_object.launch(a, b, c, n); }

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
    (cu2x::rtc::push_config((n + 255) / 256, 256), add(a, b, c, n));
    cudaDeviceSynchronize();
    for (int i = 0; i < n; i++)
        if (c[i] != 3 * i)
            return 1;
    return 0;
}
