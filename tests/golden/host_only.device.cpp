// No device code: comes out as it is.
#include <sycl/sycl.hpp>
#include <cstdio>
#include <cuda_runtime.h>

int main()
;
