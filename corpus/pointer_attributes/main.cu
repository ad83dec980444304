// pointer_attributes: cudaPointerGetAttributes on device, managed, pinned and ordinary memory and on inner
// pointers, cudaMemGetInfo before and after, copies with cudaMemcpyDefault between all kinds, and a
// helper that picks its way by the kind of memory it is given.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cuda_runtime.h>

#define CHECK(x) do { cudaError_t e = x; if (e != cudaSuccess) { printf("%d: %s\n", __LINE__, cudaGetErrorString(e)); exit(1); } } while (0)

__global__ void increment(int *p, int n)
{
    for (int i = threadIdx.x; i < n; i += blockDim.x)
        p[i]++;
}

static cudaMemoryType kind_of(const void *p)
{
    cudaPointerAttributes a;
    CHECK(cudaPointerGetAttributes(&a, p));
    return a.type;
}

// Adds one to each value wherever it lies.
static void bump(int *p, int n)
{
    switch (kind_of(p)) {
    case cudaMemoryTypeDevice:
    case cudaMemoryTypeManaged:
        increment<<<1, 64>>>(p, n);
        CHECK(cudaGetLastError());
        CHECK(cudaDeviceSynchronize());
        break;
    case cudaMemoryTypeHost:
    case cudaMemoryTypeUnregistered:
    default:
        for (int i = 0; i < n; ++i)
            p[i]++;
    }
}

int main()
{
    const int n = 300;
    int plain[n], result[n], *device, *managed, *pinned, bad = 0, current = -1;
    CHECK(cudaGetDevice(&current));
    size_t free_bytes = 0, total = 0;
    CHECK(cudaMemGetInfo(&free_bytes, &total));
    if (total == 0 || free_bytes > total)
        bad++, printf("memory: %zu of %zu\n", free_bytes, total);
    CHECK(cudaMalloc(&device, n * sizeof(int)));
    CHECK(cudaMallocManaged(&managed, n * sizeof(int)));
    CHECK(cudaMallocHost(&pinned, n * sizeof(int)));

    struct {
        const char *name;
        const void *p;
        cudaMemoryType type;
    } cases[] = {{"device", device, cudaMemoryTypeDevice},   {"device, inside", device + n / 2, cudaMemoryTypeDevice},
                 {"managed", managed, cudaMemoryTypeManaged}, {"managed, inside", managed + 1, cudaMemoryTypeManaged},
                 {"pinned", pinned, cudaMemoryTypeHost},      {"plain", plain, cudaMemoryTypeUnregistered}};
    for (auto &c : cases) {
        cudaPointerAttributes a;
        memset(&a, 0xff, sizeof a);
        CHECK(cudaPointerGetAttributes(&a, c.p));
        if (a.type != c.type)
            bad++, printf("%s: type %d, expected %d\n", c.name, (int)a.type, (int)c.type);
        if (c.type == cudaMemoryTypeDevice && (a.device != current || a.devicePointer != c.p))
            bad++, printf("%s: device %d pointer %p\n", c.name, a.device, a.devicePointer);
        if (c.type == cudaMemoryTypeHost && a.hostPointer != c.p)
            bad++, printf("%s: host pointer %p, expected %p\n", c.name, a.hostPointer, c.p);
    }

    for (int i = 0; i < n; ++i)
        plain[i] = i;
    bump(plain, n);
    CHECK(cudaMemcpy(device, plain, sizeof plain, cudaMemcpyDefault));
    bump(device, n);
    CHECK(cudaMemcpy(managed, device, sizeof plain, cudaMemcpyDefault));
    bump(managed, n);
    CHECK(cudaMemcpy(pinned, managed, sizeof plain, cudaMemcpyDefault));
    bump(pinned, n);
    CHECK(cudaMemcpy(result, pinned, sizeof plain, cudaMemcpyDefault));
    for (int i = 0; i < n; ++i)
        if (result[i] != i + 4 && bad++ < 6)
            printf("result[%d] = %d, expected %d\n", i, result[i], i + 4);
    CHECK(cudaFree(device));
    CHECK(cudaFree(managed));
    CHECK(cudaFreeHost(pinned));
    CHECK(cudaFree(nullptr));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
