// Libraries are refused by name, at each call.
#include <cublas_v2.h>
#include <cub/cub.cuh>

//~ CU0301 cublasHandle_t
void run(cublasHandle_t handle, float *x, float *y, int n)
{
    float a = 1;
    //~ CU0301 cublasSaxpy
    cublasSaxpy(handle, n, &a, x, 1, y, 1);
    size_t bytes = 0;
    //~ CU0301 cub::DeviceReduce::Sum
    cub::DeviceReduce::Sum(nullptr, bytes, x, y, n);
}
