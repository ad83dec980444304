// Atomic functions for several types and address spaces.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/atomic.hpp>
#include <cu2x/launch.hpp>

void k(const sycl::nd_item<3> &item, int &s, int *i, unsigned *u, unsigned long long *l, float *f, double *d)
{
    s = 0;
    sycl::group_barrier(item.get_group());
    cu2x::atomic_ref(s).fetch_add(1);
    cu2x::atomic_ref(*i).fetch_add(1);
    int old = cu2x::atomic_ref(i[1]).compare_exchange(0, 1);
    cu2x::atomic_ref(*u).fetch_max(3u);
    cu2x::atomic_ref(*(u + 1)).fetch_inc(7u);
    cu2x::atomic_ref(*l).exchange(5ull);
    cu2x::atomic_ref(*f).fetch_add(1.0f);
    cu2x::atomic_ref(*d).fetch_add(1.0);
    cu2x::atomic_ref(u[2]).fetch_or(1u << old);
}

void run(int *i) { cu2x::launch<int>({1, 32}, [=](const sycl::nd_item<3> &item, auto &s) { k(item, s, i, nullptr, nullptr, nullptr, nullptr); }); }
