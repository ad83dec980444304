// Static and dynamic shared memory, a barrier, a device function that has both.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/launch.hpp>

float take(char *dynamic_local, float (*rows)[33], int x, int y)
{
    float *extra = reinterpret_cast<float *>(dynamic_local);
    return rows[y][x] + extra[x];
}

void turn(const sycl::nd_item<3> &item, float (&tile)[32][33], char *dynamic_local, float *out, const float *in)
{
    float *extra = reinterpret_cast<float *>(dynamic_local);
    int x = item.get_local_id(2), y = item.get_local_id(1);
    tile[y][x] = in[y * 32 + x];
    if (y == 0)
        extra[x] = 1.0f;
    sycl::group_barrier(item.get_group());
    out[y * 32 + x] = take(dynamic_local, tile, y, x);
}

int main()
{
    float *in, *out;
    cudaMallocManaged(&in, 1024 * sizeof(float));
    cudaMallocManaged(&out, 1024 * sizeof(float));
    for (int i = 0; i < 1024; i++)
        in[i] = i;
    dim3 block(32, 32);
    cu2x::launch<float[32][33]>({1, block, 32 * sizeof(float)}, [=](const sycl::nd_item<3> &item, auto &tile, char *dynamic_local) { turn(item, tile, dynamic_local, out, in); });
    if (cudaDeviceSynchronize() != cudaSuccess)
        return 2;
    for (int i = 0; i < 1024; i++)
        if (out[i] != (i % 32) * 32 + i / 32 + 1)
            return 1;
    return 0;
}
