// Qualifiers in many places and forms.
__device__ __forceinline__ float a(float x) { return x; }
static __device__ __noinline__ float b(float x) { return x; }
__inline__ __device__ float c(float x) { return x; }
__host__ __device__ constexpr int d(int x) { return x + 1; }
template <int N> __host__ __device__ inline int e() { return N; }

struct __align__(16) quad { float x, y, z, w; };

__global__ void __launch_bounds__(256, 2) f(float *__restrict__ out, const quad *__restrict__ in)
{
    out[0] = a(in->x) + b(in->y) + c(in->z) + d(1) + e<2>();
}

__launch_bounds__(128)
__global__ void g(const __grid_constant__ int n, int *out) { *out = n; }
