/* CUDA's mathematical functions in host code; see cu2x/host_math.hpp. */
#pragma once
#include "cuda_runtime.h"
#include "cu2x/host_math.hpp"
