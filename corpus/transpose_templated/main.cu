// transpose_templated: a kernel template in a header and a namespace, with defaulted
// non-type parameters, instantiated for char, int, double and a struct, explicitly and
// with only the first argument given. Shared memory depends on the template arguments.
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>
#include "transpose.cuh"

#define CHECK(e)                                                     \
    if (cudaError_t status = (e)) {                                  \
        std::printf("%s: %s\n", #e, cudaGetErrorString(status));     \
        std::exit(EXIT_FAILURE);                                     \
    }

struct Complex {
    float re, im;
    bool operator!=(const Complex &o) const { return re != o.re || im != o.im; }
};

template <typename T> T value(int i) { return static_cast<T>(i * 7 % 251); }
template <> Complex value<Complex>(int i) { return {i * 0.5f, -1.0f * i}; }

template <typename T, int Tile, int Rows>
int run(const char *name, int width, int height)
{
    std::vector<T> in(width * height), out(width * height);
    for (int i = 0; i < width * height; ++i)
        in[i] = value<T>(i);
    T *d_in, *d_out;
    const size_t bytes = in.size() * sizeof(T);
    CHECK(cudaMalloc(&d_in, bytes));
    CHECK(cudaMalloc(&d_out, bytes));
    CHECK(cudaMemcpy(d_in, in.data(), bytes, cudaMemcpyHostToDevice));

    const dim3 threads(Tile, Rows, 1);
    const dim3 blocks((width + Tile - 1) / Tile, (height + Tile - 1) / Tile);
    if (Tile == 32 && Rows == 8)
        linear::transpose<T><<<blocks, threads>>>(d_out, d_in, width, height);
    else
        linear::transpose<T, Tile, Rows><<<blocks, threads>>>(d_out, d_in, width, height);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(out.data(), d_out, bytes, cudaMemcpyDeviceToHost));
    CHECK(cudaFree(d_in));
    CHECK(cudaFree(d_out));

    int bad = 0;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (out[x * height + y] != in[y * width + x])
                ++bad;
    if (bad)
        std::printf("%s %dx%d: %d elements differ\n", name, width, height, bad);
    return bad;
}

int main()
{
    int bad = 0;
    bad += run<char, 32, 8>("char", 100, 37);
    bad += run<int, 16, 4>("int", 64, 64);
    bad += run<double, 16, 16>("double", 33, 90);
    bad += run<Complex, 32, 8>("Complex", 45, 70);
    if (bad)
        return 1;
    std::printf("PASS\n");
}
