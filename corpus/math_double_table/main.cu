// math_double_table: double-precision math called by its overloaded C++ names (sin, pow, fabs, std::max and
// friends work in device code) and by C names that only CUDA has (rsqrt, sinpi, cospi, exp10, normcdf,
// rcbrt, norm3d), from one kernel with a switch, with a relative tolerance.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>
#include <cuda_runtime.h>

enum Function {
    kSin, kCos, kTan, kAtan, kSinh, kTanh, kExp, kExp10, kLog, kLog2, kLog1p, kSqrt, kRsqrt, kCbrt, kRcbrt, kSinpi,
    kCospi, kErf, kErfc, kNormcdf, kTgamma, kPow, kPowInt, kAtan2, kHypot, kNorm3d, kFma, kFmod, kMaxMin, kFloorCeil,
    kAbs, kLgamma, kFunctions
};

__device__ double apply(int f, double x)
{
    switch (f) {
    case kSin: return sin(x);
    case kCos: return cos(x);
    case kTan: return tan(x);
    case kAtan: return atan(x);
    case kSinh: return sinh(x);
    case kTanh: return tanh(x);
    case kExp: return exp(x);
    case kExp10: return exp10(x);
    case kLog: return log(x);
    case kLog2: return log2(x);
    case kLog1p: return log1p(x);
    case kSqrt: return sqrt(x);
    case kRsqrt: return rsqrt(x);
    case kCbrt: return cbrt(x);
    case kRcbrt: return rcbrt(x);
    case kSinpi: return sinpi(x);
    case kCospi: return cospi(x);
    case kErf: return erf(x);
    case kErfc: return erfc(x);
    case kNormcdf: return normcdf(x);
    case kTgamma: return tgamma(x);
    case kPow: return pow(x, 1.7);
    case kPowInt: return pow(x, 3);
    case kAtan2: return atan2(x, -2.0);
    case kHypot: return hypot(x, 3.0);
    case kNorm3d: return norm3d(x, 1.0, 2.0);
    case kFma: return fma(x, x, -1.0);
    case kFmod: return fmod(x, 0.7);
    case kMaxMin: return fmax(x, 1.0) + fmin(x, 2.0) * max(1.5, x) - min(x, 0.5);
    case kFloorCeil: return floor(x) * 100 + ceil(x) * 10 + round(x) + trunc(-x);
    case kAbs: return fabs(-x) + abs(1.0 - x) + abs(-3);
    case kLgamma: return lgamma(x);
    }
    return 0;
}

static double reference(int f, double x)
{
    const double pi = 3.14159265358979323846;
    switch (f) {
    case kSin: return std::sin(x);
    case kCos: return std::cos(x);
    case kTan: return std::tan(x);
    case kAtan: return std::atan(x);
    case kSinh: return std::sinh(x);
    case kTanh: return std::tanh(x);
    case kExp: return std::exp(x);
    case kExp10: return std::pow(10.0, x);
    case kLog: return std::log(x);
    case kLog2: return std::log2(x);
    case kLog1p: return std::log1p(x);
    case kSqrt: return std::sqrt(x);
    case kRsqrt: return 1 / std::sqrt(x);
    case kCbrt: return std::cbrt(x);
    case kRcbrt: return 1 / std::cbrt(x);
    case kSinpi: return std::sin(pi * x);
    case kCospi: return std::cos(pi * x);
    case kErf: return std::erf(x);
    case kErfc: return std::erfc(x);
    case kNormcdf: return 0.5 * std::erfc(-x / std::sqrt(2.0));
    case kTgamma: return std::tgamma(x);
    case kPow: return std::pow(x, 1.7);
    case kPowInt: return std::pow(x, 3);
    case kAtan2: return std::atan2(x, -2.0);
    case kHypot: return std::hypot(x, 3.0);
    case kNorm3d: return std::sqrt(x * x + 5.0);
    case kFma: return std::fma(x, x, -1.0);
    case kFmod: return std::fmod(x, 0.7);
    case kMaxMin: return std::fmax(x, 1.0) + std::fmin(x, 2.0) * std::max(1.5, x) - std::min(x, 0.5);
    case kFloorCeil: return std::floor(x) * 100 + std::ceil(x) * 10 + std::round(x) + std::trunc(-x);
    case kAbs: return std::fabs(-x) + std::fabs(1.0 - x) + 3;
    case kLgamma: return std::lgamma(x);
    }
    return 0;
}

__global__ void table(const double *x, double *y, int n)
{
    int i = threadIdx.x, f = blockIdx.x;
    if (i < n)
        y[f * n + i] = apply(f, x[i]);
}

int main()
{
    const int n = 64;
    std::vector<double> x(n), y(n * kFunctions);
    for (int i = 0; i < n; ++i)
        x[i] = 0.031 + i * 0.073;
    double *d_x = nullptr, *d_y = nullptr;
    cudaError_t e;
    if ((e = cudaMalloc(&d_x, n * sizeof(double))) != cudaSuccess ||
        (e = cudaMalloc(&d_y, y.size() * sizeof(double))) != cudaSuccess ||
        (e = cudaMemcpy(d_x, x.data(), n * sizeof(double), cudaMemcpyHostToDevice)) != cudaSuccess) {
        printf("set-up: %s\n", cudaGetErrorString(e));
        return 1;
    }
    table<<<kFunctions, n>>>(d_x, d_y, n);
    if ((e = cudaGetLastError()) != cudaSuccess ||
        (e = cudaMemcpy(y.data(), d_y, y.size() * sizeof(double), cudaMemcpyDeviceToHost)) != cudaSuccess ||
        (e = cudaFree(d_x)) != cudaSuccess || (e = cudaFree(d_y)) != cudaSuccess) {
        printf("run: %s\n", cudaGetErrorString(e));
        return 1;
    }
    int bad = 0;
    for (int f = 0; f < kFunctions; ++f)
        for (int i = 0; i < n; ++i) {
            const double want = reference(f, x[i]), got = y[f * n + i];
            if (!(std::fabs(got - want) <= 1e-13 + 4e-14 * std::fabs(want)) && bad++ < 12)
                printf("function %d at %g: %.17g, expected %.17g\n", f, x[i], got, want);
        }
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
