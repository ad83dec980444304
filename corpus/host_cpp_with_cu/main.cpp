// host_cpp_with_cu: the main program is ordinary C++ and knows nothing of CUDA: it calls a class whose
// implementation (pimpl) is in a .cu file, with kernels in an anonymous namespace, exceptions that cross
// the border, and a second .cpp with the reference.
#include <cmath>
#include <cstdio>
#include <exception>
#include "filter.h"

namespace reference {
std::vector<float> smooth(const std::vector<filter::Sample> &in, int radius);
double weighted_sum(const std::vector<filter::Sample> &in);
} // namespace reference

static bool same(const std::vector<float> &a, const std::vector<float> &b)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::fabs(a[i] - b[i]) > 1e-4f) {
            std::printf("[%zu] = %g, expected %g\n", i, a[i], b[i]);
            return false;
        }
    return true;
}

int main()
{
    std::vector<filter::Sample> samples;
    for (int i = 0; i < 700; ++i)
        samples.push_back({std::sin(0.1f * i), 1 + i % 4});
    try {
        filter::Device device(samples.size());
        device.upload(samples);
        if (!same(device.smooth(), reference::smooth(samples, 1)) || !same(device.smooth(5), reference::smooth(samples, 5)))
            return 1;
        const double sum = device.weighted_sum(), want = reference::weighted_sum(samples);
        if (std::fabs(sum - want) > 1e-9) {
            std::printf("sum %.12g, expected %.12g\n", sum, want);
            return 1;
        }
        bool refused = false;
        try {
            samples.resize(701);
            device.upload(samples);
        } catch (const std::exception &) {
            refused = true;
        }
        if (!refused) {
            std::puts("too many samples were accepted");
            return 1;
        }
    } catch (const std::exception &e) {
        std::puts(e.what());
        return 1;
    }
    std::puts("PASS");
    return 0;
}
