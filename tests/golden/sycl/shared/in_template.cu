// The size and the type of shared memory come from template arguments, written or deduced.
template <typename T, int N>
__global__ void reverse(T *a)
{
    __shared__ T copy[N];
    copy[threadIdx.x] = a[threadIdx.x];
    __syncthreads();
    a[threadIdx.x] = copy[N - 1 - threadIdx.x];
}

template <typename T>
__global__ void first(T *a)
{
    __shared__ T one;
    if (threadIdx.x == 0)
        one = a[0];
    __syncthreads();
    a[threadIdx.x] = one;
}

void run(float *a, int *b)
{
    reverse<float, 64><<<1, 64>>>(a);
    reverse<int, 32><<<1, 32>>>(b);
    first<<<1, 8>>>(b);
}
