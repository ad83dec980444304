// Arguments that cannot be captured as they stand become initialised captures.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

struct box { float *data; int size; };
int global_size;
static float *pointer();

void k(float *data, int size) { data[0] = size; }

struct owner {
    float *mine;
    int length;
    void run() { cu2x::launch({1, 1}, [=, data = mine, size = length](const sycl::nd_item<3> &) { k(data, size); }); }
};

void run(box b, box &r)
{
    float *list[2] = {b.data, r.data};
    cu2x::launch({1, 1}, [=, data_2 = b.data, size_2 = b.size](const sycl::nd_item<3> &) { k(data_2, size_2); });
    cu2x::launch({1, 1}, [=, data_2 = r.data + 1, size = global_size](const sycl::nd_item<3> &) { k(data_2, size); });
    cu2x::launch({1, 1}, [=, data = pointer()](const sycl::nd_item<3> &) { k(data, sizeof(float)); });
    cu2x::launch({1, 1}, [=, data = list[1]](const sycl::nd_item<3> &) { k(data, -1); });
}
