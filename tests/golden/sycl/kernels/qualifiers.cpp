// Qualifiers in many places and forms.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

inline float a(float x) { return x; }
static float b(float x) { return x; }
__inline__ float c(float x) { return x; }
constexpr int d(int x) { return x + 1; }
template <int N> inline int e() { return N; }

struct alignas(16) quad { float x, y, z, w; };

void f(float *__restrict__ out, const quad *__restrict__ in)
{
    out[0] = a(in->x) + b(in->y) + c(in->z) + d(1) + e<2>();
}

void g(const int n, int *out) { *out = n; }
