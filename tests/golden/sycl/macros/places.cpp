// Edits in a definition, in an argument, and in a place where only expanding helps.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

#define GLOBAL_ID (static_cast<unsigned>(item.get_global_id(2)))
#define SQUARE(x) ((x) * (x))
#define BARRIER() sycl::group_barrier(item.get_group())
#define DEVICE inline
#define KERNEL(name) void name
#define CALL(f) f(static_cast<unsigned>(item.get_local_id(2)))

DEVICE int own(const sycl::nd_item<3> &item, int x) { return x + static_cast<unsigned>(item.get_local_id(2)); }
DEVICE int plain(int x) { return x; }

KERNEL(k)(const sycl::nd_item<3> &item, int *a)
{
    int i = GLOBAL_ID;
    a[i] = SQUARE(static_cast<unsigned>(item.get_local_id(2)));
    BARRIER();
    a[i] += own(item, static_cast<unsigned>(item.get_local_id(2))) + CALL(plain);
}
