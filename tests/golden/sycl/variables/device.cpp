// Device and managed variables.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/atomic.hpp>
#include <cu2x/device_variable.hpp>
#include <cu2x/launch.hpp>

cu2x::device_variable<int> counter;
cu2x::device_variable<float[8]> sums;
static cu2x::device_variable<unsigned int> seed{42u};
cu2x::managed<int> shared_with_host{1};

void k(const sycl::nd_item<3> &item, int &counter, unsigned int &seed, int &shared_with_host, float (&sums)[8])
{
    cu2x::atomic_ref(counter).fetch_add(1);
    sums[item.get_local_id(2)] += seed;
    shared_with_host = 2;
}

int run()
{
    int n = 0;
    cu2x::launch({1, 8}, [=, counter = counter.device_pointer(), seed = seed.device_pointer(), shared_with_host = shared_with_host.device_pointer(), sums = sums.device_pointer()](const sycl::nd_item<3> &item) { k(item, *counter, *seed, *shared_with_host, *sums); });
    cudaMemcpyFromSymbol(&n, counter, sizeof(int));
    cudaDeviceSynchronize();
    return n + shared_with_host;
}
