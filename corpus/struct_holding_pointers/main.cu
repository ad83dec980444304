// struct_holding_pointers: structs that hold pointers, passed by value and by pointer to kernels, a
// struct of arrays, methods that index through the pointers, a struct holding structs holding pointers,
// and a class whose device copy is made by the host (deep copy by hand).
#include <cstdio>
#include <new>
#include <vector>
#include <cuda_runtime.h>

struct Particles {
    float *x, *y;
    int *id;
    int count;

    __device__ void advance(int i, float dt) const
    {
        x[i] += dt * id[i];
        y[i] -= dt;
    }
};

template <typename T>
struct Span {
    T *data;
    int size;
    __host__ __device__ T &operator[](int i) const { return data[i]; }
    __host__ __device__ T *begin() const { return data; }
    __host__ __device__ T *end() const { return data + size; }
};

struct Scene {
    Particles particles;
    Span<const float> weights;
    Span<double> sums;
};

class Table
{
public:
    __device__ int lookup(int key) const
    {
        int lo = 0, hi = size_ - 1;
        while (lo <= hi) {
            int mid = (lo + hi) / 2;
            if (keys_[mid] == key)
                return values_[mid];
            if (keys_[mid] < key)
                lo = mid + 1;
            else
                hi = mid - 1;
        }
        return -1;
    }
    static cudaError_t to_device(const std::vector<int> &keys, const std::vector<int> &values, Table **out);
    static cudaError_t destroy(Table *table);

private:
    int *keys_, *values_, size_;
};

cudaError_t Table::to_device(const std::vector<int> &keys, const std::vector<int> &values, Table **out)
{
    Table host;
    host.size_ = (int)keys.size();
    const size_t bytes = keys.size() * sizeof(int);
    cudaError_t e;
    if ((e = cudaMalloc(&host.keys_, bytes)) != cudaSuccess || (e = cudaMalloc(&host.values_, bytes)) != cudaSuccess)
        return e;
    if ((e = cudaMemcpy(host.keys_, keys.data(), bytes, cudaMemcpyHostToDevice)) != cudaSuccess ||
        (e = cudaMemcpy(host.values_, values.data(), bytes, cudaMemcpyHostToDevice)) != cudaSuccess)
        return e;
    if ((e = cudaMalloc(out, sizeof(Table))) != cudaSuccess)
        return e;
    return cudaMemcpy(*out, &host, sizeof host, cudaMemcpyHostToDevice);
}

cudaError_t Table::destroy(Table *table)
{
    Table host;
    cudaError_t e = cudaMemcpy(&host, table, sizeof host, cudaMemcpyDeviceToHost);
    for (void *p : {(void *)host.keys_, (void *)host.values_, (void *)table})
        if (e == cudaSuccess)
            e = cudaFree(p);
    return e;
}

__global__ void advance(Particles p, float dt)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < p.count)
        p.advance(i, dt);
}

__global__ void weigh(const Scene *scene)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    const Particles &p = scene->particles;
    if (i >= p.count)
        return;
    double sum = 0;
    for (float w : scene->weights)
        sum += w * (p.x[i] + p.y[i]);
    scene->sums[i] = sum;
}

__global__ void find(const Table *table, const int *keys, int *out, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        out[i] = table->lookup(keys[i]);
}

#define T(x) if (cudaError_t rc = (x)) { printf("line %d: %s\n", __LINE__, cudaGetErrorString(rc)); return 1; }

int main()
{
    const int n = 400;
    Scene scene = {};
    float *weights;
    T(cudaMallocManaged(&scene.particles.x, n * sizeof(float)));
    T(cudaMallocManaged(&scene.particles.y, n * sizeof(float)));
    T(cudaMallocManaged(&scene.particles.id, n * sizeof(int)));
    T(cudaMallocManaged(&weights, 4 * sizeof(float)));
    T(cudaMallocManaged(&scene.sums.data, n * sizeof(double)));
    scene.particles.count = scene.sums.size = n;
    scene.weights = {weights, 4};
    for (int i = 0; i < n; ++i) {
        scene.particles.x[i] = i;
        scene.particles.y[i] = 2 * i;
        scene.particles.id[i] = i % 9;
    }
    for (int k = 0; k < 4; ++k)
        weights[k] = 0.5f * k;
    Scene *d_scene;
    T(cudaMalloc(&d_scene, sizeof scene));
    T(cudaMemcpy(d_scene, &scene, sizeof scene, cudaMemcpyHostToDevice));
    advance<<<4, 128>>>(scene.particles, 0.5f);
    weigh<<<4, 128>>>(d_scene);
    T(cudaGetLastError());
    T(cudaDeviceSynchronize());
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        double want = 3.0 * (i + 0.5 * (i % 9) + 2 * i - 0.5);
        if (scene.sums[i] != want && bad++ < 5)
            printf("sums[%d] = %g, expected %g\n", i, scene.sums[i], want);
    }

    std::vector<int> keys, values;
    for (int k = 0; k < 100; ++k) {
        keys.push_back(3 * k + 1);
        values.push_back(k * k);
    }
    Table *table;
    T(Table::to_device(keys, values, &table));
    int *wanted, *found;
    T(cudaMallocManaged(&wanted, n * sizeof(int)));
    T(cudaMallocManaged(&found, n * sizeof(int)));
    for (int i = 0; i < n; ++i)
        wanted[i] = i;
    find<<<2, 256>>>(table, wanted, found, n);
    T(cudaGetLastError());
    T(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i) {
        int want = i % 3 == 1 && i / 3 < 100 ? (i / 3) * (i / 3) : -1;
        if (found[i] != want && bad++ < 10)
            printf("found[%d] = %d, expected %d\n", i, found[i], want);
    }
    T(Table::destroy(table));
    void *all[] = {scene.particles.x, scene.particles.y, scene.particles.id, weights, scene.sums.data, d_scene, wanted, found};
    for (void *p : all)
        T(cudaFree(p));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
