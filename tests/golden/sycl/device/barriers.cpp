// Barriers and fences.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/sync.hpp>

void k(const sycl::nd_item<3> &item, int *a)
{
    sycl::group_barrier(item.get_group());
    int n = cu2x::barrier_count(item.get_group(), a[item.get_local_id(2)] > 0);
    if (cu2x::barrier_any(item.get_group(), n > 3) && cu2x::barrier_all(item.get_group(), n < 9))
        cu2x::fence(sycl::memory_scope::device);
    cu2x::fence(sycl::memory_scope::work_group);
    a[item.get_local_id(2)] = n;
}
