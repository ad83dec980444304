// The built-in variables of device_launch_parameters.h: host text may name them, nothing reads them.

#include <device_launch_parameters.h>

extern "C" {
const uint3 threadIdx = {0, 0, 0};
const uint3 blockIdx = {0, 0, 0};
const dim3 blockDim(1, 1, 1);
const dim3 gridDim(1, 1, 1);
const int warpSize = 32;
}
