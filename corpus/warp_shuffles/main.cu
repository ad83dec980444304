// warp_shuffles: all four shuffles with widths 4, 8, 16 and 32, indices out of range, lanes read
// across segment ends, and the types int, unsigned, long long, float and double.
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

#define ALL_LANES 0xffffffffu

enum Kind { IDX, UP, DOWN, XOR };

// What a shuffle gives the lane `lane`: the index of the lane it reads.
static int source(Kind kind, int lane, int arg, int width)
{
    int base = lane / width * width, in = lane % width;
    switch (kind) {
    case IDX: return base + (arg & (width - 1));
    case UP: return in - arg < 0 ? lane : lane - arg;
    case DOWN: return in + arg >= width ? lane : lane + arg;
    case XOR: {
        // A lane may read from an earlier segment, never from a later one.
        int to = lane ^ arg;
        return to >= base + width ? lane : to;
    }
    }
    return lane;
}

template <typename T, int Width>
__global__ void shuffle(Kind kind, const T *in, T *out, int arg)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    T v = in[i], r = v;
    if (kind == IDX)
        r = __shfl_sync(ALL_LANES, v, arg, Width);
    else if (kind == UP)
        r = __shfl_up_sync(ALL_LANES, v, arg, Width);
    else if (kind == DOWN)
        r = __shfl_down_sync(ALL_LANES, v, arg, Width);
    else
        r = __shfl_xor_sync(ALL_LANES, v, arg, Width);
    out[i] = r;
}

template <typename T>
__global__ void shuffle_default(const T *in, T *out)
{
    const int lane = threadIdx.x % warpSize;
    T v = in[threadIdx.x];
    T a = __shfl_sync(ALL_LANES, v, (lane * 5 + 1) % 32); // each lane asks for another one
    T b = __shfl_up_sync(ALL_LANES, v, 3u);
    T c = __shfl_down_sync(ALL_LANES, v, 7u);
    T d = __shfl_xor_sync(ALL_LANES, v, 0x15);
    out[threadIdx.x] = a + 2 * b + 4 * c + 8 * d;
}

static void check(cudaError_t e)
{
    if (e != cudaSuccess) {
        printf("%s\n", cudaGetErrorString(e));
        exit(1);
    }
}

template <typename T, int Width>
static int test(const char *name, T *in, T *out, int n)
{
    int bad = 0;
    const int args[] = {0, 1, 2, 3, 5, 8, 15, 31};
    for (int k = 0; k < 4; ++k)
        for (int arg : args) {
            if (k == XOR && arg >= Width)
                continue;
            shuffle<T, Width><<<n / 64, 64>>>(static_cast<Kind>(k), in, out, arg);
            check(cudaGetLastError());
            check(cudaDeviceSynchronize());
            for (int i = 0; i < n; ++i) {
                T want = in[i / 32 * 32 + source(static_cast<Kind>(k), i % 32, arg, Width)];
                if (out[i] != want && bad++ < 3)
                    printf("%s width %d kind %d arg %d lane %d: %g, expected %g\n", name, Width, k, arg, i % 32,
                           double(out[i]), double(want));
            }
        }
    return bad;
}

template <typename T>
static int test_type(const char *name)
{
    const int n = 128;
    T *in, *out;
    check(cudaMallocManaged(&in, n * sizeof(T)));
    check(cudaMallocManaged(&out, n * sizeof(T)));
    for (int i = 0; i < n; ++i)
        in[i] = static_cast<T>(i * 3 + 1) * static_cast<T>(sizeof(T) == 8 ? 1000003 : 1);
    int bad = test<T, 32>(name, in, out, n) + test<T, 16>(name, in, out, n) + test<T, 8>(name, in, out, n) +
              test<T, 4>(name, in, out, n);
    shuffle_default<T><<<1, 64>>>(in, out);
    check(cudaGetLastError());
    check(cudaDeviceSynchronize());
    for (int i = 0; i < 64; ++i) {
        int w = i / 32 * 32, l = i % 32;
        T want = in[w + (l * 5 + 1) % 32] + 2 * in[w + source(UP, l, 3, 32)] + 4 * in[w + source(DOWN, l, 7, 32)] +
                 8 * in[w + (l ^ 0x15)];
        if (out[i] != want && bad++ < 6)
            printf("%s default, thread %d: %g, expected %g\n", name, i, double(out[i]), double(want));
    }
    check(cudaFree(in));
    check(cudaFree(out));
    return bad;
}

int main()
{
    int bad = test_type<int>("int") + test_type<unsigned>("unsigned") + test_type<long long>("long long") +
              test_type<float>("float") + test_type<double>("double");
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
