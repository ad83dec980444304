#ifndef TRANSFORM_CUH
#define TRANSFORM_CUH

#include <cuda_runtime.h>

namespace algo {
namespace detail {

template <typename In, typename Out, typename F>
__global__ void transform_kernel(const In *in, Out *out, int n, F f)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x)
        out[i] = f(in[i]);
}

template <typename A, typename B, typename Out, typename F>
__global__ void zip_kernel(const A *a, const B *b, Out *out, int n, F f)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = f(a[i], b[i]);
}

} // namespace detail

template <typename In, typename Out, typename F>
cudaError_t transform(const In *in, Out *out, int n, F f)
{
    detail::transform_kernel<<<4, 128>>>(in, out, n, f);
    return cudaGetLastError();
}

template <typename A, typename B, typename Out, typename F>
cudaError_t transform(const A *a, const B *b, Out *out, int n, F f)
{
    const int threads = 128;
    detail::zip_kernel<A, B, Out, F><<<(n + threads - 1) / threads, threads>>>(a, b, out, n, f);
    return cudaGetLastError();
}

} // namespace algo
#endif
