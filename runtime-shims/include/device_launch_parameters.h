/* The built-in variables of a kernel, as the host compiler sees them: declared, so that text that
 * names them compiles, and defined in the runtime with no useful value. Kernels never read these:
 * a translated kernel takes its indices from its sycl::nd_item. */
#ifndef CU2X_DEVICE_LAUNCH_PARAMETERS_H
#define CU2X_DEVICE_LAUNCH_PARAMETERS_H

#include "vector_types.h"

#if !defined(CU2X_RTC) && !defined(SYCL_LANGUAGE_VERSION)
#ifdef __cplusplus
extern "C" {
#endif
extern const struct uint3 threadIdx;
extern const struct uint3 blockIdx;
extern const struct dim3 blockDim;
extern const struct dim3 gridDim;
extern const int warpSize;
#ifdef __cplusplus
}
#endif
#endif

#endif
