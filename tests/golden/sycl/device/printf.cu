// Output, assertions and the clock.
#include <cassert>
#include <cstdio>

__global__ void k(int *a)
{
    assert(a != nullptr);
    if (threadIdx.x == 0)
        printf("block %d of %d: %d\n", blockIdx.x, gridDim.x, a[0]);
    long long t = clock64();
    a[1] = (int)(clock() - t);
}

int main() { printf("host\n"); }
