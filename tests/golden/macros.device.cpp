// Edits land where tokens were spelled: in macros' definitions and arguments, on both sides of #if.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

#define GLOBAL_INDEX (static_cast<unsigned>(item.get_global_id(2)))
#define LAUNCH(kernel, n, ...) kernel<<<((n) + 31) / 32, 32>>>(__VA_ARGS__)

#ifdef USE_LONG
typedef long number;
__device__ number next(number x) { return x + threadIdx.x * 0 + 2; }
#else
typedef int number;
number next(const sycl::nd_item<3> &item, number x) { return x + static_cast<unsigned>(item.get_local_id(1)) + 1; }
#endif

void step(const sycl::nd_item<3> &item, number *a, int n)
{
    int i = GLOBAL_INDEX;
    if (i < n)
        a[i] = next(item, a[i]);
}

int main()
;
