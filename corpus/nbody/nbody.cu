// nbody: all-pairs gravity with tiles of float4 bodies in dynamic shared memory, rsqrtf, float3
// helper functions and operators, several steps with two kernels each. The host computes the
// same in double and compares with a tolerance.
#include <cmath>
#include <cstdio>
#include <vector>
#include <cuda_runtime.h>

#define SOFTENING 0.01f

__host__ __device__ inline float3 operator+(float3 a, float3 b) { return make_float3(a.x + b.x, a.y + b.y, a.z + b.z); }
__host__ __device__ inline float3 operator*(float s, float3 a) { return make_float3(s * a.x, s * a.y, s * a.z); }
__host__ __device__ inline float3 &operator+=(float3 &a, const float3 &b) { return a = a + b; }

__device__ float3 pull(float3 at, float4 other)
{
    float3 r = make_float3(other.x - at.x, other.y - at.y, other.z - at.z);
    float d2 = r.x * r.x + r.y * r.y + r.z * r.z + SOFTENING;
    float inv = rsqrtf(d2);
    return other.w * inv * inv * inv * r;
}

__global__ void forces(const float4 *__restrict__ bodies, float3 *__restrict__ accel, int n)
{
    extern __shared__ float4 tile[];
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    float4 me = i < n ? bodies[i] : make_float4(0, 0, 0, 0);
    float3 at = {me.x, me.y, me.z};
    float3 sum = make_float3(0.0f, 0.0f, 0.0f);
    for (int base = 0; base < n; base += blockDim.x) {
        int j = base + threadIdx.x;
        tile[threadIdx.x] = j < n ? bodies[j] : make_float4(0, 0, 0, 0);
        __syncthreads();
#pragma unroll 4
        for (int k = 0; k < blockDim.x; ++k)
            sum += pull(at, tile[k]);
        __syncthreads();
    }
    if (i < n)
        accel[i] = sum;
}

__global__ void integrate(float4 *bodies, float3 *velocity, const float3 *accel, float dt, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    velocity[i] += dt * accel[i];
    bodies[i].x += dt * velocity[i].x;
    bodies[i].y += dt * velocity[i].y;
    bodies[i].z += dt * velocity[i].z;
}

static void host_step(std::vector<double> &p, std::vector<double> &v, const std::vector<float4> &mass, double dt)
{
    const int n = (int)mass.size();
    std::vector<double> a(3 * n, 0.0);
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j) {
            double r[3], d2 = SOFTENING;
            for (int c = 0; c < 3; ++c) {
                r[c] = p[3 * j + c] - p[3 * i + c];
                d2 += r[c] * r[c];
            }
            for (int c = 0; c < 3; ++c)
                a[3 * i + c] += mass[j].w * r[c] / (d2 * std::sqrt(d2));
        }
    for (int k = 0; k < 3 * n; ++k) {
        v[k] += dt * a[k];
        p[k] += dt * v[k];
    }
}

#define CK(x) if ((x) != cudaSuccess) { printf("%s failed: %s\n", #x, cudaGetErrorString(cudaGetLastError())); return 1; }

int main()
{
    const int n = 200, threads = 64, blocks = (n + threads - 1) / threads;
    const float dt = 0.01f;
    std::vector<float4> bodies(n);
    std::vector<double> p(3 * n), v(3 * n, 0.0);
    for (int i = 0; i < n; ++i) {
        bodies[i] = make_float4(sinf(1.7f * i), cosf(2.3f * i), sinf(0.9f * i + 1), 0.001f * (1 + i % 7));
        p[3 * i] = bodies[i].x, p[3 * i + 1] = bodies[i].y, p[3 * i + 2] = bodies[i].z;
    }
    float4 *d_bodies;
    float3 *d_velocity, *d_accel;
    CK(cudaMalloc(&d_bodies, n * sizeof(float4)));
    CK(cudaMalloc(&d_velocity, n * sizeof(float3)));
    CK(cudaMalloc(&d_accel, n * sizeof(float3)));
    CK(cudaMemcpy(d_bodies, bodies.data(), n * sizeof(float4), cudaMemcpyHostToDevice));
    CK(cudaMemset(d_velocity, 0, n * sizeof(float3)));
    for (int step = 0; step < 5; ++step) {
        forces<<<blocks, threads, threads * sizeof(float4)>>>(d_bodies, d_accel, n);
        integrate<<<blocks, threads>>>(d_bodies, d_velocity, d_accel, dt, n);
        host_step(p, v, bodies, dt);
    }
    CK(cudaGetLastError());
    CK(cudaMemcpy(bodies.data(), d_bodies, n * sizeof(float4), cudaMemcpyDeviceToHost));
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        double e = fabs(bodies[i].x - p[3 * i]) + fabs(bodies[i].y - p[3 * i + 1]) + fabs(bodies[i].z - p[3 * i + 2]);
        if (e > 1e-4 && bad++ < 5)
            printf("body %d is off by %g\n", i, e);
    }
    CK(cudaFree(d_bodies));
    CK(cudaFree(d_velocity));
    CK(cudaFree(d_accel));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
