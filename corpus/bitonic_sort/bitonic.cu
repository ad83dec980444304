// bitonic_sort: a network sort with global steps (one launch per step) and shared-memory steps
// for short strides, keys with payloads, ascending and descending by a template bool, XOR
// partner indices and swaps through references.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

#define SHARED_ITEMS 512

template <typename T> __device__ inline void swap_values(T &a, T &b)
{
    T t = a;
    a = b;
    b = t;
}

template <bool Ascending, typename K, typename V>
__device__ inline void compare(K &ka, V &va, K &kb, V &vb, bool up)
{
    if ((ka > kb) == (up == Ascending)) {
        swap_values(ka, kb);
        swap_values(va, vb);
    }
}

template <bool Ascending>
__global__ void global_step(unsigned *keys, int *values, unsigned stride, unsigned size)
{
    unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned partner = i ^ stride;
    if (partner > i)
        compare<Ascending>(keys[i], values[i], keys[partner], values[partner], (i & size) == 0);
}

template <bool Ascending>
__global__ void shared_steps(unsigned *keys, int *values, unsigned first_size, unsigned last_size)
{
    __shared__ unsigned k[SHARED_ITEMS];
    __shared__ int v[SHARED_ITEMS];
    const unsigned base = blockIdx.x * SHARED_ITEMS;
    for (unsigned i = threadIdx.x; i < SHARED_ITEMS; i += blockDim.x) {
        k[i] = keys[base + i];
        v[i] = values[base + i];
    }
    for (unsigned size = first_size; size <= last_size; size <<= 1)
        for (unsigned stride = min(size >> 1, SHARED_ITEMS / 2u); stride > 0; stride >>= 1) {
            __syncthreads();
            const unsigned low = 2 * threadIdx.x - (threadIdx.x & (stride - 1));
            compare<Ascending>(k[low], v[low], k[low + stride], v[low + stride], ((base + low) & size) == 0);
        }
    __syncthreads();
    for (unsigned i = threadIdx.x; i < SHARED_ITEMS; i += blockDim.x) {
        keys[base + i] = k[i];
        values[base + i] = v[i];
    }
}

static void require(cudaError_t e)
{
    if (e != cudaSuccess) {
        printf("%s\n", cudaGetErrorString(e));
        exit(1);
    }
}

template <bool Ascending>
static void sort(unsigned *keys, int *values, unsigned n)
{
    const unsigned blocks = n / SHARED_ITEMS, half = SHARED_ITEMS / 2;
    shared_steps<Ascending><<<blocks, half>>>(keys, values, 2, SHARED_ITEMS);
    for (unsigned size = 2 * SHARED_ITEMS; size <= n; size <<= 1) {
        unsigned stride = size >> 1;
        for (; stride >= SHARED_ITEMS; stride >>= 1)
            global_step<Ascending><<<n / 256, 256>>>(keys, values, stride, size);
        shared_steps<Ascending><<<blocks, half>>>(keys, values, size, size);
    }
    require(cudaGetLastError());
}

int main()
{
    const unsigned n = 4096;
    std::vector<unsigned> keys(n), sorted(n);
    std::vector<int> values(n), order(n);
    unsigned x = 2463534242u;
    for (unsigned i = 0; i < n; ++i) {
        x ^= x << 13, x ^= x >> 17, x ^= x << 5;
        keys[i] = x;
        values[i] = (int)i;
    }
    unsigned *d_keys;
    int *d_values, bad = 0;
    require(cudaMalloc(&d_keys, n * sizeof(unsigned)));
    require(cudaMalloc(&d_values, n * sizeof(int)));
    for (int pass = 0; pass < 2; ++pass) {
        require(cudaMemcpy(d_keys, keys.data(), n * sizeof(unsigned), cudaMemcpyHostToDevice));
        require(cudaMemcpy(d_values, values.data(), n * sizeof(int), cudaMemcpyHostToDevice));
        if (pass == 0)
            sort<true>(d_keys, d_values, n);
        else
            sort<false>(d_keys, d_values, n);
        require(cudaMemcpy(sorted.data(), d_keys, n * sizeof(unsigned), cudaMemcpyDeviceToHost));
        require(cudaMemcpy(order.data(), d_values, n * sizeof(int), cudaMemcpyDeviceToHost));
        std::vector<unsigned> want = keys;
        std::sort(want.begin(), want.end());
        if (pass == 1)
            std::reverse(want.begin(), want.end());
        for (unsigned i = 0; i < n; ++i)
            if ((sorted[i] != want[i] || keys[order[i]] != sorted[i]) && bad++ < 5)
                printf("pass %d at %u: %u, expected %u\n", pass, i, sorted[i], want[i]);
    }
    require(cudaFree(d_keys));
    require(cudaFree(d_values));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
