// No device code: comes out as it is.
#include <cstdio>
#include <cuda_runtime.h>

int main()
{
    int count = 0;
    if (cudaGetDeviceCount(&count) != cudaSuccess || count < 1)
        return 1;
    std::printf("%d\n", count);
    return 0;
}
