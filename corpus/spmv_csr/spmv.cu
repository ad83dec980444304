// spmv_csr: sparse matrix times vector from CSR arrays held in a struct of pointers that is
// passed by value; one thread a row and one warp a row (shuffles, rows of uneven length, empty
// rows). Irregular indices read through __ldg.
#include <cmath>
#include <cstdio>
#include <vector>
#include <cuda_runtime.h>

struct CsrView {
    int rows;
    const int *row_start;
    const int *column;
    const double *value;
};

__global__ void spmv_scalar(CsrView a, const double *__restrict__ x, double *__restrict__ y)
{
    for (int row = blockIdx.x * blockDim.x + threadIdx.x; row < a.rows; row += blockDim.x * gridDim.x) {
        double sum = 0.0;
        for (int k = a.row_start[row]; k < a.row_start[row + 1]; ++k)
            sum += a.value[k] * __ldg(&x[a.column[k]]);
        y[row] = sum;
    }
}

__global__ void spmv_warp(const CsrView a, const double *__restrict__ x, double *__restrict__ y)
{
    const int lane = threadIdx.x & (warpSize - 1);
    const int row = (blockIdx.x * blockDim.x + threadIdx.x) / warpSize;
    if (row >= a.rows)
        return;
    const int end = a.row_start[row + 1];
    double sum = 0.0;
    for (int k = a.row_start[row] + lane; k < end; k += warpSize)
        sum += a.value[k] * __ldg(x + a.column[k]);
    for (int d = 16; d; d >>= 1)
        sum += __shfl_down_sync(0xffffffff, sum, d);
    if (lane == 0)
        y[row] = sum;
}

template <typename T>
static cudaError_t to_device(const std::vector<T> &from, T *&to)
{
    cudaError_t e = cudaMalloc(&to, from.size() * sizeof(T));
    return e != cudaSuccess ? e : cudaMemcpy(to, from.data(), from.size() * sizeof(T), cudaMemcpyHostToDevice);
}

#define E(x) do { cudaError_t e_ = (x); if (e_ != cudaSuccess) { printf("line %d: %s\n", __LINE__, cudaGetErrorString(e_)); return 1; } } while (0)

int main()
{
    const int rows = 500, columns = 400;
    std::vector<int> start(1, 0), column;
    std::vector<double> value, x(columns), want(rows), got(rows);
    for (int c = 0; c < columns; ++c)
        x[c] = 1.0 / (1 + c);
    for (int r = 0; r < rows; ++r) {
        const int length = r % 11 == 0 ? 0 : (r * r) % 77;
        for (int k = 0; k < length; ++k) {
            column.push_back((r * 7 + k * 5) % columns);
            value.push_back((r + k) % 9 - 4.0);
            want[r] += value.back() * x[column.back()];
        }
        start.push_back(static_cast<int>(column.size()));
    }
    int *d_start, *d_column;
    double *d_value, *d_x, *d_y;
    E(to_device(start, d_start));
    E(to_device(column, d_column));
    E(to_device(value, d_value));
    E(to_device(x, d_x));
    E(cudaMalloc(&d_y, rows * sizeof(double)));
    const CsrView a{rows, d_start, d_column, d_value};

    int bad = 0;
    for (int variant = 0; variant < 2; ++variant) {
        E(cudaMemset(d_y, 0xff, rows * sizeof(double)));
        if (variant == 0)
            spmv_scalar<<<3, 64>>>(a, d_x, d_y);
        else
            spmv_warp<<<(rows * 32 + 127) / 128, 128>>>(a, d_x, d_y);
        E(cudaGetLastError());
        E(cudaMemcpy(got.data(), d_y, rows * sizeof(double), cudaMemcpyDeviceToHost));
        for (int r = 0; r < rows; ++r)
            if (!(std::fabs(got[r] - want[r]) <= 1e-12 * (1 + std::fabs(want[r]))) && bad++ < 5)
                printf("variant %d row %d: %.17g, expected %.17g\n", variant, r, got[r], want[r]);
    }
    void *all[] = {d_start, d_column, d_value, d_x, d_y};
    for (void *p : all)
        E(cudaFree(p));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
