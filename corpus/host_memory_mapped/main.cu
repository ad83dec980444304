// host_memory_mapped: page-locked memory in its forms: cudaHostAlloc (default, portable, mapped),
// cudaMallocHost, cudaHostRegister of memory from malloc, cudaHostGetDevicePointer, a kernel that works on
// host memory without a copy, cudaHostGetFlags, and a unique_ptr with a deleter of CUDA's.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <cuda_runtime.h>

struct HostDeleter {
    void operator()(void *p) const { cudaFreeHost(p); }
};
template <typename T>
using pinned = std::unique_ptr<T[], HostDeleter>;

static cudaError_t first_error = cudaSuccess;
static bool ok(cudaError_t e, const char *what)
{
    if (e != cudaSuccess) {
        std::printf("%s: %s\n", what, cudaGetErrorString(e));
        if (first_error == cudaSuccess)
            first_error = e;
    }
    return e == cudaSuccess;
}
#define OK(x) ok((x), #x)

template <typename T>
pinned<T> allocate(size_t n, unsigned flags)
{
    void *p = nullptr;
    if (!OK(cudaHostAlloc(&p, n * sizeof(T), flags)))
        std::exit(1);
    return pinned<T>(static_cast<T *>(p));
}

__global__ void add(const int *a, const int *b, int *c, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        c[i] = a[i] + b[i];
}

int main()
{
    const int n = 1500;
    pinned<int> a = allocate<int>(n, cudaHostAllocMapped), c = allocate<int>(n, cudaHostAllocMapped | cudaHostAllocPortable);
    for (int i = 0; i < n; ++i)
        a[i] = i, c[i] = 0;

    int *b = static_cast<int *>(std::malloc(n * sizeof(int)));
    for (int i = 0; i < n; ++i)
        b[i] = 5 * i;
    if (!OK(cudaHostRegister(b, n * sizeof(int), cudaHostRegisterMapped)))
        return 1;

    int *da = nullptr, *db = nullptr, *dc = nullptr;
    if (!OK(cudaHostGetDevicePointer(&da, a.get(), 0)) || !OK(cudaHostGetDevicePointer((void **)&db, b, 0)) ||
        !OK(cudaHostGetDevicePointer(&dc, c.get(), 0)))
        return 1;
    add<<<(n + 255) / 256, 256>>>(da, db, dc, n);
    if (!OK(cudaGetLastError()) || !OK(cudaDeviceSynchronize()))
        return 1;
    int bad = 0;
    for (int i = 0; i < n; ++i)
        if (c[i] != 6 * i && bad++ < 5)
            std::printf("c[%d] = %d, expected %d\n", i, c[i], 6 * i);

    unsigned flags = 0;
    if (!OK(cudaHostGetFlags(&flags, a.get())) || !(flags & cudaHostAllocMapped))
        bad++, std::printf("flags %x\n", flags);

    int *staging = nullptr, *device = nullptr;
    if (!OK(cudaMallocHost((void **)&staging, n * sizeof(int))) || !OK(cudaMalloc(&device, n * sizeof(int))) ||
        !OK(cudaMemcpy(device, c.get(), n * sizeof(int), cudaMemcpyDefault)))
        return 1;
    add<<<(n + 127) / 128, 128>>>(device, db, device, n);
    if (!OK(cudaGetLastError()) || !OK(cudaMemcpyAsync(staging, device, n * sizeof(int), cudaMemcpyDeviceToHost)) ||
        !OK(cudaDeviceSynchronize()))
        return 1;
    for (int i = 0; i < n; ++i)
        if (staging[i] != 11 * i && bad++ < 5)
            std::printf("staging[%d] = %d, expected %d\n", i, staging[i], 11 * i);
    OK(cudaHostUnregister(b));
    OK(cudaFreeHost(staging));
    OK(cudaFree(device));
    std::free(b);
    if (bad || first_error != cudaSuccess)
        return 1;
    std::puts("PASS");
    return 0;
}
