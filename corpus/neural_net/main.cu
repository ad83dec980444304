// neural_net: a trainer in several files: virtual layers on the host, matrices that own device memory and
// convert to references for kernels, tiled products in four instantiations, activations as traits classes,
// soft-max by warps, gradient descent. Checked are a gradient against finite differences, a product
// against the host's, and that the net learns to tell three spirals apart.
#include <cmath>
#include <cstdio>
#include "layers.h"

namespace {

struct Data {
    std::vector<float> points;
    std::vector<int> labels;
};

Data spirals(int per_class)
{
    Data d;
    for (int c = 0; c < 3; ++c)
        for (int i = 0; i < per_class; ++i) {
            const float t = static_cast<float>(i) / per_class, angle = 2.1f * c + 2.5f * t;
            d.points.push_back((0.1f + t) * std::cos(angle));
            d.points.push_back((0.1f + t) * std::sin(angle));
            d.labels.push_back(c);
        }
    return d;
}

class Net
{
public:
    Net(int batch, nn::Activation activation, unsigned seed) : gradient_(batch, 3)
    {
        layers_.push_back(std::make_unique<nn::Dense>(batch, 2, 24, seed));
        layers_.push_back(nn::make_activation(activation, batch, 24));
        layers_.push_back(std::make_unique<nn::Dense>(batch, 24, 3, seed + 1));
        NN_REQUIRE(cudaMalloc(&loss_, sizeof(float)));
    }
    ~Net() { cudaFree(loss_); }

    const nn::Matrix &forward(const nn::Matrix &in)
    {
        const nn::Matrix *current = &in;
        for (auto &layer : layers_)
            current = &layer->forward(*current);
        return *current;
    }
    float loss(const nn::Matrix &in, const int *labels)
    {
        return nn::softmax_loss(forward(in), labels, gradient_, loss_);
    }
    void backward()
    {
        const nn::Matrix *g = &gradient_;
        for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer)
            g = &(*layer)->backward(*g);
    }
    void update(float rate)
    {
        for (auto &layer : layers_)
            layer->update(rate);
    }
    nn::Dense &first() { return static_cast<nn::Dense &>(*layers_.front()); }

private:
    std::vector<std::unique_ptr<nn::Layer>> layers_;
    nn::Matrix gradient_;
    float *loss_ = nullptr;
};

bool test_product()
{
    const int m = 19, k = 33, n = 21;
    std::vector<float> a(m * k), b(k * n), bias(n);
    for (int i = 0; i < m * k; ++i) a[i] = (i % 7) - 3.0f;
    for (int i = 0; i < k * n; ++i) b[i] = 0.5f * (i % 5);
    for (int i = 0; i < n; ++i) bias[i] = 10.0f * i;
    nn::Matrix da(m, k, a), db(k, n, b), dc(m, n), dbias(1, n, bias);
    nn::multiply(da, db, dc, static_cast<nn::Ref>(dbias).data);
    const std::vector<float> c = dc.values();
    for (int i = 0; i < m * n; ++i) {
        float want = bias[i % n];
        for (int l = 0; l < k; ++l)
            want += a[i / n * k + l] * b[l * n + i % n];
        if (c[i] != want) {
            std::printf("product [%d] = %g, expected %g\n", i, c[i], want);
            return false;
        }
    }
    return true;
}

bool test_gradient(const Data &data, const nn::Matrix &in, const int *labels, nn::Activation activation)
{
    Net net(static_cast<int>(data.labels.size()), activation, 5);
    net.loss(in, labels);
    net.backward();
    const std::vector<float> gradient = net.first().weight_gradient().values(), weights = net.first().weights().values();
    nn::Matrix &changed = const_cast<nn::Matrix &>(net.first().weights());
    const float step = 1e-2f;
    for (int w : {0, 7, 23, 24, 40}) {
        std::vector<float> up = weights, down = weights;
        up[w] += step;
        down[w] -= step;
        changed.assign(up);
        const float high = net.loss(in, labels);
        changed.assign(down);
        const float low = net.loss(in, labels);
        const float slope = (high - low) / (2 * step);
        if (std::fabs(slope - gradient[w]) > 5e-3f) {
            std::printf("activation %d, weight %d: gradient %g, measured %g\n", static_cast<int>(activation), w, gradient[w], slope);
            return false;
        }
    }
    return true;
}

bool test_training(const Data &data, const nn::Matrix &in, const int *labels)
{
    const int n = static_cast<int>(data.labels.size());
    Net net(n, nn::Activation::Tanh, 1);
    const float before = net.loss(in, labels);
    for (int epoch = 0; epoch < 60; ++epoch) {
        net.loss(in, labels);
        net.backward();
        net.update(1.5f);
    }
    const float after = net.loss(in, labels);
    const int correct = nn::count_correct(net.forward(in), data.labels);
    std::printf("loss %.4f -> %.4f, %d of %d correct\n", before, after, correct, n);
    return std::isfinite(after) && after < 0.5f * before && correct > n * 8 / 10;
}

} // namespace

int main()
{
    try {
        const Data data = spirals(40);
        const int n = static_cast<int>(data.labels.size());
        nn::Matrix in(n, 2, data.points);
        int *labels;
        NN_REQUIRE(cudaMalloc(&labels, n * sizeof(int)));
        NN_REQUIRE(cudaMemcpy(labels, data.labels.data(), n * sizeof(int), cudaMemcpyHostToDevice));
        bool good = test_product();
        for (auto activation : {nn::Activation::Tanh, nn::Activation::Sigmoid})
            good &= test_gradient(data, in, labels, activation);
        good &= test_training(data, in, labels);
        NN_REQUIRE(cudaFree(labels));
        if (!good)
            return 1;
    } catch (const std::exception &e) {
        std::printf("%s\n", e.what());
        return 1;
    }
    std::puts("PASS");
    return 0;
}
