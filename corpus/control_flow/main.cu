// control_flow: every statement the language has, in device code: goto forwards and backwards, switch with
// fall-through, default in the middle and cases inside a loop (Duff's device), nested loops with break and
// continue, do-while, conditional chains, comma, function-local tables, if with initialiser.
#include <cstdio>
#include <cuda_runtime.h>

__host__ __device__ int collatz_goto(unsigned v)
{
    int steps = 0;
again:
    if (v <= 1)
        goto done;
    v = v & 1 ? 3 * v + 1 : v / 2;
    if (++steps < 500)
        goto again;
done:
    return steps;
}

__host__ __device__ int switches(int v)
{
    int r = 0;
    switch (v % 9) {
    case 0:
    case 1: r += 1; // falls through
    case 2: r += 10; break;
    default: r = -1; break;
    case 4: {
        int local = v * 2;
        r += local;
        break;
    }
    case 5:
        for (int i = 0; i < 4; ++i) {
            if (i == 2)
                continue;
            switch (i) {
            case 3: r += 1000; break;
            default: r += 1;
            }
        }
        break;
    case 'a' - 'a' + 7: return 77;
    }
    return r;
}

__host__ __device__ int duff(const int *from, int count)
{
    int sum = 0, n = (count + 3) / 4;
    if (count <= 0)
        return 0;
    switch (count % 4) {
    case 0: do { sum += *from++;
    case 3: sum += 2 * *from++;
    case 2: sum += 3 * *from++;
    case 1: sum += 5 * *from++;
            } while (--n > 0);
    }
    return sum;
}

__host__ __device__ int chain(int m, int n)
{
    return m == 0 ? n + 1 : n == 0 ? m - 1 : m > n ? (n & 1 ? m * n : m / n) : m == n ? 50 : -n;
}

__host__ __device__ int tables(int v)
{
    const int primes[] = {2, 3, 5, 7, 11, 13, 17, 19};
    static constexpr char letters[3][4] = {"abc", "xyz", "mno"};
    int found = 0;
    for (int p : primes) {
        if (int q = v / p; q * p == v)
            found = found * 10 + letters[p % 3][q % 3];
        else if (q == 0)
            break;
    }
    return found;
}

__host__ __device__ int loops(int v)
{
    int total = 0, i, j;
    for (i = 0, j = v % 13; i < j; ++i, --j)
        total += i * j;
    do {
        total ^= v;
        if (total & 64)
            break;
        v >>= 1;
    } while (v);
    while (true) {
        if (total > 1000) {
            total /= 3;
            continue;
        }
        for (;;) {
            if (++total % 5 == 0)
                break;
        }
        break;
    }
    bool a = total > 10 && (v = 5, total > 20), b = !a || ++v > 3;
    return total * 4 + a * 2 + b + (total < 30 ? 100 : total < 300 ? 200 : 300) - ~v;
}

__host__ __device__ void all(int i, const int *data, int *out)
{
    out[0] = collatz_goto(i + 1);
    out[1] = switches(i);
    out[2] = duff(data, i % 11);
    out[3] = chain(i % 5, i % 7);
    out[4] = tables(i);
    out[5] = loops(i * 3);
}

__global__ void run(const int *data, int (*out)[6], int n)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n)
        all(i, data, out[i]);
}

#define OK(x) do { cudaError_t e = (x); if (e != cudaSuccess) { printf("%s: %s\n", #x, cudaGetErrorString(e)); return 1; } } while (0)

int main()
{
    const int n = 300;
    int *data, (*out)[6], bad = 0;
    OK(cudaMallocManaged(&data, 12 * sizeof(int)));
    OK(cudaMallocManaged(&out, n * sizeof *out));
    for (int i = 0; i < 12; ++i)
        data[i] = i * i + 1;
    run<<<3, 100>>>(data, out, n);
    OK(cudaGetLastError());
    OK(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i) {
        int want[6];
        all(i, data, want);
        for (int k = 0; k < 6; ++k)
            if (out[i][k] != want[k] && bad++ < 6)
                printf("%d.%d: %d, expected %d\n", i, k, out[i][k], want[k]);
    }
    OK(cudaFree(data));
    OK(cudaFree(out));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
