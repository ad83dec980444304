// A device variable that is a static member.
struct holder {
    //~ CU0209
    static __device__ int value;
};

__global__ void k(int *a) { a[0] = 1; }
