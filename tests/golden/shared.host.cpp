// Static and dynamic shared memory, a barrier, a device function that has both.
#include <cuda_runtime.h>
#include <cu2x/rtc.hpp>

__device__ float take(float (*rows)[33], int x, int y)
;

__global__ void turn(float *out, const float *in)
{ struct cu2x_description { static cu2x::rtc::kernel make() { return cu2x::rtc::kernel_builder(cu2x_unit, "turn").template parameters<decltype(out), decltype(in)>(&turn).item().template local<float[32][33]>("float[32][33]").dynamic_local().build(); } }; cu2x::rtc::instance<cu2x_description>::kernel_object.launch(out, in); }

int main()
{
    float *in, *out;
    cudaMallocManaged(&in, 1024 * sizeof(float));
    cudaMallocManaged(&out, 1024 * sizeof(float));
    for (int i = 0; i < 1024; i++)
        in[i] = i;
    dim3 block(32, 32);
    (cu2x::rtc::push_config(1, block, 32 * sizeof(float)), turn(out, in));
    if (cudaDeviceSynchronize() != cudaSuccess)
        return 2;
    for (int i = 0; i < 1024; i++)
        if (out[i] != (i % 32) * 32 + i / 32 + 1)
            return 1;
    return 0;
}
