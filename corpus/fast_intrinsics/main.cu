// fast_intrinsics: the approximate intrinsics (__sinf, __cosf, __expf, __logf, __powf, __fdividef, ...) with
// wide tolerances, the rounded ones (__fadd_rn, __fmul_rz, __fmaf_rn, __frcp_rn, __fsqrt_rn, __ddiv_rn ...)
// against exact results, conversions with a rounding mode and __saturatef.
#include <cmath>
#include <cstdio>
#include <cuda_runtime.h>

struct Fast {
    float sin, cos, exp, exp10, log, log2, log10, pow, divide, sincos, saturate;
};

struct Rounded {
    float add, sub, mul, fma, rcp, sqrt, div, up, down, zero;
    double dadd, dmul, dfma, ddiv, dsqrt;
    int to_nearest, to_zero, to_up, to_down, from_double;
    unsigned to_unsigned;
    long long to_long;
    float from_int, from_double_f;
};

__global__ void fast(const float *x, Fast *out, int n)
{
    const int i = threadIdx.x + blockIdx.x * blockDim.x;
    if (i >= n)
        return;
    Fast f;
    float s, c;
    f.sin = __sinf(x[i]);
    f.cos = __cosf(x[i]);
    f.exp = __expf(x[i]);
    f.exp10 = __exp10f(x[i]);
    f.log = __logf(x[i]);
    f.log2 = __log2f(x[i]);
    f.log10 = __log10f(x[i]);
    f.pow = __powf(x[i], 1.5f);
    f.divide = __fdividef(1.0f, x[i]);
    __sincosf(x[i], &s, &c);
    f.sincos = s * s + c * c;
    f.saturate = __saturatef(x[i] - 1.0f);
    out[i] = f;
}

__global__ void rounded(const float *x, Rounded *out, int n)
{
    const int i = threadIdx.x + blockIdx.x * blockDim.x;
    if (i >= n)
        return;
    Rounded r;
    const float a = x[i], b = 1.0f / 3.0f;
    r.add = __fadd_rn(a, b);
    r.sub = __fsub_rn(a, b);
    r.mul = __fmul_rn(a, b);
    r.fma = __fmaf_rn(a, b, 1.0f);
    r.rcp = __frcp_rn(a);
    r.sqrt = __fsqrt_rn(a);
    r.div = __fdiv_rn(a, b);
    r.up = __fadd_ru(a, b);
    r.down = __fadd_rd(a, b);
    r.zero = __fmul_rz(a, b);
    const double d = a, e = 1.0 / 3.0;
    r.dadd = __dadd_rn(d, e);
    r.dmul = __dmul_rn(d, e);
    r.dfma = __fma_rn(d, e, 1.0);
    r.ddiv = __ddiv_rn(d, e);
    r.dsqrt = __dsqrt_rn(d);
    r.to_nearest = __float2int_rn(a * 4.0f);
    r.to_zero = __float2int_rz(-a * 4.0f);
    r.to_up = __float2int_ru(a * 4.0f);
    r.to_down = __float2int_rd(-a * 4.0f);
    r.from_double = __double2int_rz(d * 1000.0);
    r.to_unsigned = __float2uint_rz(a * 1000.0f);
    r.to_long = __double2ll_rn(d * 1e6);
    r.from_int = __int2float_rn(16777217 + i);
    r.from_double_f = __double2float_rn(d * e);
    out[i] = r;
}

static int failures;
static void near(const char *what, float x, double got, double want, double tolerance)
{
    if (!(std::fabs(got - want) <= tolerance) && failures++ < 12)
        std::printf("%s at %g: %.9g, expected %.9g\n", what, x, got, want);
}
template <typename T>
static void same(const char *what, float x, T got, T want)
{
    if (got != want && failures++ < 12)
        std::printf("%s at %g: %.17g, expected %.17g\n", what, x, double(got), double(want));
}

#define CK(x) if (cudaError_t e = (x)) { std::printf("%s\n", cudaGetErrorString(e)); return 1; }

