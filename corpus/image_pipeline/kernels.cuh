#pragma once
#include "device_image.cuh"

namespace kernels {

constexpr int kMaxRadius = 7;
constexpr int kTileX = 32, kTileY = 8;
constexpr int kBins = 64;

__constant__ float blur_weights[2 * kMaxRadius + 1];

__device__ inline int2 pixel()
{
    return make_int2(blockIdx.x * blockDim.x + threadIdx.x, blockIdx.y * blockDim.y + threadIdx.y);
}

__global__ void to_grey(View<const Rgb> in, View<float> out)
{
    const int2 p = pixel();
    if (!out.holds(p.x, p.y))
        return;
    const Rgb c = in.at(p.x, p.y);
    out.at(p.x, p.y) = (0.299f * c.r + 0.587f * c.g + 0.114f * c.b) / 255.0f;
}

// One direction of a separable blur; the tile holds the block's pixels and a halo in that direction.
template <bool Vertical, int Radius>
__global__ void blur(View<const float> in, View<float> out)
{
    constexpr int halo_x = Vertical ? 0 : Radius, halo_y = Vertical ? Radius : 0;
    __shared__ float tile[kTileY + 2 * halo_y][kTileX + 2 * halo_x];
    const int x0 = blockIdx.x * kTileX - halo_x, y0 = blockIdx.y * kTileY - halo_y;
    for (int y = threadIdx.y; y < kTileY + 2 * halo_y; y += kTileY)
        for (int x = threadIdx.x; x < kTileX + 2 * halo_x; x += kTileX)
            tile[y][x] = in.clamped(x0 + x, y0 + y);
    __syncthreads();

    const int2 p = pixel();
    if (!out.holds(p.x, p.y))
        return;
    float sum = 0.0f;
#pragma unroll
    for (int k = 0; k <= 2 * Radius; ++k) {
        if constexpr (Vertical)
            sum += blur_weights[k] * tile[threadIdx.y + k][threadIdx.x];
        else
            sum += blur_weights[k] * tile[threadIdx.y][threadIdx.x + k];
    }
    out.at(p.x, p.y) = sum;
}

__global__ void gradient(View<const float> in, View<float> out)
{
    const int2 p = pixel();
    if (!out.holds(p.x, p.y))
        return;
    const auto at = [&](int dx, int dy) { return in.clamped(p.x + dx, p.y + dy); };
    const float gx = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
    const float gy = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1);
    out.at(p.x, p.y) = sqrtf(gx * gx + gy * gy);
}

__host__ __device__ inline int bin_of(float v, int bins)
{
    const int b = static_cast<int>(v * bins);
    return b < 0 ? 0 : b >= bins ? bins - 1 : b;
}

__global__ void histogram(View<const float> in, unsigned *bins)
{
    __shared__ unsigned local[kBins];
    const int t = threadIdx.y * blockDim.x + threadIdx.x, threads = blockDim.x * blockDim.y;
    for (int b = t; b < kBins; b += threads)
        local[b] = 0;
    __syncthreads();
    const int2 p = pixel();
    if (p.x < in.width && p.y < in.height)
        atomicAdd(&local[bin_of(in.at(p.x, p.y), kBins)], 1u);
    __syncthreads();
    for (int b = t; b < kBins; b += threads)
        if (local[b] > 0)
            atomicAdd(&bins[b], local[b]);
}

// Turns counts into a table of new levels; one block of kBins threads.
__global__ void levels(const unsigned *bins, float *table, unsigned total)
{
    __shared__ unsigned sums[2][kBins];
    int from = 0;
    sums[0][threadIdx.x] = bins[threadIdx.x];
    for (int d = 1; d < kBins; d *= 2) {
        __syncthreads();
        unsigned v = sums[from][threadIdx.x];
        if (threadIdx.x >= d)
            v += sums[from][threadIdx.x - d];
        from = !from;
        sums[from][threadIdx.x] = v;
    }
    table[threadIdx.x] = static_cast<float>(sums[from][threadIdx.x]) / total;
}

template <typename In, typename Out, typename F>
__global__ void map(View<const In> in, View<Out> out, F f)
{
    const int2 p = pixel();
    if (out.holds(p.x, p.y))
        out.at(p.x, p.y) = f(in.at(p.x, p.y));
}

struct LookUp {
    const float *table;
    __device__ float operator()(float v) const { return table[bin_of(v, kBins)]; }
};

struct Above {
    float level;
    __device__ unsigned char operator()(float v) const { return v > level ? 255 : 0; }
};

enum class Morph { Erode, Dilate };

template <Morph M>
__global__ void morph(View<const unsigned char> in, View<unsigned char> out)
{
    const int2 p = pixel();
    if (!out.holds(p.x, p.y))
        return;
    unsigned char v = in.at(p.x, p.y);
    for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) {
            const unsigned char o = in.clamped(p.x + dx, p.y + dy);
            v = M == Morph::Erode ? (o < v ? o : v) : (o > v ? o : v);
        }
    out.at(p.x, p.y) = v;
}

__global__ void half_size(View<const float> in, View<float> out)
{
    const int2 p = pixel();
    if (!out.holds(p.x, p.y))
        return;
    float sum = 0;
    for (int k = 0; k < 4; ++k)
        sum += in.clamped(2 * p.x + (k & 1), 2 * p.y + (k >> 1));
    out.at(p.x, p.y) = 0.25f * sum;
}

} // namespace kernels
