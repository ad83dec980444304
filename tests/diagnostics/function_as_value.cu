// A device function that needs the work item, used as a value.
__device__ int mine(int x) { return x + threadIdx.x; }
__device__ int pure(int x) { return x + 1; }

template <typename F>
__device__ int call(F f) { return f(1); }

__global__ void k(int *a)
{
    a[0] = call(pure);
    //~ CU0203 mine
    a[1] = call(mine);
}
