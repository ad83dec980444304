// Kernel templates: specialisation, explicit instantiation, default arguments, packs.
template <typename T, int N = 4>
__global__ void k(T *a) { a[threadIdx.x] = N; }

template <>
__global__ void k<double, 2>(double *a) { a[threadIdx.x] = -2; }

template __global__ void k<int, 8>(int *);

template <typename... Ts>
__device__ float sum(Ts... xs) { return (0.0f + ... + xs) + threadIdx.x; }

__global__ void s(float *a) { a[0] = sum(1, 2.0f); }

void run(int *a, double *b, float *c)
{
    k<int><<<1, 4>>>(a);
    k<double, 2><<<1, 2>>>(b);
    s<<<1, 1>>>(c);
}
