#pragma once
#include <cstddef>
#include <memory>
#include <vector>

// Plain C++: no CUDA name in this header, the device lives behind it.
namespace filter {

struct Sample {
    float value;
    int weight;
};

class Device
{
public:
    explicit Device(std::size_t capacity);
    ~Device();
    Device(const Device &) = delete;
    Device &operator=(const Device &) = delete;

    void upload(const std::vector<Sample> &samples);
    std::vector<float> smooth(int radius = 1) const;
    double weighted_sum() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace filter
