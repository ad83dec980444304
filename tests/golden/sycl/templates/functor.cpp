// Functors as template arguments and as objects.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

struct add {
    int operator()(int a, int b) const { return a + b; }
};

template <typename Op>
void apply(const sycl::nd_item<3> &item, int *out, Op op) { out[item.get_local_id(2)] = op(static_cast<unsigned>(item.get_local_id(2)), 1); }

template <typename Op>
void apply_own(const sycl::nd_item<3> &item, int *out) { out[item.get_local_id(2)] = Op()(static_cast<unsigned>(item.get_local_id(2)), 2); }

void run(int *out)
{
    cu2x::launch({1, 8}, [=, op = add()](const sycl::nd_item<3> &item) { apply(item, out, op); });
    cu2x::launch({1, 8}, [=](const sycl::nd_item<3> &item) { apply_own<add>(item, out); });
}
