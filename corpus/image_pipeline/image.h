#ifndef IMAGE_H
#define IMAGE_H

#include <algorithm>
#include <cstddef>
#include <vector>

struct Rgb {
    unsigned char r, g, b;
};

// A picture on the host, stored row by row.
template <typename T>
class Image
{
public:
    Image() = default;
    Image(int width, int height, T fill = T()) : width_(width), height_(height), pixels_(std::size_t(width) * height, fill) {}

    int width() const { return width_; }
    int height() const { return height_; }
    std::size_t size() const { return pixels_.size(); }
    T *data() { return pixels_.data(); }
    const T *data() const { return pixels_.data(); }
    T &operator()(int x, int y) { return pixels_[std::size_t(y) * width_ + x]; }
    const T &operator()(int x, int y) const { return pixels_[std::size_t(y) * width_ + x]; }
    // Outside the picture the nearest pixel counts.
    const T &clamped(int x, int y) const
    {
        return (*this)(std::min(std::max(x, 0), width_ - 1), std::min(std::max(y, 0), height_ - 1));
    }

private:
    int width_ = 0, height_ = 0;
    std::vector<T> pixels_;
};

using Colour = Image<Rgb>;
using Grey = Image<float>;
using Mask = Image<unsigned char>;

// The same steps on the host, for comparison: reference.cpp.
namespace reference {
Grey to_grey(const Colour &in);
Grey blur(const Grey &in, const std::vector<float> &weights);
Grey gradient(const Grey &in);
std::vector<unsigned> histogram(const Grey &in, int bins);
Grey equalise(const Grey &in, const std::vector<unsigned> &histogram);
Mask threshold(const Grey &in, float level);
Mask erode(const Mask &in);
Mask dilate(const Mask &in);
Grey half_size(const Grey &in);
} // namespace reference

#endif
