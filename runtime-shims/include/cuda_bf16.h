// CUDA's bfloat16: __nv_bfloat16, __nv_bfloat162, their operators, conversions and functions.
//
// The type has CUDA's layout (2 bytes; the pair 4, aligned to 4) and the same name on host and device. Arithmetic is
// computed in float and rounded to the nearest bfloat16, on both sides.
#ifndef CU2X_CUDA_BF16_H
#define CU2X_CUDA_BF16_H

#include "vector_functions.h"

#ifdef __cplusplus

#include "cu2x/small_float_format.hpp"

#define CU2X_SCALAR __nv_bfloat16
#define CU2X_PAIR __nv_bfloat162
#define CU2X_SCALAR_RAW __nv_bfloat16_raw
#define CU2X_PAIR_RAW __nv_bfloat162_raw
#define CU2X_FORMAT cu2x::bfloat16_format
#define CU2X_NAME(before, after) CU2X_NAME_(before, bfloat16, after)
#define CU2X_PAIR_NAME(before, after) CU2X_NAME_(before, bfloat162, after)
#define CU2X_NAME_(before, name, after) CU2X_JOIN(before, name, after)
#define CU2X_JOIN(a, b, c) a##b##c

#include "cu2x/small_float.inc"
#include "cu2x/small_float_conversions.inc"

typedef __nv_bfloat16 nv_bfloat16;
typedef __nv_bfloat162 nv_bfloat162;

#define CUDART_INF_BF16 __ushort_as_bfloat16(static_cast<unsigned short>(0x7f80u))
#define CUDART_NAN_BF16 __ushort_as_bfloat16(static_cast<unsigned short>(0x7fffu))
#define CUDART_MIN_DENORM_BF16 __ushort_as_bfloat16(static_cast<unsigned short>(0x0001u))
#define CUDART_MAX_NORMAL_BF16 __ushort_as_bfloat16(static_cast<unsigned short>(0x7f7fu))
#define CUDART_NEG_ZERO_BF16 __ushort_as_bfloat16(static_cast<unsigned short>(0x8000u))
#define CUDART_ZERO_BF16 __ushort_as_bfloat16(static_cast<unsigned short>(0x0000u))
#define CUDART_ONE_BF16 __ushort_as_bfloat16(static_cast<unsigned short>(0x3f80u))

#include "cu2x/small_float_end.inc"

#else
typedef struct { unsigned short x; } __nv_bfloat16_raw;
typedef struct { unsigned short x, y; } __nv_bfloat162_raw;
typedef __nv_bfloat16_raw __nv_bfloat16;
typedef __nv_bfloat162_raw __nv_bfloat162;
#endif

#endif
