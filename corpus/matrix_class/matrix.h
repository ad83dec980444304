#pragma once
#include <cuda_runtime.h>

// A small fixed-size matrix for host and device alike.
template <typename T, int R, int C>
class Matrix
{
public:
    static constexpr int rows = R;
    static constexpr int columns = C;

    Matrix() = default;
    __host__ __device__ explicit Matrix(T diagonal)
    {
        for (int r = 0; r < R; ++r)
            for (int c = 0; c < C; ++c)
                m_[r][c] = r == c ? diagonal : T(0);
    }

    __host__ __device__ T &operator()(int r, int c) { return m_[r][c]; }
    __host__ __device__ const T &operator()(int r, int c) const { return m_[r][c]; }

    __host__ __device__ Matrix &operator+=(const Matrix &o)
    {
        for (int r = 0; r < R; ++r)
            for (int c = 0; c < C; ++c)
                m_[r][c] += o.m_[r][c];
        return *this;
    }
    friend __host__ __device__ Matrix operator+(Matrix a, const Matrix &b) { return a += b; }
    friend __host__ __device__ Matrix operator*(T s, Matrix a)
    {
        for (int i = 0; i < R * C; ++i)
            a[i] *= s;
        return a;
    }
    __host__ __device__ T &operator[](int i) { return m_[i / C][i % C]; }
    __host__ __device__ Matrix operator-() const { return T(-1) * *this; }

    __host__ __device__ Matrix<T, C, R> transposed() const
    {
        Matrix<T, C, R> t;
        for (int r = 0; r < R; ++r)
            for (int c = 0; c < C; ++c)
                t(c, r) = m_[r][c];
        return t;
    }
    __host__ __device__ bool operator==(const Matrix &o) const
    {
        for (int r = 0; r < R; ++r)
            for (int c = 0; c < C; ++c)
                if (!(m_[r][c] == o.m_[r][c]))
                    return false;
        return true;
    }

private:
    T m_[R][C];
};

template <typename T, int R, int K, int C>
__host__ __device__ Matrix<T, R, C> operator*(const Matrix<T, R, K> &a, const Matrix<T, K, C> &b)
{
    Matrix<T, R, C> p(T(0));
    for (int r = 0; r < R; ++r)
        for (int c = 0; c < C; ++c)
            for (int k = 0; k < K; ++k)
                p(r, c) += a(r, k) * b(k, c);
    return p;
}

template <typename T>
__host__ __device__ T determinant(const Matrix<T, 2, 2> &m)
{
    return m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0);
}

template <typename T>
__host__ __device__ T determinant(const Matrix<T, 3, 3> &m)
{
    T d = 0;
    for (int c = 0; c < 3; ++c) {
        Matrix<T, 2, 2> sub;
        for (int r = 1; r < 3; ++r)
            for (int k = 0, to = 0; k < 3; ++k)
                if (k != c)
                    sub(r - 1, to++) = m(r, k);
        d += (c % 2 ? -1 : 1) * m(0, c) * determinant(sub);
    }
    return d;
}
