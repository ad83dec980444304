// The size and the type of shared memory come from template arguments, written or deduced.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

template <typename T, int N>
void reverse(const sycl::nd_item<3> &item, T (&copy)[N], T *a)
{
    copy[item.get_local_id(2)] = a[item.get_local_id(2)];
    sycl::group_barrier(item.get_group());
    a[item.get_local_id(2)] = copy[N - 1 - static_cast<unsigned>(item.get_local_id(2))];
}

template <typename T>
void first(const sycl::nd_item<3> &item, T &one, T *a)
{
    if (item.get_local_id(2) == 0)
        one = a[0];
    sycl::group_barrier(item.get_group());
    a[item.get_local_id(2)] = one;
}

void run(float *a, int *b)
{
    cu2x::launch<float[64]>({1, 64}, [=](const sycl::nd_item<3> &item, auto &copy) { reverse<float, 64>(item, copy, a); });
    cu2x::launch<int[32]>({1, 32}, [=](const sycl::nd_item<3> &item, auto &copy) { reverse<int, 32>(item, copy, b); });
    cu2x::launch<int>({1, 8}, [=](const sycl::nd_item<3> &item, auto &one) { first(item, one, b); });
}
