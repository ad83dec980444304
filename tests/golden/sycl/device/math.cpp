// Math functions: types that are known, mixed and unknown.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/math.hpp>

template <typename T>
T norm(T x, T y) { return cu2x::sqrt(x * x + y * y); }

void k(float *f, double *d, int n)
{
    f[0] = sycl::sin(f[1]) + sycl::cos(f[2]) * sycl::pow(f[3], 2.0f);
    f[4] = sycl::sqrt(f[5]) + sycl::fabs(f[6]) + sycl::rsqrt(f[7]) + sycl::fma(f[0], f[1], f[2]);
    d[0] = sycl::exp(d[1]) + cu2x::pow(d[2], n) + sycl::floor(d[3]);
    f[8] = sycl::fmin(f[0], f[1]) + sycl::max(n, 3) + sycl::fmin(f[0], f[1]);
    f[9] = norm(f[0], f[1]) + (f[2] / f[3]) + sycl::sin(f[4]);
    cu2x::sincos(f[0], &f[1], &f[2]);
    d[4] = sycl::sqrt(d[5]) + sycl::isnan(d[6]);
}
