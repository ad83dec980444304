// Template kernels, explicit arguments and deduced ones, a warp reduction, an atomic.
template <typename T>
__device__ T warp_sum(T value)
{
    for (int offset = 16; offset > 0; offset /= 2)
        value += __shfl_down_sync(0xffffffff, value, offset);
    return value;
}

template <typename T, int Scale>
__global__ void sum(const T *in, T *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    T value = warp_sum(i < n ? in[i] * Scale : T(0));
    if (threadIdx.x % 32 == 0)
        atomicAdd(out, value);
}

template <typename T>
int check(int n)
{
    T *in, *out;
    cudaMallocManaged(&in, n * sizeof(T));
    cudaMallocManaged(&out, sizeof(T));
    *out = 0;
    for (int i = 0; i < n; i++)
        in[i] = 1;
    sum<T, 2><<<dim3(n / 64), 64>>>(in, out, n);
    cudaDeviceSynchronize();
    return *out == T(2 * n) ? 0 : 1;
}

int main()
{
    return check<int>(256) + check<float>(256);
}
