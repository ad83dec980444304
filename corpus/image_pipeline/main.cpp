// image_pipeline: a program of several files: pitched images with owning classes and views by value, grey,
// separable blur (templates, constant weights, shared tiles), Sobel, histogram and equalisation (atomics,
// scan), threshold and opening (functors, enum template argument), half size; each step is compared with
// the host's, starting from the device's own input so that rounding does not add up.
#include <cmath>
#include <cstdio>
#include <exception>
#include "pipeline.h"

static Colour draw(int width, int height)
{
    Colour c(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int dx = x - width / 2, dy = y - height / 3;
            const bool disc = dx * dx + dy * dy < 900;
            c(x, y) = Rgb{static_cast<unsigned char>(disc ? 220 : x * 2 % 120), static_cast<unsigned char>((x * y) % 97 + (disc ? 100 : 0)),
                          static_cast<unsigned char>(y % 2 ? 40 : 200)};
        }
    return c;
}

static int compare(const char *step, const Grey &got, const Grey &want, float tolerance)
{
    int bad = got.width() != want.width() || got.height() != want.height();
    for (int y = 0; !bad && y < want.height(); ++y)
        for (int x = 0; x < want.width(); ++x)
            if (!(std::fabs(got(x, y) - want(x, y)) <= tolerance) && bad++ < 4)
                std::printf("%s (%d, %d): %.7g, expected %.7g\n", step, x, y, got(x, y), want(x, y));
    return bad;
}

static int compare(const char *step, const Mask &got, const Mask &want)
{
    int bad = 0;
    for (int y = 0; y < want.height(); ++y)
        for (int x = 0; x < want.width(); ++x)
            if (got(x, y) != want(x, y) && bad++ < 4)
                std::printf("%s (%d, %d): %d, expected %d\n", step, x, y, got(x, y), want(x, y));
    return bad;
}

int main()
{
    int bad = 0;
    try {
        const Colour picture = draw(123, 87);
        for (int radius : {1, 3, 5}) {
            const Results r = run_pipeline(picture, radius, 0.6f);
            bad += compare("grey", r.grey, reference::to_grey(picture), 1e-5f);
            bad += compare("blur", r.blurred, reference::blur(r.grey, gaussian(radius)), 1e-5f);
            bad += compare("half size", r.small, reference::half_size(r.blurred), 1e-5f);
            bad += compare("gradient", r.edges, reference::gradient(r.blurred), 1e-4f);
            const auto counts = reference::histogram(r.blurred, static_cast<int>(r.histogram.size()));
            if (counts != r.histogram)
                ++bad, std::puts("the histograms differ");
            bad += compare("equalise", r.equalised, reference::equalise(r.blurred, counts), 1e-6f);
            bad += compare("threshold", r.mask, reference::threshold(r.equalised, 0.6f));
            bad += compare("opening", r.opened, reference::dilate(reference::erode(r.mask)));
        }
        bool refused = false;
        try {
            run_pipeline(picture, 4, 0.5f);
        } catch (const std::exception &) {
            refused = true;
        }
        if (!refused)
            ++bad, std::puts("a radius of 4 was accepted");
    } catch (const std::exception &e) {
        std::printf("%s\n", e.what());
        return 1;
    }
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
