// Device lambdas, with and without a need of the work item.
template <typename F>
__global__ void each(int n, F f)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        f(i);
}

void run(float *a, int n, float s)
{
    each<<<1, 64>>>(n, [=] __device__(int i) { a[i] *= s; });
    each<<<1, 64>>>(n, [=] __host__ __device__(int i) { a[i] += 1; });
}

__global__ void inside(int *a)
{
    auto twice = [](int x) { return 2 * x; };
    auto mine = [&](int x) { return x + threadIdx.x; };
    a[threadIdx.x] = twice(1) + mine(2);
}
