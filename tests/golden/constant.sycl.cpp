// Constant memory with and without an initial value, a device variable, copies to and from symbols.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/atomic.hpp>
#include <cu2x/device_variable.hpp>
#include <cu2x/launch.hpp>

cu2x::constant<float[3]> weights{{1, 2, 3}};
cu2x::constant<int> shift;
cu2x::device_variable<int> hits{5};

void weigh(const sycl::nd_item<3> &item, int &hits, const int &shift, const float (&weights)[3], float *out)
{
    int i = item.get_local_id(2);
    out[i] = weights[i % 3] + shift;
    if (i < 3)
        cu2x::atomic_ref(hits).fetch_add(1);
}

int main()
{
    float *out;
    cudaMallocManaged(&out, 32 * sizeof(float));
    int ten = 10, seen = 0;
    cudaMemcpyToSymbol(shift, &ten, sizeof ten);
    cu2x::launch({1, 32}, [=, hits = hits.device_pointer(), shift = shift.device_pointer(), weights = weights.device_pointer()](const sycl::nd_item<3> &item) { weigh(item, *hits, *shift, *weights, out); });
    cudaMemcpyFromSymbol(&seen, hits, sizeof seen);
    for (int i = 0; i < 32; i++)
        if (out[i] != i % 3 + 11)
            return 1;
    return seen == 8 ? 0 : 2;
}
