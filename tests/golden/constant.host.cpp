// Constant memory with and without an initial value, a device variable, copies to and from symbols.
#include <cuda_runtime.h>
#include <cu2x/rtc.hpp>

__constant__ float weights[3] = {1, 2, 3}; static const cu2x::rtc::variable cu2x_variable_weights(&weights, sizeof weights, "weights", cu2x::rtc::space::constant, &weights);
__constant__ int shift; static const cu2x::rtc::variable cu2x_variable_shift(&shift, sizeof shift, "shift", cu2x::rtc::space::constant);
__device__ int hits = 5; static const cu2x::rtc::variable cu2x_variable_hits(&hits, sizeof hits, "hits", cu2x::rtc::space::device, &hits);

__global__ void weigh(float *out)
{ struct cu2x_description { static cu2x::rtc::kernel make() { return cu2x::rtc::kernel_builder(cu2x_unit, "weigh").template parameters<decltype(out)>(&weigh).item().variable(&hits, "hits").variable(&shift, "shift").variable(&weights, "weights").build(); } }; cu2x::rtc::instance<cu2x_description>::kernel_object.launch(out); }

int main()
{
    float *out;
    cudaMallocManaged(&out, 32 * sizeof(float));
    int ten = 10, seen = 0;
    cudaMemcpyToSymbol(shift, &ten, sizeof ten);
    (cu2x::rtc::push_config(1, 32), weigh(out));
    cudaMemcpyFromSymbol(&seen, hits, sizeof seen);
    for (int i = 0; i < 32; i++)
        if (out[i] != i % 3 + 11)
            return 1;
    return seen == 8 ? 0 : 2;
}
