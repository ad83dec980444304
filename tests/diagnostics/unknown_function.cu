// Names that look like CUDA's and are not.
__global__ void k(int *a)
{
    //~ CU0201 __frobnicate
    a[0] = __frobnicate(a[1]);
}
