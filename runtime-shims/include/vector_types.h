/* CUDA's built-in vector types and dim3: the same names, members, sizes and alignments.
 *
 * Usable from C and C++, on the host and in device code. The types stay plain structs in
 * translated code too, so that arrays, copies and unions of them keep the layout that the
 * program's files, messages and casts rely on. */
#ifndef CU2X_VECTOR_TYPES_H
#define CU2X_VECTOR_TYPES_H

#define CU2X_VECTOR_ALIGNED(bytes) __attribute__((aligned(bytes)))

/* One base type: `align2` and `align4` are the alignments that CUDA gives to the two- and the
 * four-component vector; one and three components have the alignment of the base type. */
#define CU2X_DEFINE_VECTOR_TYPES(name, base, align2, align4) \
  struct name##1 { base x; }; \
  struct CU2X_VECTOR_ALIGNED(align2) name##2 { base x, y; }; \
  struct name##3 { base x, y, z; }; \
  struct CU2X_VECTOR_ALIGNED(align4) name##4 { base x, y, z, w; }; \
  typedef struct name##1 name##1; \
  typedef struct name##2 name##2; \
  typedef struct name##3 name##3; \
  typedef struct name##4 name##4;

CU2X_DEFINE_VECTOR_TYPES(char, signed char, 2, 4)
CU2X_DEFINE_VECTOR_TYPES(uchar, unsigned char, 2, 4)
CU2X_DEFINE_VECTOR_TYPES(short, short, 4, 8)
CU2X_DEFINE_VECTOR_TYPES(ushort, unsigned short, 4, 8)
CU2X_DEFINE_VECTOR_TYPES(int, int, 8, 16)
CU2X_DEFINE_VECTOR_TYPES(uint, unsigned int, 8, 16)
CU2X_DEFINE_VECTOR_TYPES(long, long, 2 * sizeof(long), 16)
CU2X_DEFINE_VECTOR_TYPES(ulong, unsigned long, 2 * sizeof(unsigned long), 16)
CU2X_DEFINE_VECTOR_TYPES(longlong, long long, 16, 16)
CU2X_DEFINE_VECTOR_TYPES(ulonglong, unsigned long long, 16, 16)
CU2X_DEFINE_VECTOR_TYPES(float, float, 8, 16)
CU2X_DEFINE_VECTOR_TYPES(double, double, 16, 16)

/* The four-component 64-bit types under the names that say their alignment (CUDA 13). */
#define CU2X_DEFINE_ALIGNED_VECTOR_TYPES(name, base) \
  struct CU2X_VECTOR_ALIGNED(16) name##4_16a { base x, y, z, w; }; \
  struct CU2X_VECTOR_ALIGNED(32) name##4_32a { base x, y, z, w; }; \
  typedef struct name##4_16a name##4_16a; \
  typedef struct name##4_32a name##4_32a;

CU2X_DEFINE_ALIGNED_VECTOR_TYPES(long, long)
CU2X_DEFINE_ALIGNED_VECTOR_TYPES(ulong, unsigned long)
CU2X_DEFINE_ALIGNED_VECTOR_TYPES(longlong, long long)
CU2X_DEFINE_ALIGNED_VECTOR_TYPES(ulonglong, unsigned long long)
CU2X_DEFINE_ALIGNED_VECTOR_TYPES(double, double)

#undef CU2X_DEFINE_VECTOR_TYPES
#undef CU2X_DEFINE_ALIGNED_VECTOR_TYPES

/* Extents of a grid or a block; what is not given is 1. */
struct dim3 {
  unsigned int x, y, z;
#ifdef __cplusplus
  constexpr dim3(unsigned int vx = 1, unsigned int vy = 1, unsigned int vz = 1) : x(vx), y(vy), z(vz) {}
  constexpr dim3(uint3 v) : x(v.x), y(v.y), z(v.z) {}
  constexpr operator uint3() const { return uint3{x, y, z}; }
#endif
};
typedef struct dim3 dim3;

#endif
