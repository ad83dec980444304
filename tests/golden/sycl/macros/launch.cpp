// Launches out of macros.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

#define BLOCKS(n) (((n) + 127) / 128)
#define LAUNCH(kernel, n, ...) kernel<<<BLOCKS(n), 128>>>(__VA_ARGS__)
#define CHECK(call) do { cudaError_t e = (call); if (e != cudaSuccess) return e; } while (0)

void k(const sycl::nd_item<3> &item, float *a, int n) { a[static_cast<unsigned>(item.get_global_id(2))] = n; }

cudaError_t run(float *a, int n)
{
    cu2x::launch({(((n) + 127) / 128), 128}, [=](const sycl::nd_item<3> &item) { k(item, a, n); });
    cu2x::launch({BLOCKS(n), 128}, [=](const sycl::nd_item<3> &item) { k(item, a, n); });
    CHECK(cudaGetLastError());
    return cudaSuccess;
}
