// atomics_int: every 32-bit atomic of the language on int and unsigned, in global and in shared memory:
// add, sub, exch, min, max, inc, dec, CAS, and, or, xor, with the values they return used where the
// result does not depend on the order.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cuda_runtime.h>

#define N 1000
#define BLOCK 128

__global__ void on_int(int *a, int *returned)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= N)
        return;
    int v = (i * 37) % 501 - 250;
    int ticket = atomicAdd(&a[0], 1);
    atomicAdd(returned, ticket); // each ticket 0..N-1 once
    atomicSub(a + 1, v);
    atomicMin(&a[2], v);
    atomicMax(&a[3], v);
    atomicAnd(&a[4], ~(1 << (i % 20)));
    atomicOr(&a[5], 1 << (i % 25));
    atomicXor(&a[6], i);
    int old = atomicExch(&a[7], i + 1);
    atomicAdd(returned + 1, old); // all of 1..N but the last one, which a[7] holds
    if (atomicCAS(&a[8], 0, i + 1) == 0)
        a[9] = i + 1; // only the winner
}

__global__ void on_unsigned(unsigned *u)
{
    __shared__ unsigned s[6];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (threadIdx.x < 6)
        s[threadIdx.x] = threadIdx.x == 1 ? ~0u : 0u;
    __syncthreads();
    if (i < N) {
        unsigned v = i * 2654435761u;
        atomicAdd(&s[0], v);
        atomicMin(&s[1], v);
        atomicMax(&s[2], v);
        atomicInc(&s[3], 6u); // wraps to 0 after 6
        atomicDec(&s[4], 9u); // 0 wraps to 9
        atomicXor(&s[5], v);
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        atomicAdd(&u[0], s[0]);
        atomicMin(&u[1], s[1]);
        atomicMax(&u[2], s[2]);
        atomicAdd(&u[3], s[3]);
        atomicAdd(&u[4], s[4]);
        atomicXor(&u[5], s[5]);
    }
    if (i < N) {
        atomicInc(u + 6, 99u);
        atomicDec(u + 7, 50u);
        atomicSub(u + 8, 3u);
        atomicExch(u + 9, 77u);
        atomicAnd(u + 10, ~(1u << (i % 31)));
        atomicOr(u + 11, 1u << (i % 31));
        atomicCAS(u + 12, 5u, 6u);
    }
}

static void must(cudaError_t e)
{
    if (e != cudaSuccess) {
        printf("%s\n", cudaGetErrorString(e));
        exit(1);
    }
}

static int expect(const char *what, long long got, long long want)
{
    if (got == want)
        return 0;
    printf("%s: %lld, expected %lld\n", what, got, want);
    return 1;
}

int main()
{
    int a[10] = {0, 0, 1000, -1000, -1, 0, 0, 0, 0, 0}, returned[2] = {0, 0}, *d_a, *d_r;
    unsigned u[13] = {0, ~0u, 0, 0, 0, 0, 0, 7, 0, 0, ~0u, 0, 5}, *d_u;
    must(cudaMalloc(&d_a, sizeof a));
    must(cudaMalloc(&d_r, sizeof returned));
    must(cudaMalloc(&d_u, sizeof u));
    must(cudaMemcpy(d_a, a, sizeof a, cudaMemcpyHostToDevice));
    must(cudaMemcpy(d_r, returned, sizeof returned, cudaMemcpyHostToDevice));
    must(cudaMemcpy(d_u, u, sizeof u, cudaMemcpyHostToDevice));
    const int blocks = (N + BLOCK - 1) / BLOCK;
    on_int<<<blocks, BLOCK>>>(d_a, d_r);
    on_unsigned<<<blocks, BLOCK>>>(d_u);
    must(cudaGetLastError());
    must(cudaMemcpy(a, d_a, sizeof a, cudaMemcpyDeviceToHost));
    must(cudaMemcpy(returned, d_r, sizeof returned, cudaMemcpyDeviceToHost));
    must(cudaMemcpy(u, d_u, sizeof u, cudaMemcpyDeviceToHost));

    int sum = 0, low = 1000, high = -1000, bits = 0, bad = 0;
    unsigned usum = 0, ulow = ~0u, uhigh = 0, uxor = 0, inc = 0, dec = 0;
    for (int i = 0; i < N; ++i) {
        int v = (i * 37) % 501 - 250;
        sum += v, low = v < low ? v : low, high = v > high ? v : high, bits ^= i;
        unsigned w = i * 2654435761u;
        usum += w, ulow = w < ulow ? w : ulow, uhigh = w > uhigh ? w : uhigh, uxor ^= w;
    }
    for (int b = 0; b < blocks; ++b) {
        int in_block = b == blocks - 1 ? N - b * BLOCK : BLOCK;
        inc += in_block % 7;
        dec += (10 - in_block % 10) % 10;
    }
    bad += expect("add", a[0], N) + expect("tickets", returned[0], (long long)N * (N - 1) / 2);
    bad += expect("sub", a[1], -sum) + expect("min", a[2], low) + expect("max", a[3], high);
    bad += expect("and", a[4], -1 & ~((1 << 20) - 1)) + expect("or", a[5], (1 << 25) - 1) + expect("xor", a[6], bits);
    bad += expect("exch", (long long)returned[1] + a[7], (long long)N * (N + 1) / 2);
    bad += expect("cas", a[8] >= 1 && a[8] <= N && a[8] == a[9], 1);
    bad += expect("u add", u[0], usum) + expect("u min", u[1], ulow) + expect("u max", u[2], uhigh);
    bad += expect("shared inc", u[3], inc) + expect("shared dec", u[4], dec) + expect("u xor", u[5], uxor);
    unsigned d = 7;
    for (int i = 0; i < N; ++i)
        d = d == 0 || d > 50 ? 50 : d - 1;
    bad += expect("inc", u[6], N % 100) + expect("dec", u[7], d) + expect("u sub", u[8], (unsigned)(-3 * N));
    bad += expect("u exch", u[9], 77) + expect("u and", u[10], 1u << 31) + expect("u or", u[11], (1u << 31) - 1);
    bad += expect("u cas", u[12], 6);
    must(cudaFree(d_a));
    must(cudaFree(d_r));
    must(cudaFree(d_u));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
