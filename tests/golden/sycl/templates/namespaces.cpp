// Namespaces, nested and without a name, aliases and using-declarations.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

namespace outer { namespace inner {
int id(const sycl::nd_item<3> &item) { return item.get_local_id(2); }
void k(const sycl::nd_item<3> &item, int *a) { a[id(item)] = 1; }
} }

namespace {
void hidden(const sycl::nd_item<3> &item, int *a) { a[0] = outer::inner::id(item); }
}

namespace short_name = outer::inner;
using outer::inner::k;

void run(int *a)
{
    cu2x::launch({1, 2}, [=](const sycl::nd_item<3> &item) { outer::inner::k(item, a); });
    cu2x::launch({1, 2}, [=](const sycl::nd_item<3> &item) { short_name::k(item, a); });
    cu2x::launch({1, 2}, [=](const sycl::nd_item<3> &item) { k(item, a); });
    cu2x::launch({1, 1}, [=](const sycl::nd_item<3> &item) { hidden(item, a); });
}
