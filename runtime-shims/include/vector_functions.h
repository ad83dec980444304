/* CUDA's make_* functions for the built-in vector types. */
#ifndef CU2X_VECTOR_FUNCTIONS_H
#define CU2X_VECTOR_FUNCTIONS_H

#include "vector_types.h"

#if __cplusplus >= 201402L
#define CU2X_MAKE_VECTOR constexpr
#elif defined(__cplusplus)
#define CU2X_MAKE_VECTOR inline
#else
#define CU2X_MAKE_VECTOR static inline
#endif

#define CU2X_DEFINE_MAKE_VECTOR(name, base) \
  CU2X_MAKE_VECTOR struct name##1 make_##name##1(base x) { struct name##1 v = {x}; return v; } \
  CU2X_MAKE_VECTOR struct name##2 make_##name##2(base x, base y) { struct name##2 v = {x, y}; return v; } \
  CU2X_MAKE_VECTOR struct name##3 make_##name##3(base x, base y, base z) { struct name##3 v = {x, y, z}; return v; } \
  CU2X_MAKE_VECTOR struct name##4 make_##name##4(base x, base y, base z, base w) { struct name##4 v = {x, y, z, w}; return v; }

CU2X_DEFINE_MAKE_VECTOR(char, signed char)
CU2X_DEFINE_MAKE_VECTOR(uchar, unsigned char)
CU2X_DEFINE_MAKE_VECTOR(short, short)
CU2X_DEFINE_MAKE_VECTOR(ushort, unsigned short)
CU2X_DEFINE_MAKE_VECTOR(int, int)
CU2X_DEFINE_MAKE_VECTOR(uint, unsigned int)
CU2X_DEFINE_MAKE_VECTOR(long, long)
CU2X_DEFINE_MAKE_VECTOR(ulong, unsigned long)
CU2X_DEFINE_MAKE_VECTOR(longlong, long long)
CU2X_DEFINE_MAKE_VECTOR(ulonglong, unsigned long long)
CU2X_DEFINE_MAKE_VECTOR(float, float)
CU2X_DEFINE_MAKE_VECTOR(double, double)

#define CU2X_DEFINE_MAKE_ALIGNED_VECTOR(name, base) \
  CU2X_MAKE_VECTOR struct name make_##name(base x, base y, base z, base w) { struct name v = {x, y, z, w}; return v; }

CU2X_DEFINE_MAKE_ALIGNED_VECTOR(long4_16a, long)
CU2X_DEFINE_MAKE_ALIGNED_VECTOR(long4_32a, long)
CU2X_DEFINE_MAKE_ALIGNED_VECTOR(ulong4_16a, unsigned long)
CU2X_DEFINE_MAKE_ALIGNED_VECTOR(ulong4_32a, unsigned long)
CU2X_DEFINE_MAKE_ALIGNED_VECTOR(longlong4_16a, long long)
CU2X_DEFINE_MAKE_ALIGNED_VECTOR(longlong4_32a, long long)
CU2X_DEFINE_MAKE_ALIGNED_VECTOR(ulonglong4_16a, unsigned long long)
CU2X_DEFINE_MAKE_ALIGNED_VECTOR(ulonglong4_32a, unsigned long long)
CU2X_DEFINE_MAKE_ALIGNED_VECTOR(double4_16a, double)
CU2X_DEFINE_MAKE_ALIGNED_VECTOR(double4_32a, double)

#undef CU2X_MAKE_VECTOR
#undef CU2X_DEFINE_MAKE_VECTOR
#undef CU2X_DEFINE_MAKE_ALIGNED_VECTOR

#endif
