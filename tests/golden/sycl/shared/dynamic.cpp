// Dynamic shared memory under two types, inside and outside a function.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>


void put(char *dynamic_local, int i, float x) { float *outside = reinterpret_cast<float *>(dynamic_local); outside[i] = x; }

void k(const sycl::nd_item<3> &item, char *dynamic_local, float *out)
{
    float *inside = reinterpret_cast<float *>(dynamic_local);
    put(dynamic_local, static_cast<unsigned>(item.get_local_id(2)), 1.0f);
    sycl::group_barrier(item.get_group());
    out[item.get_local_id(2)] = inside[item.get_local_id(2)];
}

void bytes(const sycl::nd_item<3> &item, char *dynamic_local, double *out)
{
    unsigned char *raw = reinterpret_cast<unsigned char *>(dynamic_local);
    double *d = reinterpret_cast<double *>(raw);
    d[item.get_local_id(2)] = 1;
    out[item.get_local_id(2)] = d[item.get_local_id(2)];
}

void run(float *a, double *b, int n)
{
    cu2x::launch({1, n, n * sizeof(float)}, [=](const sycl::nd_item<3> &item, char *dynamic_local) { k(item, dynamic_local, a); });
    cu2x::launch({1, n, n * sizeof(double)}, [=](const sycl::nd_item<3> &item, char *dynamic_local) { bytes(item, dynamic_local, b); });
}
