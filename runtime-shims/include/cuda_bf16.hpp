// The parts of cuda_bf16.h that CUDA keeps in a file of their own.
#pragma once
#include "cuda_bf16.h"
