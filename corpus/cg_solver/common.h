#ifndef CG_COMMON_H
#define CG_COMMON_H

#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

#define CUDA(call) cg_check((call), #call, __FILE__, __LINE__)

inline void cg_check(cudaError_t status, const char *call, const char *file, int line)
{
    if (status != cudaSuccess) {
        fprintf(stderr, "%s:%d: %s failed with %s: %s\n", file, line, call, cudaGetErrorName(status), cudaGetErrorString(status));
        exit(2);
    }
}

typedef double real;

#endif
