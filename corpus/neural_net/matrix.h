#ifndef NN_MATRIX_H
#define NN_MATRIX_H

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include <cuda_runtime.h>

namespace nn {

inline void require(cudaError_t e, const char *what)
{
    if (e != cudaSuccess)
        throw std::runtime_error(std::string(what) + ": " + cudaGetErrorString(e));
}
#define NN_REQUIRE(x) ::nn::require((x), #x)

// What kernels see: row-major, no ownership.
template <typename T>
struct MatrixRef {
    T *data;
    int rows, columns;

    __host__ __device__ T &operator()(int r, int c) const { return data[r * columns + c]; }
    __host__ __device__ int size() const { return rows * columns; }
};

using Ref = MatrixRef<float>;
using ConstRef = MatrixRef<const float>;

class Matrix
{
public:
    Matrix(int rows, int columns);
    Matrix(int rows, int columns, const std::vector<float> &values);
    ~Matrix();
    Matrix(Matrix &&other) noexcept : ref_(std::exchange(other.ref_, Ref{nullptr, 0, 0})) {}
    Matrix &operator=(Matrix &&other) noexcept
    {
        std::swap(ref_, other.ref_);
        return *this;
    }
    Matrix(const Matrix &) = delete;
    Matrix &operator=(const Matrix &) = delete;

    operator Ref() const { return ref_; }
    operator ConstRef() const { return {ref_.data, ref_.rows, ref_.columns}; }
    int rows() const { return ref_.rows; }
    int columns() const { return ref_.columns; }
    std::vector<float> values() const;
    void assign(const std::vector<float> &values);

private:
    Ref ref_;
};

// C = op(A) * op(B) (+ a row added to each row of C when `bias` is given)
void multiply(ConstRef a, ConstRef b, Ref c, const float *bias = nullptr);
void multiply_transposed_left(ConstRef a, ConstRef b, Ref c);
void multiply_transposed_right(ConstRef a, ConstRef b, Ref c);
void sum_rows(ConstRef a, Ref sums);
void axpy(float by, ConstRef x, Ref y);

} // namespace nn

#endif
