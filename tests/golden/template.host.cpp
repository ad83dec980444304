// Template kernels, explicit arguments and deduced ones, a warp reduction, an atomic.
#include <cuda_runtime.h>
#include <cu2x/rtc.hpp>

template <typename T>
__device__ T warp_sum(T value)
;

template <typename T, int Scale>
__global__ void sum(const T *in, T *out, int n)
{ struct cu2x_description { static cu2x::rtc::kernel make() { return cu2x::rtc::kernel_builder(cu2x_unit, "sum").template type_argument<T>("T").template value_argument<Scale>("Scale").template parameters<decltype(in), decltype(out), decltype(n)>(&sum<T, Scale>).item().sub_group_size(32).build(); } }; cu2x::rtc::instance<cu2x_description>::kernel_object.launch(in, out, n); }

template <typename T>
int check(int n)
{
    T *in, *out;
    cudaMallocManaged(&in, n * sizeof(T));
    cudaMallocManaged(&out, sizeof(T));
    *out = 0;
    for (int i = 0; i < n; i++)
        in[i] = 1;
    (cu2x::rtc::push_config(dim3(n / 64), 64), sum<T, 2>(in, out, n));
    cudaDeviceSynchronize();
    return *out == T(2 * n) ? 0 : 1;
}

int main()
{
    return check<int>(256) + check<float>(256);
}
