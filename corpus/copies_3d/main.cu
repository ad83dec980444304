// copies_3d: cudaMalloc3D and cudaMemcpy3D with extents, positions and pitched pointers: a box out of a
// volume, into another one at an offset, cudaMemset3D on a part, and a kernel over a cudaPitchedPtr given
// by value.
#include <cstdio>
#include <cstring>
#include <vector>
#include <cuda_runtime.h>

#define CHECK(x)                                                          \
    do {                                                                  \
        const cudaError_t e_ = (x);                                       \
        if (e_ != cudaSuccess) {                                          \
            std::printf("%s: %s\n", #x, cudaGetErrorString(e_));          \
            return 1;                                                     \
        }                                                                 \
    } while (0)

__global__ void stamp(cudaPitchedPtr volume, cudaExtent size, int add)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    const int z = blockIdx.z * blockDim.z + threadIdx.z;
    if (x * sizeof(int) >= size.width || y >= size.height || z >= size.depth)
        return;
    char *slice = static_cast<char *>(volume.ptr) + z * volume.pitch * size.height;
    int *row = reinterpret_cast<int *>(slice + y * volume.pitch);
    row[x] += add + x + 100 * y + 10000 * z;
}

int main()
{
    const int w = 13, h = 9, d = 7;
    const cudaExtent extent = make_cudaExtent(w * sizeof(int), h, d);
    std::vector<int> in(w * h * d), out(w * h * d, -1);
    for (int i = 0; i < w * h * d; ++i)
        in[i] = i * 3;

    cudaPitchedPtr volume, second;
    CHECK(cudaMalloc3D(&volume, extent));
    CHECK(cudaMalloc3D(&second, extent));
    CHECK(cudaMemset3D(second, 0, extent));

    cudaMemcpy3DParms up = {};
    up.srcPtr = make_cudaPitchedPtr(in.data(), w * sizeof(int), w, h);
    up.dstPtr = volume;
    up.extent = extent;
    up.kind = cudaMemcpyHostToDevice;
    CHECK(cudaMemcpy3D(&up));

    stamp<<<dim3(2, 2, 2), dim3(8, 8, 4)>>>(volume, extent, 5);
    CHECK(cudaGetLastError());

    cudaMemcpy3DParms box;
    std::memset(&box, 0, sizeof box);
    box.srcPtr = volume;
    box.srcPos = make_cudaPos(2 * sizeof(int), 1, 3);
    box.dstPtr = second;
    box.dstPos = make_cudaPos(4 * sizeof(int), 5, 0);
    box.extent = make_cudaExtent(6 * sizeof(int), 4, 2);
    box.kind = cudaMemcpyDeviceToDevice;
    CHECK(cudaMemcpy3D(&box));

    cudaMemcpy3DParms down = {};
    down.srcPtr = second;
    down.dstPtr = make_cudaPitchedPtr(out.data(), w * sizeof(int), w, h);
    down.extent = extent;
    down.kind = cudaMemcpyDeviceToHost;
    cudaStream_t stream;
    CHECK(cudaStreamCreate(&stream));
    CHECK(cudaMemcpy3DAsync(&down, stream));
    CHECK(cudaStreamSynchronize(stream));
    CHECK(cudaStreamDestroy(stream));

    int bad = 0;
    for (int z = 0; z < d; ++z)
        for (int y = 0; y < h; ++y)
            for (int x = 0; x < w; ++x) {
                int want = 0;
                if (x >= 4 && x < 10 && y >= 5 && y < 9 && z < 2) {
                    const int sx = x - 4 + 2, sy = y - 5 + 1, sz = z + 3;
                    want = in[(sz * h + sy) * w + sx] + 5 + sx + 100 * sy + 10000 * sz;
                }
                const int got = out[(z * h + y) * w + x];
                if (got != want && bad++ < 5)
                    std::printf("(%d, %d, %d): %d, expected %d\n", x, y, z, got, want);
            }
    CHECK(cudaFree(volume.ptr));
    CHECK(cudaFree(second.ptr));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
