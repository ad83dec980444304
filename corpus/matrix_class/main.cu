// matrix_class: a class template with methods and operators for host and device (members, friends,
// free templates deduced from array sizes, overloads of a function by template arguments),
// objects by value in arrays, as parameters and as results.
#include <cstdio>
#include <vector>
#include "matrix.h"

using Mat3 = Matrix<int, 3, 3>;
using Mat23 = Matrix<int, 2, 3>;

__host__ __device__ Mat3 formula(const Mat3 &a, const Mat23 &b, int s)
{
    Mat3 p = b.transposed() * b;
    p += -a;
    return s * (a * p) + Mat3(s);
}

__global__ void kernel(const Mat3 *a, const Mat23 *b, Mat3 *out, int *det, Mat3 last, int n)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n)
        return;
    Mat3 r = i == n - 1 ? last : formula(a[i], b[i], i % 4 - 1);
    out[i] = r;
    det[i] = determinant(a[i]);
}

static_assert(Mat23::rows == 2 && Mat23::columns == 3, "shape");

int main()
{
    const int n = 300;
    std::vector<Mat3> a(n), got(n);
    std::vector<Mat23> b(n);
    std::vector<int> det(n);
    for (int i = 0; i < n; ++i) {
        for (int k = 0; k < 9; ++k)
            a[i][k] = (i * 5 + k * k) % 7 - 3;
        for (int k = 0; k < 6; ++k)
            b[i][k] = (i + 3 * k) % 5 - 2;
    }
    Mat3 *d_a, *d_out;
    Mat23 *d_b;
    int *d_det;
    cudaError_t e = cudaSuccess;
    auto run = [&e](cudaError_t next) { if (e == cudaSuccess) e = next; };
    run(cudaMalloc(&d_a, n * sizeof(Mat3)));
    run(cudaMalloc(&d_out, n * sizeof(Mat3)));
    run(cudaMalloc(&d_b, n * sizeof(Mat23)));
    run(cudaMalloc(&d_det, n * sizeof(int)));
    run(cudaMemcpy(d_a, a.data(), n * sizeof(Mat3), cudaMemcpyHostToDevice));
    run(cudaMemcpy(d_b, b.data(), n * sizeof(Mat23), cudaMemcpyHostToDevice));
    kernel<<<(n + 63) / 64, 64>>>(d_a, d_b, d_out, d_det, Mat3(77), n);
    run(cudaGetLastError());
    run(cudaMemcpy(got.data(), d_out, n * sizeof(Mat3), cudaMemcpyDeviceToHost));
    run(cudaMemcpy(det.data(), d_det, n * sizeof(int), cudaMemcpyDeviceToHost));
    run(cudaFree(d_a));
    run(cudaFree(d_out));
    run(cudaFree(d_b));
    run(cudaFree(d_det));
    if (e != cudaSuccess) {
        printf("CUDA error: %s\n", cudaGetErrorString(e));
        return 1;
    }
    int bad = 0;
    for (int i = 0; i < n; ++i) {
        const Mat3 want = i == n - 1 ? Mat3(77) : formula(a[i], b[i], i % 4 - 1);
        if (!(got[i] == want) || det[i] != determinant(a[i])) {
            if (bad++ < 5)
                printf("%d: det %d (%d), m00 %d (%d)\n", i, det[i], determinant(a[i]), got[i](0, 0), want(0, 0));
        }
    }
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
