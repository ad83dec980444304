#include <algorithm>
#include "filter.h"

namespace reference {

std::vector<float> smooth(const std::vector<filter::Sample> &in, int radius)
{
    const int n = static_cast<int>(in.size());
    std::vector<float> out(in.size());
    for (int i = 0; i < n; ++i) {
        double sum = 0;
        int weight = 0;
        for (int j = std::max(0, i - radius); j <= std::min(n - 1, i + radius); ++j) {
            sum += in[j].value * in[j].weight;
            weight += in[j].weight;
        }
        out[i] = static_cast<float>(weight ? sum / weight : 0.0);
    }
    return out;
}

double weighted_sum(const std::vector<filter::Sample> &in)
{
    double sum = 0;
    for (const auto &s : in)
        sum += static_cast<double>(s.value) * s.weight;
    return sum;
}

} // namespace reference
