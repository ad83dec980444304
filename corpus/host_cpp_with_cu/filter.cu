#include "filter.h"
#include <stdexcept>
#include <cuda_runtime.h>

namespace filter {
namespace {

void check(cudaError_t e)
{
    if (e != cudaSuccess)
        throw std::runtime_error(cudaGetErrorString(e));
}

__global__ void smooth_kernel(const Sample *in, float *out, int n, int radius)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    float sum = 0;
    int weight = 0;
    for (int j = max(0, i - radius); j <= min(n - 1, i + radius); ++j) {
        sum += in[j].value * in[j].weight;
        weight += in[j].weight;
    }
    out[i] = weight ? sum / weight : 0.0f;
}

__global__ void sum_kernel(const Sample *in, double *out, int n)
{
    __shared__ double s[128];
    double v = 0;
    for (int i = threadIdx.x; i < n; i += blockDim.x)
        v += static_cast<double>(in[i].value) * in[i].weight;
    s[threadIdx.x] = v;
    __syncthreads();
    for (int d = 64; d > 0; d /= 2) {
        if (threadIdx.x < d)
            s[threadIdx.x] += s[threadIdx.x + d];
        __syncthreads();
    }
    if (threadIdx.x == 0)
        *out = s[0];
}

} // namespace

struct Device::State {
    Sample *samples = nullptr;
    float *results = nullptr;
    double *sum = nullptr;
    std::size_t capacity = 0, count = 0;
};

Device::Device(std::size_t capacity) : state_(new State)
{
    state_->capacity = capacity;
    check(cudaMalloc(&state_->samples, capacity * sizeof(Sample)));
    check(cudaMalloc(&state_->results, capacity * sizeof(float)));
    check(cudaMalloc(&state_->sum, sizeof(double)));
}

Device::~Device()
{
    cudaFree(state_->samples);
    cudaFree(state_->results);
    cudaFree(state_->sum);
}

void Device::upload(const std::vector<Sample> &samples)
{
    if (samples.size() > state_->capacity)
        throw std::length_error("more samples than there is room for");
    state_->count = samples.size();
    check(cudaMemcpy(state_->samples, samples.data(), samples.size() * sizeof(Sample), cudaMemcpyHostToDevice));
}

std::vector<float> Device::smooth(int radius) const
{
    const int n = static_cast<int>(state_->count);
    smooth_kernel<<<(n + 127) / 128, 128>>>(state_->samples, state_->results, n, radius);
    check(cudaGetLastError());
    std::vector<float> out(state_->count);
    check(cudaMemcpy(out.data(), state_->results, out.size() * sizeof(float), cudaMemcpyDeviceToHost));
    return out;
}

double Device::weighted_sum() const
{
    double sum = 0;
    sum_kernel<<<1, 128>>>(state_->samples, state_->sum, static_cast<int>(state_->count));
    check(cudaGetLastError());
    check(cudaMemcpy(&sum, state_->sum, sizeof sum, cudaMemcpyDeviceToHost));
    return sum;
}

} // namespace filter
