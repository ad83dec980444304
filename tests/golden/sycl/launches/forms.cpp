// Launch configurations: extents, dim3, dynamic shared memory, a stream; arguments captured by name.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

void k(const sycl::nd_item<3> &item, float *a, int n) { a[item.get_group(2)] = n; }

void run(float *a, int n, cudaStream_t stream)
{
    cu2x::launch({1, 32}, [=](const sycl::nd_item<3> &item) { k(item, a, n); });
    cu2x::launch({(n + 255) / 256, 256}, [=](const sycl::nd_item<3> &item) { k(item, a, n - 1); });
    cu2x::launch({dim3(4, 4), dim3(8, 8, 2)}, [=](const sycl::nd_item<3> &item) { k(item, a, 3); });
    dim3 grid(n), block{32};
    cu2x::launch({grid, block, 0, stream}, [=](const sycl::nd_item<3> &item) { k(item, a, n); });
    cu2x::launch({grid, block}, [=](const sycl::nd_item<3> &item) { k(item, a, n); });
}
