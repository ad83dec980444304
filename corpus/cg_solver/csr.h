#ifndef CG_CSR_H
#define CG_CSR_H

#include <vector>
#include "common.h"

struct HostCsr {
    int rows = 0;
    std::vector<int> start;
    std::vector<int> column;
    std::vector<real> value;

    void multiply(const std::vector<real> &x, std::vector<real> &y) const;
};

// Five-point operator on a grid of side x side points; `shift` is added to the diagonal.
HostCsr laplacian(int side, real shift);
// A diagonally dominant symmetric matrix with scattered entries.
HostCsr scattered(int rows, int per_row, unsigned seed);

struct DeviceCsr {
    int rows;
    int entries;
    int *start;
    int *column;
    real *value;
    real *inverse_diagonal;
};

DeviceCsr upload(const HostCsr &host);
void release(DeviceCsr &device);

#endif
