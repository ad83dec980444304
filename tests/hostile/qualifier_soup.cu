// Attacks: CUDA's words in odd places and orders, as parts of other names, redefined as macros, in
// attributes, in template heads, on members, lambdas, constructors, operators, friends and typedefs.
#define __my_global__ __global__
#define DEVICE __attribute__((device))
static inline __device__ __host__ __forceinline__ constexpr int f() { return 1; }
int __device__ g() { return 1; }
extern "C" { __global__ static void __launch_bounds__(1 << 5, 2) k(int *__restrict__ const a) { *a = f(); } }
template <typename T, int N = 4> __my_global__ void extern_shared(T *a) { extern __shared__ __align__(8) T s[]; s[N] = *a; }
DEVICE int attribute_device; __attribute__((global)) void attribute_kernel() {}
struct S {
    __host__ __device__ S() = default; __device__ ~S() {} __device__ operator int() const & { return 1; }
    template <class U> __device__ friend U operator+(S, U u) { return u; } __device__ static constexpr int n = 3;
    __device__ virtual int v() const noexcept { return 2; } __device__ auto operator()(...) -> int { return 3; }
};
__device__ int x, *y, z[3], (*w)(int), &ref = x; __constant__ struct { int a; } unnamed = {1}; __shared__ int at_namespace_scope[4];
__device__ __managed__ int m = 1; volatile __device__ const int cv = 1; __device__ auto lambda = [] __device__ (int i) { return i; };
int __global__x = 1, threadIdx_y, my__shared__ = 2; struct threadIdx_t { int x; };
__global__ void shadow(int blockIdx) { int threadIdx = blockIdx; { struct { int x; } blockDim = {threadIdx}; (void)blockDim.x; } }
__global__ void two(int *), three(int *); __global__ void two(int *a) { __shared__ int s, t[2], *u; s = t[0] = 1; u = &s; *a = *u; }
