#ifndef CG_SOLVER_H
#define CG_SOLVER_H

#include "csr.h"

enum class Spmv { RowPerThread, RowPerWarp };

struct Options {
    Spmv spmv = Spmv::RowPerThread;
    real tolerance = 1e-10;
    int max_steps = 500;
    int check_every = 10;
};

struct Outcome {
    std::vector<real> x;
    int steps;
    real residual; // of the recurrence, squared
};

Outcome solve(const DeviceCsr &a, const std::vector<real> &b, const Options &options);

#endif
