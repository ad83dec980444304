#include "config.h"

#ifdef __CUDACC__
#error "a C file is none of the CUDA compiler's"
#endif

int host_only_sum(const int *values, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += values[i];
    return sum;
}
