// Declared here, defined in another unit.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/device_variable.hpp>
#include <cu2x/launch.hpp>

extern cu2x::constant<float[4]> table;
extern cu2x::device_variable<int> total;

void k(const sycl::nd_item<3> &item, const float (&table)[4], int &total, float *a)
{
    a[item.get_local_id(2)] = table[item.get_local_id(2)];
    total = 1;
}

void run(float *a) { cu2x::launch({1, 4}, [=, table = table.device_pointer(), total = total.device_pointer()](const sycl::nd_item<3> &item) { k(item, *table, *total, a); }); }
