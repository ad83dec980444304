/* CUDA's double-precision intrinsics in host code; see cu2x/host_math.hpp. */
#pragma once
#include "cuda_runtime.h"
#include "cu2x/host_math.hpp"
