#ifndef TABLES_H
#define TABLES_H

#include <cuda_runtime.h>

enum { TABLE_SIZE = 8 };

// Both files keep a constant array of the same name: static, so each file has its own.
cudaError_t set_low(const int (&values)[TABLE_SIZE]);
cudaError_t set_high(const int (&values)[TABLE_SIZE]);
cudaError_t add_low(int *data, int n, cudaStream_t stream = 0);
cudaError_t add_high(int *data, int n, cudaStream_t stream = 0);

#endif
