#include "matrix.h"

namespace nn {
namespace {

constexpr int kTile = 16;

template <bool Transposed>
__device__ float element(ConstRef m, int r, int c)
{
    const int row = Transposed ? c : r, column = Transposed ? r : c;
    return row < m.rows && column < m.columns ? m(row, column) : 0.0f;
}

template <bool TransA, bool TransB>
__global__ void product(ConstRef a, ConstRef b, Ref c, int inner, const float *bias)
{
    __shared__ float as[kTile][kTile], bs[kTile][kTile + 1];
    const int row = blockIdx.y * kTile + threadIdx.y, column = blockIdx.x * kTile + threadIdx.x;
    float sum = 0;
    for (int k = 0; k < inner; k += kTile) {
        as[threadIdx.y][threadIdx.x] = element<TransA>(a, row, k + threadIdx.x);
        bs[threadIdx.y][threadIdx.x] = element<TransB>(b, k + threadIdx.y, column);
        __syncthreads();
        for (int i = 0; i < kTile; ++i)
            sum += as[threadIdx.y][i] * bs[i][threadIdx.x];
        __syncthreads();
    }
    if (row < c.rows && column < c.columns)
        c(row, column) = sum + (bias ? bias[column] : 0.0f);
}

template <bool TransA, bool TransB>
void launch(ConstRef a, ConstRef b, Ref c, const float *bias)
{
    const int inner = TransA ? a.rows : a.columns;
    if (inner != (TransB ? b.columns : b.rows))
        throw std::invalid_argument("the shapes do not fit");
    const dim3 block(kTile, kTile), grid((c.columns + kTile - 1) / kTile, (c.rows + kTile - 1) / kTile);
    product<TransA, TransB><<<grid, block>>>(a, b, c, inner, bias);
    NN_REQUIRE(cudaGetLastError());
}

__global__ void column_sums(ConstRef a, Ref sums)
{
    const int c = blockIdx.x * blockDim.x + threadIdx.x;
    if (c >= a.columns)
        return;
    float sum = 0;
    for (int r = 0; r < a.rows; ++r)
        sum += a(r, c);
    sums.data[c] = sum;
}

__global__ void axpy_kernel(float by, ConstRef x, Ref y)
{
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < y.size(); i += blockDim.x * gridDim.x)
        y.data[i] += by * x.data[i];
}

} // namespace

Matrix::Matrix(int rows, int columns) : ref_{nullptr, rows, columns}
{
    NN_REQUIRE(cudaMalloc(&ref_.data, ref_.size() * sizeof(float)));
    NN_REQUIRE(cudaMemset(ref_.data, 0, ref_.size() * sizeof(float)));
}

Matrix::Matrix(int rows, int columns, const std::vector<float> &values) : Matrix(rows, columns) { assign(values); }

Matrix::~Matrix() { cudaFree(ref_.data); }

std::vector<float> Matrix::values() const
{
    std::vector<float> v(ref_.size());
    NN_REQUIRE(cudaMemcpy(v.data(), ref_.data, v.size() * sizeof(float), cudaMemcpyDeviceToHost));
    return v;
}

void Matrix::assign(const std::vector<float> &values)
{
    if (static_cast<int>(values.size()) != ref_.size())
        throw std::invalid_argument("another number of values than the matrix has");
    NN_REQUIRE(cudaMemcpy(ref_.data, values.data(), values.size() * sizeof(float), cudaMemcpyHostToDevice));
}

void multiply(ConstRef a, ConstRef b, Ref c, const float *bias) { launch<false, false>(a, b, c, bias); }
void multiply_transposed_left(ConstRef a, ConstRef b, Ref c) { launch<true, false>(a, b, c, nullptr); }
void multiply_transposed_right(ConstRef a, ConstRef b, Ref c) { launch<false, true>(a, b, c, nullptr); }

void sum_rows(ConstRef a, Ref sums)
{
    column_sums<<<(a.columns + 31) / 32, 32>>>(a, sums);
    NN_REQUIRE(cudaGetLastError());
}

void axpy(float by, ConstRef x, Ref y)
{
    axpy_kernel<<<4, 64>>>(by, x, y);
    NN_REQUIRE(cudaGetLastError());
}

} // namespace nn
