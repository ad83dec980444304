// class_template_constexpr: class templates with static constexpr members (scalars and functions) that
// size shared arrays and loops, constexpr functions at translation time and at run time, nested types,
// inheritance and a CRTP base, using-declarations, a static member function as the kernel's body.
#include <cstdio>
#include <cuda_runtime.h>

constexpr int log2_floor(int n) { return n <= 1 ? 0 : 1 + log2_floor(n / 2); }

__host__ __device__ constexpr unsigned gcd(unsigned a, unsigned b)
{
    while (b != 0) {
        const unsigned t = a % b;
        a = b;
        b = t;
    }
    return a;
}

template <int Threads, int PerThread>
struct Tile {
    static constexpr int threads = Threads;
    static constexpr int items = Threads * PerThread;
    static constexpr int steps = log2_floor(Threads);
    static constexpr bool wide = items > 256;

    struct Storage {
        int values[items];
        int count;
    };
    enum : unsigned { mask = Threads - 1 };

    __device__ static int run(Storage &storage, const int *in)
    {
        for (int k = 0; k < PerThread; ++k)
            storage.values[k * Threads + threadIdx.x] = in[k * Threads + (threadIdx.x & mask)];
        __syncthreads();
        int sum = 0;
        for (int k = 0; k < PerThread; ++k)
            sum += storage.values[threadIdx.x * PerThread + k];
        return sum;
    }
};

template <typename Derived>
struct Shape {
    __host__ __device__ int twice_area() const { return 2 * static_cast<const Derived *>(this)->area(); }
};

struct Box : Shape<Box> {
    int w, h;
    __host__ __device__ Box(int w, int h) : w(w), h(h) {}
    __host__ __device__ int area() const { return w * h; }
};

struct Cube : Box {
    using Box::Box;
    using Unit = int;
    __host__ __device__ Unit volume() const { return area() * w; }
};

template <class Config>
__global__ void sums(const int *in, int *out)
{
    __shared__ typename Config::Storage storage;
    const int sum = Config::run(storage, in + blockIdx.x * Config::items);
    if constexpr (Config::wide)
        out[blockIdx.x * Config::threads + threadIdx.x] = sum + Config::steps;
    else
        out[blockIdx.x * Config::threads + threadIdx.x] = -sum;
}

__global__ void shapes(int *out)
{
    constexpr unsigned fixed = gcd(84, 36);
    static_assert(fixed == 12, "known while translating");
    const Cube c(threadIdx.x + 1, 3);
    const Shape<Box> &s = c;
    out[threadIdx.x] = s.twice_area() * 10000 + c.volume() + (int)gcd(threadIdx.x, fixed);
}

static bool fine = true;
#define CALL(x)                                                         \
    if (cudaError_t rc = x) {                                           \
        printf("%s: %s\n", #x, cudaGetErrorString(rc));                 \
        return false;                                                   \
    }

template <class Config>
bool test(int blocks)
{
    const int n = blocks * Config::items, m = blocks * Config::threads;
    int *in, *out;
    CALL(cudaMallocManaged(&in, n * sizeof(int)));
    CALL(cudaMallocManaged(&out, m * sizeof(int)));
    for (int i = 0; i < n; ++i)
        in[i] = i % 101;
    sums<Config><<<blocks, Config::threads>>>(in, out);
    CALL(cudaGetLastError());
    CALL(cudaDeviceSynchronize());
    const int per = Config::items / Config::threads;
    bool good = true;
    for (int t = 0; t < m; ++t) {
        int want = 0;
        for (int k = 0; k < per; ++k)
            want += in[t * per + k];
        want = Config::wide ? want + Config::steps : -want;
        if (out[t] != want) {
            printf("items %d: out[%d] = %d, expected %d\n", Config::items + 0, t, out[t], want);
            good = false;
            break;
        }
    }
    CALL(cudaFree(in));
    CALL(cudaFree(out));
    return good;
}

bool test_shapes()
{
    int *out;
    CALL(cudaMallocManaged(&out, 40 * sizeof(int)));
    shapes<<<1, 40>>>(out);
    CALL(cudaGetLastError());
    CALL(cudaDeviceSynchronize());
    for (int i = 0; i < 40; ++i) {
        const int area = (i + 1) * 3, want = 2 * area * 10000 + area * (i + 1) + (int)gcd(i, 12);
        if (out[i] != want) {
            printf("shape %d: %d, expected %d\n", i, out[i], want);
            return false;
        }
    }
    CALL(cudaFree(out));
    return true;
}

int main()
{
    fine &= test<Tile<64, 3>>(5);
    fine &= test<Tile<128, 4>>(3);
    fine &= test<Tile<32, 1>>(1);
    fine &= test_shapes();
    if (!fine)
        return 1;
    puts("PASS");
    return 0;
}
