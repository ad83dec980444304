// Edits land where tokens were spelled: in macros' definitions and arguments, on both sides of #if.
#include <cuda_runtime.h>
#include <cu2x/rtc.hpp>

#define GLOBAL_INDEX (blockIdx.x * blockDim.x + threadIdx.x)
#define LAUNCH(kernel, n, ...) kernel<<<((n) + 31) / 32, 32>>>(__VA_ARGS__)

#ifdef USE_LONG
typedef long number;
__device__ number next(number x) { return x + threadIdx.x * 0 + 2; }
#else
typedef int number;
__device__ number next(number x) ;
#endif

__global__ void step(number *a, int n)
{ struct cu2x_description { static cu2x::rtc::kernel make() { return cu2x::rtc::kernel_builder(cu2x_unit, "step").template parameters<decltype(a), decltype(n)>(&step).item().build(); } }; cu2x::rtc::instance<cu2x_description>::kernel_object.launch(a, n); }

int main()
{
    number *a;
    cudaMallocManaged(&a, 64 * sizeof(number));
    for (int i = 0; i < 64; i++)
        a[i] = i;
    (cu2x::rtc::push_config(((64) + 31) / 32, 32), step(a, 64));
    cudaDeviceSynchronize();
    for (int i = 0; i < 64; i++)
        if (a[i] != i + 1)
            return 1;
    return 0;
}
