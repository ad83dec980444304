/* CUDA's complex numbers: float2 and double2 under names of their own, for host and device code. Division and absolute
 * value scale their operands, as CUDA's do, so that intermediate results do not overflow. */
#ifndef CU2X_CUCOMPLEX_H
#define CU2X_CUCOMPLEX_H

#include <math.h>

#include "vector_functions.h"

typedef float2 cuFloatComplex;
typedef double2 cuDoubleComplex;
typedef cuFloatComplex cuComplex;

#define CU2X_DEFINE_COMPLEX(type, real, f, make_pair) \
  static inline real cuCreal##f(type x) { return x.x; } \
  static inline real cuCimag##f(type x) { return x.y; } \
  static inline type cuConj##f(type x) { return make_pair(x.x, -x.y); } \
  static inline type cuCadd##f(type a, type b) { return make_pair(a.x + b.x, a.y + b.y); } \
  static inline type cuCsub##f(type a, type b) { return make_pair(a.x - b.x, a.y - b.y); } \
  static inline type cuCmul##f(type a, type b) { return make_pair(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x); } \
  static inline type cuCdiv##f(type a, type b) { \
    const real scale = (real)1 / (fabs##f(b.x) + fabs##f(b.y)); \
    const real ar = a.x * scale, ai = a.y * scale, br = b.x * scale, bi = b.y * scale; \
    const real norm = (real)1 / (br * br + bi * bi); \
    return make_pair((ar * br + ai * bi) * norm, (ai * br - ar * bi) * norm); \
  } \
  static inline real cuCabs##f(type x) { \
    const real a = fabs##f(x.x), b = fabs##f(x.y); \
    const real large = a > b ? a : b, small = a > b ? b : a; \
    const real ratio = small / large; \
    if (large == 0 || large > (sizeof(real) == 4 ? (real)3.402823466e38f : (real)1.79769313486231570e+308)) \
      return a + b; \
    return large * sqrt##f((real)1 + ratio * ratio); \
  } \
  static inline type cuCfma##f(type x, type y, type d) { \
    const real re = (x.x * y.x + d.x) - x.y * y.y, im = (x.x * y.y + d.y) + x.y * y.x; \
    return make_pair(re, im); \
  }

CU2X_DEFINE_COMPLEX(cuFloatComplex, float, f, make_float2)
CU2X_DEFINE_COMPLEX(cuDoubleComplex, double, , make_double2)
#undef CU2X_DEFINE_COMPLEX

static inline cuFloatComplex make_cuFloatComplex(float r, float i) { return make_float2(r, i); }
static inline cuDoubleComplex make_cuDoubleComplex(double r, double i) { return make_double2(r, i); }
static inline cuComplex make_cuComplex(float x, float y) { return make_float2(x, y); }
static inline cuDoubleComplex cuComplexFloatToDouble(cuFloatComplex c) { return make_double2((double)c.x, (double)c.y); }
static inline cuFloatComplex cuComplexDoubleToFloat(cuDoubleComplex c) { return make_float2((float)c.x, (float)c.y); }

#endif
