// Template kernels, explicit arguments and deduced ones, a warp reduction, an atomic.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/atomic.hpp>
#include <cu2x/launch.hpp>
#include <cu2x/warp.hpp>

template <typename T>
T warp_sum(const sycl::nd_item<3> &item, T value)
{
    for (int offset = 16; offset > 0; offset /= 2)
        value += cu2x::shfl_down(item.get_sub_group(), value, offset);
    return value;
}

template <typename T, int Scale>
void sum(const sycl::nd_item<3> &item, const T *in, T *out, int n)
{
    int i = item.get_global_id(2);
    T value = warp_sum(item, i < n ? in[i] * Scale : T(0));
    if (static_cast<unsigned>(item.get_local_id(2)) % 32 == 0)
        cu2x::atomic_ref(*out).fetch_add(value);
}

template <typename T>
int check(int n)
;

int main()
;
