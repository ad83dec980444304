// Math functions: types that are known, mixed and unknown.
template <typename T>
__device__ T norm(T x, T y) { return sqrt(x * x + y * y); }

__global__ void k(float *f, double *d, int n)
{
    f[0] = sinf(f[1]) + cosf(f[2]) * powf(f[3], 2.0f);
    f[4] = sqrt(f[5]) + fabsf(f[6]) + rsqrtf(f[7]) + fmaf(f[0], f[1], f[2]);
    d[0] = exp(d[1]) + pow(d[2], n) + floor(d[3]);
    f[8] = fminf(f[0], f[1]) + max(n, 3) + min(f[0], f[1]);
    f[9] = norm(f[0], f[1]) + __fdividef(f[2], f[3]) + __sinf(f[4]);
    sincosf(f[0], &f[1], &f[2]);
    d[4] = std::sqrt(d[5]) + isnan(d[6]);
}
