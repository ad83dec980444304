#include "layers.h"
#include <algorithm>
#include <cfloat>
#include <cmath>

namespace nn {
namespace {

// Each has the function and its derivative, the latter from the function's result.
struct Relu {
    __device__ static float apply(float x) { return fmaxf(x, 0.0f); }
    __device__ static float slope(float y) { return y > 0.0f ? 1.0f : 0.0f; }
};
struct Tanh {
    __device__ static float apply(float x) { return tanhf(x); }
    __device__ static float slope(float y) { return 1.0f - y * y; }
};
struct Sigmoid {
    __device__ static float apply(float x) { return 1.0f / (1.0f + expf(-x)); }
    __device__ static float slope(float y) { return y * (1.0f - y); }
};

template <class F>
__global__ void apply_kernel(ConstRef in, Ref out)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < out.size())
        out.data[i] = F::apply(in.data[i]);
}

template <class F>
__global__ void slope_kernel(ConstRef out, ConstRef gradient, Ref in_gradient)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < out.size())
        in_gradient.data[i] = gradient.data[i] * F::slope(out.data[i]);
}

// One warp a row: the largest score, the sum of exponentials, then probabilities less the truth.
__global__ void softmax_kernel(ConstRef scores, const int *labels, Ref gradient, float *loss)
{
    const int row = (blockIdx.x * blockDim.x + threadIdx.x) / 32, lane = threadIdx.x & 31;
    if (row >= scores.rows)
        return;
    float top = -FLT_MAX;
    for (int c = lane; c < scores.columns; c += 32)
        top = fmaxf(top, scores(row, c));
    for (int d = 16; d > 0; d >>= 1)
        top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, d));
    float sum = 0;
    for (int c = lane; c < scores.columns; c += 32)
        sum += expf(scores(row, c) - top);
    for (int d = 16; d > 0; d >>= 1)
        sum += __shfl_xor_sync(0xffffffffu, sum, d);
    for (int c = lane; c < scores.columns; c += 32) {
        const float p = expf(scores(row, c) - top) / sum;
        gradient(row, c) = (p - (labels[row] == c ? 1.0f : 0.0f)) / scores.rows;
    }
    if (lane == 0)
        atomicAdd(loss, (logf(sum) + top - scores(row, labels[row])) / scores.rows);
}

template <class F>
class Elementwise final : public Layer
{
public:
    Elementwise(int batch, int width) : out_(batch, width), in_gradient_(batch, width) {}
    const Matrix &forward(const Matrix &in) override
    {
        apply_kernel<F><<<blocks(), kThreads>>>(in, out_);
        NN_REQUIRE(cudaGetLastError());
        return out_;
    }
    const Matrix &backward(const Matrix &gradient) override
    {
        slope_kernel<F><<<blocks(), kThreads>>>(out_, gradient, in_gradient_);
        NN_REQUIRE(cudaGetLastError());
        return in_gradient_;
    }

private:
    static constexpr int kThreads = 128;
    int blocks() const { return (out_.rows() * out_.columns() + kThreads - 1) / kThreads; }
    Matrix out_, in_gradient_;
};

std::vector<float> random_weights(int inputs, int outputs, unsigned seed)
{
    std::vector<float> w(inputs * outputs);
    const float scale = std::sqrt(6.0f / (inputs + outputs));
    for (float &v : w) {
        seed = seed * 1664525u + 1013904223u;
        v = scale * ((seed >> 8) / 8388608.0f - 1.0f);
    }
    return w;
}

} // namespace

Dense::Dense(int batch, int inputs, int outputs, unsigned seed)
    : weights_(inputs, outputs, random_weights(inputs, outputs, seed)), bias_(1, outputs), out_(batch, outputs),
      weight_gradient_(inputs, outputs), bias_gradient_(1, outputs), in_gradient_(batch, inputs)
{
}

const Matrix &Dense::forward(const Matrix &in)
{
    in_ = &in;
    multiply(in, weights_, out_, static_cast<Ref>(bias_).data);
    return out_;
}

const Matrix &Dense::backward(const Matrix &gradient)
{
    multiply_transposed_left(*in_, gradient, weight_gradient_);
    sum_rows(gradient, bias_gradient_);
    multiply_transposed_right(gradient, weights_, in_gradient_);
    return in_gradient_;
}

void Dense::update(float rate)
{
    axpy(-rate, weight_gradient_, weights_);
    axpy(-rate, bias_gradient_, bias_);
}

std::unique_ptr<Layer> make_activation(Activation kind, int batch, int width)
{
    switch (kind) {
    case Activation::Relu: return std::make_unique<Elementwise<Relu>>(batch, width);
    case Activation::Tanh: return std::make_unique<Elementwise<Tanh>>(batch, width);
    case Activation::Sigmoid: return std::make_unique<Elementwise<Sigmoid>>(batch, width);
    }
    throw std::invalid_argument("no such activation");
}

float softmax_loss(const Matrix &scores, const int *labels, Matrix &gradient, float *device_loss)
{
    float loss = 0;
    NN_REQUIRE(cudaMemset(device_loss, 0, sizeof(float)));
    softmax_kernel<<<(scores.rows() * 32 + 127) / 128, 128>>>(scores, labels, gradient, device_loss);
    NN_REQUIRE(cudaGetLastError());
    NN_REQUIRE(cudaMemcpy(&loss, device_loss, sizeof loss, cudaMemcpyDeviceToHost));
    return loss;
}

int count_correct(const Matrix &scores, const std::vector<int> &labels)
{
    const std::vector<float> v = scores.values();
    int correct = 0;
    for (int r = 0; r < scores.rows(); ++r) {
        const float *row = v.data() + r * scores.columns();
        correct += std::max_element(row, row + scores.columns()) - row == labels[r];
    }
    return correct;
}

} // namespace nn
