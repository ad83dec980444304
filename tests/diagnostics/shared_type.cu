// A shared variable whose type cannot be told at the launch.
template <typename T>
__device__ T make();

template <typename T, typename U>
__global__ void k(U u)
{
    __shared__ T t[4];
    t[0] = u;
    u = t[0];
}

template <typename F>
void run(F f)
{
    //~ CU0205 k
    k<typename F::type><<<1, 1>>>(f);
}
