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
;
