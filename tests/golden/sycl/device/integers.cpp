// Integer intrinsics and bit casts.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/integer.hpp>
#include <cu2x/rounding.hpp>

void k(int *i, unsigned *u, float *f, long long *l)
{
    i[0] = static_cast<int>(sycl::popcount(u[0])) + sycl::clz(i[1]) + cu2x::ffs(i[2]);
    u[1] = cu2x::brev(u[2]);
    i[3] = cu2x::mul24(i[4], i[5]) + sycl::mul_hi(i[6], i[7]);
    i[8] = sycl::bit_cast<int>(f[0]);
    f[1] = sycl::bit_cast<float>(i[9]);
    i[10] = cu2x::saturate_cast<int>(sycl::rint(f[2]));
    l[0] = sycl::bit_cast<long long>(1.0);
    u[3] = sycl::abs(i[0]) + sycl::mul_hi(u[4], u[5]);
}
