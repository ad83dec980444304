// Functors as template arguments and as objects.
struct add {
    __host__ __device__ int operator()(int a, int b) const { return a + b; }
};

template <typename Op>
__global__ void apply(int *out, Op op) { out[threadIdx.x] = op(threadIdx.x, 1); }

template <typename Op>
__global__ void apply_own(int *out) { out[threadIdx.x] = Op()(threadIdx.x, 2); }

void run(int *out)
{
    apply<<<1, 8>>>(out, add());
    apply_own<add><<<1, 8>>>(out);
}
