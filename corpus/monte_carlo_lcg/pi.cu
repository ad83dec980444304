// monte_carlo_lcg: random numbers of our own (a 64-bit LCG that jumps ahead, and a xorshift) in a
// device struct with state, estimates of pi and of an integral. Integer results must agree with
// the host exactly; the float sums with a tolerance.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cuda_runtime.h>

struct Lcg {
    uint64_t state;

    __host__ __device__ explicit Lcg(uint64_t seed) : state(seed) {}
    __host__ __device__ uint32_t next()
    {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<uint32_t>(state >> 33);
    }
    // Skips n numbers in log n steps, so that each thread draws its own part of one sequence.
    __host__ __device__ void jump(uint64_t n)
    {
        uint64_t a = 6364136223846793005ULL, c = 1442695040888963407ULL, ra = 1, rc = 0;
        for (; n; n >>= 1) {
            if (n & 1) {
                ra *= a;
                rc = rc * a + c;
            }
            c *= a + 1;
            a *= a;
        }
        state = ra * state + rc;
    }
};

__global__ void count_inside(unsigned long long *inside, int per_thread)
{
    const int id = blockIdx.x * blockDim.x + threadIdx.x;
    Lcg rng(42);
    rng.jump(2ULL * id * per_thread);
    unsigned hits = 0;
    for (int i = 0; i < per_thread; ++i) {
        const uint64_t x = rng.next() >> 11, y = rng.next() >> 11; // 20 bits: exact products
        hits += x * x + y * y < (1ULL << 40);
    }
    atomicAdd(inside, static_cast<unsigned long long>(hits));
}

__host__ __device__ inline unsigned xorshift(unsigned &s)
{
    s ^= s << 13;
    s ^= s >> 17;
    s ^= s << 5;
    return s;
}

__global__ void integrate(float *partial, int per_thread)
{
    const int id = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned s = 0x9e3779b9u * (id + 1);
    float sum = 0;
    for (int i = 0; i < per_thread; ++i) {
        const float u = (xorshift(s) >> 8) * (1.0f / (1 << 24));
        sum += expf(-u * u);
    }
    partial[id] = sum;
}

#define OK(x) if (cudaError_t e = (x)) { std::printf("%s: %s\n", #x, cudaGetErrorName(e)); return 1; }

int main()
{
    constexpr int threads = 128, blocks = 16, per_thread = 64, total = threads * blocks;
    unsigned long long *inside, got = 0, want = 0;
    float *partial;
    static float sums[total];
    OK(cudaMalloc(&inside, sizeof got));
    OK(cudaMalloc(&partial, sizeof sums));
    OK(cudaMemset(inside, 0, sizeof got));
    count_inside<<<blocks, threads>>>(inside, per_thread);
    integrate<<<blocks, threads>>>(partial, per_thread);
    OK(cudaGetLastError());
    OK(cudaMemcpy(&got, inside, sizeof got, cudaMemcpyDeviceToHost));
    OK(cudaMemcpy(sums, partial, sizeof sums, cudaMemcpyDeviceToHost));
    OK(cudaFree(inside));
    OK(cudaFree(partial));

    Lcg rng(42);
    for (int i = 0; i < total * per_thread; ++i) {
        const uint64_t x = rng.next() >> 11, y = rng.next() >> 11;
        want += x * x + y * y < (1ULL << 40);
    }
    const double pi = 4.0 * got / (double(total) * per_thread);
    if (got != want || std::fabs(pi - 3.14159265) > 0.03) {
        std::printf("%llu inside, expected %llu; pi %g\n", got, want, pi);
        return 1;
    }
    for (int id = 0; id < total; ++id) {
        unsigned s = 0x9e3779b9u * (id + 1);
        double sum = 0;
        for (int i = 0; i < per_thread; ++i) {
            const double u = (xorshift(s) >> 8) * (1.0 / (1 << 24));
            sum += std::exp(-u * u);
        }
        if (std::fabs(sums[id] - sum) > 1e-3) {
            std::printf("thread %d: %g, expected %g\n", id, sums[id], sum);
            return 1;
        }
    }
    std::puts("PASS");
    return 0;
}
