#ifndef COMMON_H
#define COMMON_H

#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

inline int global_index(const sycl::nd_item<3> &item) { return item.get_global_id(2); }

template <typename T>
void zero(const sycl::nd_item<3> &item, T *a, int n)
{
    int i = global_index(item);
    if (i < n)
        a[i] = T();
}

void first(float *a, int n);
#endif
