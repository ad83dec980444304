#include "solver.h"
#include <cmath>
#include "vector_kernels.cuh"

namespace {

__global__ void spmv_thread(DeviceCsr a, const real *__restrict__ x, real *__restrict__ y)
{
    const int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= a.rows)
        return;
    real sum = 0;
    for (int k = a.start[row]; k < a.start[row + 1]; ++k)
        sum += a.value[k] * x[a.column[k]];
    y[row] = sum;
}

__global__ void spmv_warp(DeviceCsr a, const real *__restrict__ x, real *__restrict__ y)
{
    const int row = (blockIdx.x * blockDim.x + threadIdx.x) / 32, lane = threadIdx.x % 32;
    if (row >= a.rows)
        return;
    real sum = 0;
    for (int k = a.start[row] + lane; k < a.start[row + 1]; k += 32)
        sum += a.value[k] * x[a.column[k]];
    for (int d = 16; d > 0; d /= 2)
        sum += __shfl_xor_sync(0xffffffff, sum, d);
    if (lane == 0)
        y[row] = sum;
}

__global__ void invert_diagonal(DeviceCsr a)
{
    const int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= a.rows)
        return;
    for (int k = a.start[row]; k < a.start[row + 1]; ++k)
        if (a.column[k] == row)
            a.inverse_diagonal[row] = 1 / a.value[k];
}

constexpr int blocks_for(int n) { return (n + BLOCK - 1) / BLOCK; }

// All the vectors of the method in one allocation.
class Workspace
{
public:
    explicit Workspace(int n) : n_(n)
    {
        CUDA(cudaMalloc(&memory_, (6 * size_t(n) + DOT_BLOCKS) * sizeof(real)));
        CUDA(cudaMalloc(&scalars_, sizeof(Scalars)));
        CUDA(cudaMemset(scalars_, 0, sizeof(Scalars)));
    }
    ~Workspace()
    {
        cudaFree(memory_);
        cudaFree(scalars_);
    }
    Workspace(const Workspace &) = delete;

    real *x() const { return memory_; }
    real *r() const { return memory_ + n_; }
    real *z() const { return memory_ + 2 * n_; }
    real *p() const { return memory_ + 3 * n_; }
    real *q() const { return memory_ + 4 * n_; }
    real *b() const { return memory_ + 5 * n_; }
    real *partial() const { return memory_ + 6 * n_; }
    Scalars *scalars() const { return scalars_; }

    void dot(const real *u, const real *v, real Scalars::*into) const
    {
        dot_partials<<<DOT_BLOCKS, BLOCK>>>(u, v, partial(), n_);
        add_partials<<<1, 32>>>(partial(), &(scalars_->*into));
        CUDA(cudaGetLastError());
    }

private:
    int n_;
    real *memory_ = nullptr;
    Scalars *scalars_ = nullptr;
};

void multiply(Spmv how, const DeviceCsr &a, const real *x, real *y)
{
    switch (how) {
    case Spmv::RowPerThread: spmv_thread<<<blocks_for(a.rows), BLOCK>>>(a, x, y); break;
    case Spmv::RowPerWarp: spmv_warp<<<blocks_for(a.rows * 32), BLOCK>>>(a, x, y); break;
    }
    CUDA(cudaGetLastError());
}

} // namespace

DeviceCsr upload(const HostCsr &host)
{
    DeviceCsr d = {host.rows, static_cast<int>(host.value.size()), nullptr, nullptr, nullptr, nullptr};
    CUDA(cudaMalloc(&d.start, (d.rows + 1) * sizeof(int)));
    CUDA(cudaMalloc(&d.column, d.entries * sizeof(int)));
    CUDA(cudaMalloc(&d.value, d.entries * sizeof(real)));
    CUDA(cudaMalloc(&d.inverse_diagonal, d.rows * sizeof(real)));
    CUDA(cudaMemcpy(d.start, host.start.data(), (d.rows + 1) * sizeof(int), cudaMemcpyHostToDevice));
    CUDA(cudaMemcpy(d.column, host.column.data(), d.entries * sizeof(int), cudaMemcpyHostToDevice));
    CUDA(cudaMemcpy(d.value, host.value.data(), d.entries * sizeof(real), cudaMemcpyHostToDevice));
    invert_diagonal<<<blocks_for(d.rows), BLOCK>>>(d);
    CUDA(cudaGetLastError());
    return d;
}

void release(DeviceCsr &d)
{
    CUDA(cudaFree(d.start));
    CUDA(cudaFree(d.column));
    CUDA(cudaFree(d.value));
    CUDA(cudaFree(d.inverse_diagonal));
    d = DeviceCsr{};
}

Outcome solve(const DeviceCsr &a, const std::vector<real> &b, const Options &options)
{
    const int n = a.rows;
    Workspace w(n);
    CUDA(cudaMemcpy(w.b(), b.data(), n * sizeof(real), cudaMemcpyHostToDevice));
    start_vectors<<<blocks_for(n), BLOCK>>>(w.b(), a.inverse_diagonal, w.x(), w.r(), w.z(), w.p(), n);
    w.dot(w.r(), w.z(), &Scalars::rz);
    w.dot(w.r(), w.r(), &Scalars::rr);

    Scalars now;
    CUDA(cudaMemcpy(&now, w.scalars(), sizeof now, cudaMemcpyDeviceToHost));
    const real enough = options.tolerance * options.tolerance * now.rr;
    while (now.steps < options.max_steps && now.rr > enough) {
        for (int k = 0; k < options.check_every; ++k) {
            multiply(options.spmv, a, w.p(), w.q());
            w.dot(w.p(), w.q(), &Scalars::pq);
            update_solution<<<blocks_for(n), BLOCK>>>(w.x(), w.r(), w.z(), w.p(), w.q(), a.inverse_diagonal, w.scalars(), n);
            w.dot(w.r(), w.z(), &Scalars::rz_next);
            update_direction<<<blocks_for(n), BLOCK>>>(w.p(), w.z(), w.scalars(), n);
            rotate_scalars<<<1, 1>>>(w.scalars());
        }
        w.dot(w.r(), w.r(), &Scalars::rr);
        CUDA(cudaMemcpy(&now, w.scalars(), sizeof now, cudaMemcpyDeviceToHost));
    }
    Outcome out;
    out.steps = now.steps;
    out.residual = now.rr;
    out.x.resize(n);
    CUDA(cudaMemcpy(out.x.data(), w.x(), n * sizeof(real), cudaMemcpyDeviceToHost));
    return out;
}
