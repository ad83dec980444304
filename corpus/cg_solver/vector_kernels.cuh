#ifndef CG_VECTOR_KERNELS_CUH
#define CG_VECTOR_KERNELS_CUH

#include "common.h"

enum { BLOCK = 128, DOT_BLOCKS = 16 };

// Scalars stay on the device so that the host need not wait in each step.
struct Scalars {
    real rz, rz_next, pq, rr;
    int steps;
};

template <int Size>
__device__ real block_sum(real v)
{
    __shared__ real per_warp[Size / 32];
    for (int d = 16; d > 0; d /= 2)
        v += __shfl_down_sync(0xffffffff, v, d);
    if (threadIdx.x % 32 == 0)
        per_warp[threadIdx.x / 32] = v;
    __syncthreads();
    v = 0;
    for (int w = 0; w < Size / 32; ++w)
        v += per_warp[w];
    __syncthreads();
    return v;
}

// One partial sum a block; add_partials makes the total in a fixed order, so that runs agree.
__global__ void dot_partials(const real *__restrict__ a, const real *__restrict__ b, real *partial, int n)
{
    real v = 0;
    for (int i = blockIdx.x * BLOCK + threadIdx.x; i < n; i += gridDim.x * BLOCK)
        v += a[i] * b[i];
    v = block_sum<BLOCK>(v);
    if (threadIdx.x == 0)
        partial[blockIdx.x] = v;
}

__global__ void add_partials(const real *partial, real *total)
{
    real v = threadIdx.x < DOT_BLOCKS ? partial[threadIdx.x] : 0;
    for (int d = 16; d > 0; d /= 2)
        v += __shfl_down_sync(0xffffffff, v, d);
    if (threadIdx.x == 0)
        *total = v;
}

// x += alpha p, r -= alpha q, z = r / diagonal
__global__ void update_solution(real *__restrict__ x, real *__restrict__ r, real *__restrict__ z, const real *__restrict__ p,
                                const real *__restrict__ q, const real *__restrict__ inverse_diagonal, const Scalars *s, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    const real alpha = s->rz / s->pq;
    x[i] = fma(alpha, p[i], x[i]);
    const real left = fma(-alpha, q[i], r[i]);
    r[i] = left;
    z[i] = left * inverse_diagonal[i];
}

__global__ void update_direction(real *p, const real *z, const Scalars *s, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        p[i] = z[i] + s->rz_next / s->rz * p[i];
}

__global__ void rotate_scalars(Scalars *s)
{
    s->rz = s->rz_next;
    ++s->steps;
}

__global__ void start_vectors(const real *b, const real *inverse_diagonal, real *x, real *r, real *z, real *p, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    x[i] = 0;
    r[i] = b[i];
    p[i] = z[i] = b[i] * inverse_diagonal[i];
}

#endif