int main()
{
    const int n = 100;
    float *x;
    Fast *f;
    Rounded *r;
    CK(cudaMallocManaged(&x, n * sizeof *x));
    CK(cudaMallocManaged(&f, n * sizeof *f));
    CK(cudaMallocManaged(&r, n * sizeof *r));
    for (int i = 0; i < n; ++i)
        x[i] = 0.04f + 0.03f * i;
    fast<<<1, 128>>>(x, f, n);
    rounded<<<1, 128>>>(x, r, n);
    CK(cudaGetLastError());
    CK(cudaDeviceSynchronize());
    for (int i = 0; i < n; ++i) {
        const float a = x[i];
        const double d = a;
        near("__sinf", a, f[i].sin, std::sin(d), 1e-5);
        near("__cosf", a, f[i].cos, std::cos(d), 1e-5);
        near("__expf", a, f[i].exp, std::exp(d), 1e-5 * std::exp(d));
        near("__exp10f", a, f[i].exp10, std::pow(10, d), 1e-5 * std::pow(10, d));
        near("__logf", a, f[i].log, std::log(d), 1e-5);
        near("__log2f", a, f[i].log2, std::log2(d), 1e-5);
        near("__log10f", a, f[i].log10, std::log10(d), 1e-5);
        near("__powf", a, f[i].pow, std::pow(d, 1.5), 1e-4);
        near("__fdividef", a, f[i].divide, 1 / d, 1e-5 / d);
        near("__sincosf", a, f[i].sincos, 1, 1e-5);
        near("__saturatef", a, f[i].saturate, d - 1 < 0 ? 0 : d - 1 > 1 ? 1 : a - 1.0f, 0);

        const float b = 1.0f / 3.0f;
        const volatile float sum = a + b, difference = a - b, product = a * b, quotient = a / b, inverse = 1.0f / a;
        same("__fadd_rn", a, r[i].add, (float)sum);
        same("__fsub_rn", a, r[i].sub, (float)difference);
        same("__fmul_rn", a, r[i].mul, (float)product);
        same("__fmaf_rn", a, r[i].fma, std::fma(a, b, 1.0f));
        same("__frcp_rn", a, r[i].rcp, (float)inverse);
        same("__fsqrt_rn", a, r[i].sqrt, std::sqrt(a));
        same("__fdiv_rn", a, r[i].div, (float)quotient);
        const double exact = double(a) + double(b), exact_product = double(a) * double(b);
        float up = (float)exact, down = (float)exact, zero = (float)exact_product;
        if (up < exact) up = std::nextafter(up, INFINITY);
        if (down > exact) down = std::nextafter(down, -INFINITY);
        if (zero > exact_product) zero = std::nextafter(zero, 0.0f);
        same("__fadd_ru", a, r[i].up, up);
        same("__fadd_rd", a, r[i].down, down);
        same("__fmul_rz", a, r[i].zero, zero);
        const volatile double e = 1.0 / 3.0, dsum = d + e, dproduct = d * e, dquotient = d / e;
        same("__dadd_rn", a, r[i].dadd, (double)dsum);
        same("__dmul_rn", a, r[i].dmul, (double)dproduct);
        same("__fma_rn", a, r[i].dfma, std::fma(d, (double)e, 1.0));
        same("__ddiv_rn", a, r[i].ddiv, (double)dquotient);
        same("__dsqrt_rn", a, r[i].dsqrt, std::sqrt(d));
        same("__float2int_rn", a, r[i].to_nearest, (int)std::rint(a * 4.0f));
        same("__float2int_rz", a, r[i].to_zero, (int)(-a * 4.0f));
        same("__float2int_ru", a, r[i].to_up, (int)std::ceil(a * 4.0f));
        same("__float2int_rd", a, r[i].to_down, (int)std::floor(-a * 4.0f));
        same("__double2int_rz", a, r[i].from_double, (int)(d * 1000.0));
        same("__float2uint_rz", a, r[i].to_unsigned, (unsigned)(a * 1000.0f));
        same("__double2ll_rn", a, r[i].to_long, (long long)std::rint(d * 1e6));
        same("__int2float_rn", a, r[i].from_int, (float)(16777217 + i));
        same("__double2float_rn", a, r[i].from_double_f, (float)dproduct);
    }
    CK(cudaFree(x));
    CK(cudaFree(f));
    CK(cudaFree(r));
    if (failures)
        return 1;
    std::puts("PASS");
    return 0;
}
