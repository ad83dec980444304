// Kernel templates: specialisation, explicit instantiation, default arguments, packs.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

template <typename T, int N = 4>
void k(const sycl::nd_item<3> &item, T *a) { a[item.get_local_id(2)] = N; }

template <>
void k<double, 2>(const sycl::nd_item<3> &item, double *a) { a[item.get_local_id(2)] = -2; }

template void k<int, 8>(const sycl::nd_item<3> &item, int *);

template <typename... Ts>
float sum(const sycl::nd_item<3> &item, Ts... xs) { return (0.0f + ... + xs) + static_cast<unsigned>(item.get_local_id(2)); }

void s(const sycl::nd_item<3> &item, float *a) { a[0] = sum(item, 1, 2.0f); }

void run(int *a, double *b, float *c)
{
    cu2x::launch({1, 4}, [=](const sycl::nd_item<3> &item) { k<int>(item, a); });
    cu2x::launch({1, 2}, [=](const sycl::nd_item<3> &item) { k<double, 2>(item, b); });
    cu2x::launch({1, 1}, [=](const sycl::nd_item<3> &item) { s(item, c); });
}
