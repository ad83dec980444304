// A user's names that the launch would use itself.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

void k(const sycl::nd_item<3> &item_2, int (&buffer)[4], int *item, int *tile)
{
    buffer[item_2.get_local_id(2)] = tile[item_2.get_local_id(2)];
    sycl::group_barrier(item_2.get_group());
    item[item_2.get_local_id(2)] = buffer[0];
}

void run(int *item, int *buffer) { cu2x::launch<int[4]>({1, 4}, [=](const sycl::nd_item<3> &item_2, auto &buffer_2) { k(item_2, buffer_2, item, buffer); }); }
