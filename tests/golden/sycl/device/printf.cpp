// Output, assertions and the clock.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/clock.hpp>
#include <cu2x/printf.hpp>
#include <cassert>
#include <cstdio>

void k(const sycl::nd_item<3> &item, int *a)
{
    assert(a != nullptr);
    if (item.get_local_id(2) == 0)
        cu2x::printf("block %d of %d: %d\n", static_cast<unsigned>(item.get_group(2)), static_cast<unsigned>(item.get_group_range(2)), a[0]);
    long long t = cu2x::clock64();
    a[1] = (int)(cu2x::clock() - t);
}

int main() { printf("host\n"); }
