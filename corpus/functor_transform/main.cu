// functor_transform: function objects as kernel arguments: with state, stateless, templated call
// operators, composition of functors, a pointer inside a functor, and kernels deduced from
// the arguments at the launch in a header.
#include <cstdio>
#include <vector>
#include "transform.cuh"

struct Affine {
    int scale, shift;
    __host__ __device__ int operator()(int x) const { return scale * x + shift; }
};

struct Square {
    template <typename T>
    __host__ __device__ T operator()(T x) const { return x * x; }
};

struct Plus {
    template <typename A, typename B>
    __host__ __device__ auto operator()(A a, B b) const { return a + b; }
};

template <typename F, typename G>
class Compose
{
    F f_;
    G g_;

public:
    __host__ __device__ Compose(F f, G g) : f_(f), g_(g) {}
    template <typename T>
    __host__ __device__ auto operator()(T x) const { return f_(g_(x)); }
};

template <typename F, typename G>
Compose<F, G> compose(F f, G g)
{
    return Compose<F, G>(f, g);
}

struct Lookup {
    const int *table;
    int size;
    __device__ int operator()(int x) const { return table[((x % size) + size) % size]; }
};

template <typename T, typename Want>
static int compare(const char *what, const T *device, int n, Want want)
{
    std::vector<T> got(n);
    if (cudaError_t e = cudaMemcpy(got.data(), device, n * sizeof(T), cudaMemcpyDeviceToHost)) {
        std::printf("%s: %s\n", what, cudaGetErrorString(e));
        return 1;
    }
    int bad = 0;
    for (int i = 0; i < n; ++i)
        if (got[i] != want(i) && bad++ < 3)
            std::printf("%s[%d] = %g, expected %g\n", what, i, double(got[i]), double(want(i)));
    return bad;
}

#define MUST(x) if (cudaError_t e = (x)) { std::printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; }

int main()
{
    const int n = 1000;
    std::vector<int> a(n), table = {3, 1, 4, 1, 5, 9, 2, 6};
    std::vector<float> b(n);
    for (int i = 0; i < n; ++i)
        a[i] = i - 500, b[i] = 0.5f * i;
    int *da, *out, *d_table;
    float *db, *fout;
    MUST(cudaMalloc(&da, n * sizeof(int)));
    MUST(cudaMalloc(&out, n * sizeof(int)));
    MUST(cudaMalloc(&d_table, table.size() * sizeof(int)));
    MUST(cudaMalloc(&db, n * sizeof(float)));
    MUST(cudaMalloc(&fout, n * sizeof(float)));
    MUST(cudaMemcpy(da, a.data(), n * sizeof(int), cudaMemcpyHostToDevice));
    MUST(cudaMemcpy(db, b.data(), n * sizeof(float), cudaMemcpyHostToDevice));
    MUST(cudaMemcpy(d_table, table.data(), table.size() * sizeof(int), cudaMemcpyHostToDevice));

    int bad = 0;
    MUST(algo::transform(da, out, n, Affine{3, -4}));
    bad += compare("affine", out, n, [&](int i) { return 3 * a[i] - 4; });
    MUST(algo::transform(da, out, n, Square()));
    bad += compare("square", out, n, [&](int i) { return a[i] * a[i]; });
    MUST(algo::transform(db, fout, n, Square{}));
    bad += compare("square float", fout, n, [&](int i) { return b[i] * b[i]; });
    MUST(algo::transform(da, out, n, compose(Affine{2, 1}, Square())));
    bad += compare("compose", out, n, [&](int i) { return 2 * a[i] * a[i] + 1; });
    MUST(algo::transform(da, db, fout, n, Plus()));
    bad += compare("zip", fout, n, [&](int i) { return a[i] + b[i]; });
    MUST(algo::transform(da, out, n, Lookup{d_table, 8}));
    bad += compare("lookup", out, n, [&](int i) { return table[((a[i] % 8) + 8) % 8]; });

    MUST(cudaFree(da));
    MUST(cudaFree(out));
    MUST(cudaFree(d_table));
    MUST(cudaFree(db));
    MUST(cudaFree(fout));
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
