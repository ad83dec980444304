// hash_table_cas: a lock-free hash table as a class passed to kernels by value: insertion by atomicCAS on
// the key, counting by atomicAdd, look-ups in a second kernel, loops with two variables and an exit in the
// middle. Compared with std::map.
#include <cstdio>
#include <map>
#include <vector>
#include "table.cuh"

__global__ void clear(HashTable::Slot *slots, uint32_t n)
{
    const uint32_t i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        slots[i] = HashTable::Slot{HashTable::kEmpty, 0u};
}

__global__ void count(HashTable table, const uint32_t *keys, int n, int *failed)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n && !table.add(keys[i], 1 + i % 3))
        atomicAdd(failed, 1);
}

__global__ void look_up(const HashTable table, const uint32_t *keys, uint32_t *values, int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    uint32_t v;
    values[i] = table.find(keys[i], &v) ? v : 0u;
}

#define OK(x) if (cudaError_t e = (x)) { printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; }

int main()
{
    const int n = 6000, asked = 1500;
    const uint32_t log_capacity = 11, capacity = 1u << log_capacity;
    uint32_t *keys, *wanted, *values;
    HashTable::Slot *slots;
    int *failed, bad = 0;
    OK(cudaMallocManaged(&keys, n * sizeof *keys));
    OK(cudaMallocManaged(&wanted, asked * sizeof *wanted));
    OK(cudaMallocManaged(&values, asked * sizeof *values));
    OK(cudaMalloc(&slots, capacity * sizeof *slots));
    OK(cudaMallocManaged(&failed, sizeof *failed));
    std::map<uint32_t, uint32_t> want;
    for (int i = 0; i < n; ++i) {
        keys[i] = static_cast<uint32_t>(i * 7919ull % 1201) * 1000003u;
        want[keys[i]] += 1 + i % 3;
    }
    for (int i = 0; i < asked; ++i)
        wanted[i] = i * 1000003u;
    *failed = 0;
    clear<<<(capacity + 127) / 128, 128>>>(slots, capacity);
    HashTable table(slots, log_capacity);
    count<<<(n + 127) / 128, 128>>>(table, keys, n, failed);
    look_up<<<(asked + 127) / 128, 128>>>(table, wanted, values, asked);
    OK(cudaGetLastError());
    OK(cudaDeviceSynchronize());
    if (*failed)
        bad++, printf("%d keys found no room\n", *failed);
    for (int i = 0; i < asked; ++i) {
        const auto it = want.find(wanted[i]);
        const uint32_t w = it == want.end() ? 0 : it->second;
        if (values[i] != w && bad++ < 5)
            printf("key %u: %u, expected %u\n", wanted[i], values[i], w);
    }
    OK(cudaFree(keys));
    OK(cudaFree(wanted));
    OK(cudaFree(values));
    OK(cudaFree(slots));
    OK(cudaFree(failed));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
