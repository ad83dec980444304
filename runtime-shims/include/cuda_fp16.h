// CUDA's half precision: __half (half), __half2 (half2), their operators, conversions and functions.
//
// The type has CUDA's layout (2 bytes; the pair 4, aligned to 4) and the same name on host and device. In device code
// of a SYCL compiler arithmetic is the device's own; on the host it is computed in float and rounded exactly as a half
// unit would. C code sees the bits only (__half_raw).
#ifndef CU2X_CUDA_FP16_H
#define CU2X_CUDA_FP16_H

#include "vector_functions.h"

#ifdef __cplusplus

#include "cu2x/small_float_format.hpp"

#define CU2X_SCALAR __half
#define CU2X_PAIR __half2
#define CU2X_SCALAR_RAW __half_raw
#define CU2X_PAIR_RAW __half2_raw
#define CU2X_FORMAT cu2x::half_format
#define CU2X_NAME(before, after) CU2X_NAME_(before, half, after)
#define CU2X_PAIR_NAME(before, after) CU2X_NAME_(before, half2, after)
#define CU2X_NAME_(before, name, after) CU2X_JOIN(before, name, after)
#define CU2X_JOIN(a, b, c) a##b##c

#include "cu2x/small_float.inc"
#include "cu2x/small_float_conversions.inc"

typedef __half half;
typedef __half2 half2;
typedef __half nv_half;
typedef __half2 nv_half2;

#define CUDART_INF_FP16 __ushort_as_half(static_cast<unsigned short>(0x7c00u))
#define CUDART_NAN_FP16 __ushort_as_half(static_cast<unsigned short>(0x7fffu))
#define CUDART_MIN_DENORM_FP16 __ushort_as_half(static_cast<unsigned short>(0x0001u))
#define CUDART_MAX_NORMAL_FP16 __ushort_as_half(static_cast<unsigned short>(0x7bffu))
#define CUDART_NEG_ZERO_FP16 __ushort_as_half(static_cast<unsigned short>(0x8000u))
#define CUDART_ZERO_FP16 __ushort_as_half(static_cast<unsigned short>(0x0000u))
#define CUDART_ONE_FP16 __ushort_as_half(static_cast<unsigned short>(0x3c00u))

#include "cu2x/small_float_end.inc"

#else
typedef struct { unsigned short x; } __half_raw;
typedef struct { unsigned short x, y; } __half2_raw;
typedef __half_raw __half;
typedef __half2_raw __half2;
#endif

#endif
