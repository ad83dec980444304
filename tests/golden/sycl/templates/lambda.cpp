// Device lambdas, with and without a need of the work item.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

template <typename F>
void each(const sycl::nd_item<3> &item, int n, F f)
{
    int i = item.get_global_id(2);
    if (i < n)
        f(i);
}

void run(float *a, int n, float s)
{
    cu2x::launch({1, 64}, [=, f = [=] (int i) { a[i] *= s; }](const sycl::nd_item<3> &item) { each(item, n, f); });
    cu2x::launch({1, 64}, [=, f = [=]  (int i) { a[i] += 1; }](const sycl::nd_item<3> &item) { each(item, n, f); });
}

void inside(const sycl::nd_item<3> &item, int *a)
{
    auto twice = [](int x) { return 2 * x; };
    auto mine = [&](int x) { return x + static_cast<unsigned>(item.get_local_id(2)); };
    a[item.get_local_id(2)] = twice(1) + mine(2);
}
