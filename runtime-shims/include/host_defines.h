/* CUDA's qualifiers, as the host compiler and a SYCL device compiler see them.
 *
 * Execution and memory spaces say nothing to a C++ compiler, so they expand to nothing; what has a
 * C++ or GNU equivalent expands to it. `__noinline__` expands to nothing on purpose: the standard
 * library spells `__attribute__((__noinline__))`, which any other expansion would break. */
#ifndef CU2X_HOST_DEFINES_H
#define CU2X_HOST_DEFINES_H

/* The device pass of a single-source compiler is what CUDA code knows as a compilation for an architecture. Volta's
 * promises all that cu2x carries over and none of the instructions that only later chips have. */
#if defined(__SYCL_DEVICE_ONLY__) && !defined(__CUDA_ARCH__)
#define __CUDA_ARCH__ 700
#endif

#define __host__
#define __device__
#define __global__
#define __shared__
#define __constant__
#define __managed__
#define __grid_constant__
#define __nv_pure__ __attribute__((pure))
#define __launch_bounds__(...)
#define __cluster_dims__(...)
#define __block_size__(...)
#define __maxnreg__(...)

#define __noinline__
#define __forceinline__ __inline__ __attribute__((always_inline))
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __builtin_align__(bytes) __align__(bytes)
#define __device_builtin__
#define __cudart_builtin__
#define __device_builtin_texture_type__
#define __device_builtin_surface_type__
#define __thread__ __thread

#define CUDARTAPI
#define CUDARTAPI_CDECL
#define CUDART_CB

#endif
