/* Part of cuda_runtime.h in CUDA; here a door to it for programs that name it. */
#include "cuda_runtime.h"
