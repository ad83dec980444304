#include "common.h"

void first(float *a, int n) { zero<<<(n + 31) / 32, 32>>>(a, n); }
