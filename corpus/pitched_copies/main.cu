// pitched_copies: cudaMallocPitch and cudaMemcpy2D in all directions (host to device, device to device into
// a part of a larger image, back into rows with a stride), cudaMemset2D, rows reached in the kernel
// through (char *)base + y * pitch, and cudaMemcpy2DAsync on a stream.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cuda_runtime.h>

#define CHECK(x) do { cudaError_t e = (x); if (e) { fprintf(stderr, "%s:%d %s\n", __FILE__, __LINE__, cudaGetErrorString(e)); exit(1); } } while (0)

#define W 37
#define H 19

__global__ void scale_rows(float *base, size_t pitch, int w, int h)
{
    int x = blockIdx.x * blockDim.x + threadIdx.x;
    int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x >= w || y >= h)
        return;
    float *row = (float *)((char *)base + y * pitch);
    row[x] *= (float)(y + 1);
}

int main(void)
{
    static float in[H][W], out[H][W + 5], large[2 * H][2 * W];
    float *a, *b;
    size_t pitch_a, pitch_b;
    int bad = 0;
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++)
            in[y][x] = (float)(y * W + x);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W + 5; x++)
            out[y][x] = -1.0f;

    CHECK(cudaMallocPitch((void **)&a, &pitch_a, W * sizeof(float), H));
    CHECK(cudaMallocPitch(&b, &pitch_b, 2 * W * sizeof(float), 2 * H));
    if (pitch_a < W * sizeof(float) || pitch_b < 2 * W * sizeof(float)) {
        printf("pitches %zu %zu\n", pitch_a, pitch_b);
        return 1;
    }
    CHECK(cudaMemcpy2D(a, pitch_a, in, sizeof in[0], W * sizeof(float), H, cudaMemcpyHostToDevice));
    CHECK(cudaMemset2D(b, pitch_b, 0, 2 * W * sizeof(float), 2 * H));
    dim3 block(16, 8), grid((W + 15) / 16, (H + 7) / 8);
    scale_rows<<<grid, block>>>(a, pitch_a, W, H);
    CHECK(cudaGetLastError());

    // into the middle of the larger image
    float *corner = (float *)((char *)b + 3 * pitch_b) + 10;
    CHECK(cudaMemcpy2D(corner, pitch_b, a, pitch_a, W * sizeof(float), H, cudaMemcpyDeviceToDevice));
    CHECK(cudaMemcpy2D(out, sizeof out[0], a, pitch_a, W * sizeof(float), H, cudaMemcpyDeviceToHost));
    cudaStream_t s;
    CHECK(cudaStreamCreate(&s));
    CHECK(cudaMemset2DAsync(b, pitch_b, 0x3f, 4 * sizeof(float), 2, s));
    CHECK(cudaMemcpy2DAsync(large, sizeof large[0], b, pitch_b, 2 * W * sizeof(float), 2 * H, cudaMemcpyDefault, s));
    CHECK(cudaStreamSynchronize(s));
    CHECK(cudaStreamDestroy(s));

    float filled;
    memset(&filled, 0x3f, sizeof filled);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W + 5; x++) {
            float want = x < W ? in[y][x] * (y + 1) : -1.0f;
            if (out[y][x] != want && bad++ < 5)
                printf("out[%d][%d] = %g, expected %g\n", y, x, out[y][x], want);
        }
    for (int y = 0; y < 2 * H; y++)
        for (int x = 0; x < 2 * W; x++) {
            int sx = x - 10, sy = y - 3;
            float want = sx >= 0 && sx < W && sy >= 0 && sy < H ? in[sy][sx] * (sy + 1) : 0.0f;
            if (y < 2 && x < 4)
                want = filled;
            if (large[y][x] != want && bad++ < 10)
                printf("large[%d][%d] = %g, expected %g\n", y, x, large[y][x], want);
        }
    CHECK(cudaFree(a));
    CHECK(cudaFree(b));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
