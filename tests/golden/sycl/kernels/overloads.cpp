// Overloads: one needs the work item, one does not.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

int pick(const sycl::nd_item<3> &item, int x) { return x + static_cast<unsigned>(item.get_local_id(2)); }
float pick(const sycl::nd_item<3> &item, float x) { return x; }

void kernel(const sycl::nd_item<3> &item, int *a) { a[0] = pick(item, 1); }
void kernel(const sycl::nd_item<3> &item, float *a) { a[0] = pick(item, 1.0f); }

void run(int *a, float *b)
{
    cu2x::launch({1, 1}, [=](const sycl::nd_item<3> &item) { kernel(item, a); });
    cu2x::launch({1, 1}, [=](const sycl::nd_item<3> &item) { kernel(item, b); });
}
