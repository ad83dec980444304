// The parts of cuda_fp8.h that CUDA keeps in a file of their own.
#pragma once
#include "cuda_fp8.h"
