#include <cmath>
#include "image.h"

namespace reference {

template <typename Out, typename F>
static Image<Out> each(int width, int height, F f)
{
    Image<Out> out(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            out(x, y) = f(x, y);
    return out;
}

Grey to_grey(const Colour &in)
{
    return each<float>(in.width(), in.height(), [&](int x, int y) {
        const Rgb c = in(x, y);
        return (0.299f * c.r + 0.587f * c.g + 0.114f * c.b) / 255.0f;
    });
}

Grey blur(const Grey &in, const std::vector<float> &weights)
{
    const int radius = static_cast<int>(weights.size()) / 2;
    const auto pass = [&](const Grey &from, int dx, int dy) {
        return each<float>(from.width(), from.height(), [&](int x, int y) {
            float sum = 0;
            for (int k = -radius; k <= radius; ++k)
                sum += weights[k + radius] * from.clamped(x + k * dx, y + k * dy);
            return sum;
        });
    };
    return pass(pass(in, 1, 0), 0, 1);
}

Grey gradient(const Grey &in)
{
    return each<float>(in.width(), in.height(), [&](int x, int y) {
        const auto at = [&](int dx, int dy) { return in.clamped(x + dx, y + dy); };
        const float gx = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
        const float gy = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1);
        return std::sqrt(gx * gx + gy * gy);
    });
}

static int bin_of(float v, int bins)
{
    return std::min(std::max(static_cast<int>(v * bins), 0), bins - 1);
}

std::vector<unsigned> histogram(const Grey &in, int bins)
{
    std::vector<unsigned> counts(bins);
    for (std::size_t i = 0; i < in.size(); ++i)
        ++counts[bin_of(in.data()[i], bins)];
    return counts;
}

Grey equalise(const Grey &in, const std::vector<unsigned> &histogram)
{
    const int bins = static_cast<int>(histogram.size());
    std::vector<float> table(bins);
    unsigned sum = 0;
    for (int b = 0; b < bins; ++b)
        table[b] = static_cast<float>(sum += histogram[b]) / static_cast<unsigned>(in.size());
    return each<float>(in.width(), in.height(), [&](int x, int y) { return table[bin_of(in(x, y), bins)]; });
}

Mask threshold(const Grey &in, float level)
{
    return each<unsigned char>(in.width(), in.height(), [&](int x, int y) { return in(x, y) > level ? 255 : 0; });
}

template <typename Pick>
static Mask morph(const Mask &in, Pick pick)
{
    return each<unsigned char>(in.width(), in.height(), [&](int x, int y) {
        unsigned char v = in(x, y);
        for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx)
                v = pick(v, in.clamped(x + dx, y + dy));
        return v;
    });
}

Mask erode(const Mask &in)
{
    return morph(in, [](unsigned char a, unsigned char b) { return std::min(a, b); });
}

Mask dilate(const Mask &in)
{
    return morph(in, [](unsigned char a, unsigned char b) { return std::max(a, b); });
}

Grey half_size(const Grey &in)
{
    return each<float>((in.width() + 1) / 2, (in.height() + 1) / 2, [&](int x, int y) {
        return 0.25f * (in.clamped(2 * x, 2 * y) + in.clamped(2 * x + 1, 2 * y) + in.clamped(2 * x, 2 * y + 1) +
                        in.clamped(2 * x + 1, 2 * y + 1));
    });
}

} // namespace reference
