// Constant memory: an array, a scalar, initial values, a struct, in a namespace.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/device_variable.hpp>
#include <cu2x/launch.hpp>

struct camera { float x, y; };
cu2x::constant<float[4]> table{{1, 2, 3, 4}};
cu2x::constant<int> limit;
cu2x::constant<camera> eye;
namespace settings { cu2x::constant<float> gain{0.5f}; }

float look(const float &gain, const float (&table)[4], int i) { return table[i] * gain; }

void k(const sycl::nd_item<3> &item, const camera &eye, const int &limit, const float &gain, const float (&table)[4], float *a)
{
    a[item.get_local_id(2)] = look(gain, table, static_cast<unsigned>(item.get_local_id(2))) + eye.x + limit;
}

void run(float *a)
{
    int l = 3;
    camera c{1, 2};
    cudaMemcpyToSymbol(limit, &l, sizeof l);
    cudaMemcpyToSymbol(eye, &c, sizeof(camera));
    cu2x::launch({1, 4}, [=, eye = eye.device_pointer(), limit = limit.device_pointer(), gain = settings::gain.device_pointer(), table = table.device_pointer()](const sycl::nd_item<3> &item) { k(item, *eye, *limit, *gain, *table, a); });
}
