#pragma once
#include "image.h"

struct Results {
    Grey grey, blurred, edges, equalised, small;
    std::vector<unsigned> histogram;
    Mask mask, opened;
};

std::vector<float> gaussian(int radius);
Results run_pipeline(const Colour &picture, int radius, float level);
