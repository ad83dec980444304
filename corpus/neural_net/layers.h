#ifndef NN_LAYERS_H
#define NN_LAYERS_H

#include <memory>
#include "matrix.h"

namespace nn {

// One layer: keeps what backward() needs from the last forward().
class Layer
{
public:
    virtual ~Layer() = default;
    virtual const Matrix &forward(const Matrix &in) = 0;
    virtual const Matrix &backward(const Matrix &gradient) = 0;
    virtual void update(float) {}
};

class Dense : public Layer
{
public:
    Dense(int batch, int inputs, int outputs, unsigned seed);
    const Matrix &forward(const Matrix &in) override;
    const Matrix &backward(const Matrix &gradient) override;
    void update(float rate) override;
    const Matrix &weights() const { return weights_; }
    const Matrix &weight_gradient() const { return weight_gradient_; }

private:
    const Matrix *in_ = nullptr;
    Matrix weights_, bias_, out_, weight_gradient_, bias_gradient_, in_gradient_;
};

enum class Activation { Relu, Tanh, Sigmoid };

std::unique_ptr<Layer> make_activation(Activation kind, int batch, int width);

// Soft-max with cross-entropy: returns the mean loss and leaves the gradient of the scores.
float softmax_loss(const Matrix &scores, const int *labels, Matrix &gradient, float *device_loss);
int count_correct(const Matrix &scores, const std::vector<int> &labels);

} // namespace nn

#endif
