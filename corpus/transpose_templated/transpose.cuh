#pragma once
// A tile with one column of padding against bank conflicts; element type and tile shape are template
// parameters, so every instantiation has shared memory of its own size.

namespace linear {

template <typename T, int Tile = 32, int Rows = 8>
__global__ void transpose(T *__restrict__ out, const T *__restrict__ in, int width, int height)
{
    static_assert(Tile % Rows == 0, "each thread moves Tile / Rows elements");
    __shared__ T tile[Tile][Tile + 1];

    int x = blockIdx.x * Tile + threadIdx.x;
    int y = blockIdx.y * Tile + threadIdx.y;
    for (int j = 0; j < Tile; j += Rows)
        if (x < width && y + j < height)
            tile[threadIdx.y + j][threadIdx.x] = in[(y + j) * width + x];

    __syncthreads();

    x = blockIdx.y * Tile + threadIdx.x;
    y = blockIdx.x * Tile + threadIdx.y;
    for (int j = 0; j < Tile; j += Rows)
        if (x < height && y + j < width)
            out[(y + j) * height + x] = tile[threadIdx.x][threadIdx.y + j];
}

} // namespace linear
