// Without arguments; in a condition; in a loop; in a lambda of the host.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

void tick() {}

void run(bool on)
{
    cu2x::launch({1, 1}, [](const sycl::nd_item<3> &) { tick(); });
    if (on)
        cu2x::launch({2, 2}, [](const sycl::nd_item<3> &) { tick(); });
    for (int i = 0; i < 3; i++) cu2x::launch({i + 1, 1}, [](const sycl::nd_item<3> &) { tick(); });
    auto again = [&] { cu2x::launch({1, 1}, [](const sycl::nd_item<3> &) { tick(); }); };
    again();
}
