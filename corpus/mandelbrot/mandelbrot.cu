// mandelbrot: a complex class of our own with operators on host and device, a while loop with
// divergent exits, a 2-D grid over a view given as a struct by value. Coordinates are chosen so
// that all arithmetic is exact in double: counts must agree to the last point.
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>

class Complex
{
public:
    __host__ __device__ Complex(double re = 0, double im = 0) : re_(re), im_(im) {}
    __host__ __device__ Complex operator+(const Complex &o) const { return Complex(re_ + o.re_, im_ + o.im_); }
    __host__ __device__ Complex squared() const
    {
        // Rounded products, so that the host and the device cannot differ by a fused multiply-add.
#ifdef __CUDA_ARCH__
        return Complex(__dsub_rn(__dmul_rn(re_, re_), __dmul_rn(im_, im_)), __dmul_rn(2 * re_, im_));
#else
        const volatile double a = re_ * re_, b = im_ * im_, c = 2 * re_ * im_;
        return Complex(a - b, c);
#endif
    }
    __host__ __device__ bool escaped() const
    {
        return re_ > 2 || re_ < -2 || im_ > 2 || im_ < -2;
    }

private:
    double re_, im_;
};

struct View {
    double left, top, step;
    int width, height;
};

__host__ __device__ int iterations(View view, int px, int py, int limit)
{
    const Complex c(view.left + view.step * px, view.top + view.step * py);
    Complex z;
    int i = 0;
    while (i < limit) {
        z = z.squared() + c;
        if (z.escaped())
            break;
        ++i;
    }
    return i;
}

__global__ void render(View view, unsigned short *counts, int limit)
{
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y * blockDim.y + threadIdx.y;
    if (x < view.width && y < view.height)
        counts[y * view.width + x] = (unsigned short)iterations(view, x, y, limit);
}

int main(int argc, char **argv)
{
    const int limit = argc > 1 ? atoi(argv[1]) : 50;
    const View view = {-2.0, -1.25, 1.0 / 64, 160, 160};
    const int n = view.width * view.height;
    unsigned short *d_counts, *counts = new unsigned short[n];
    cudaError_t rc = cudaMalloc(&d_counts, n * sizeof(unsigned short));
    if (rc == cudaSuccess) {
        dim3 block(16, 16), grid((view.width + 15) / 16, (view.height + 15) / 16);
        render<<<grid, block>>>(view, d_counts, limit);
        rc = cudaGetLastError();
    }
    if (rc == cudaSuccess)
        rc = cudaMemcpy(counts, d_counts, n * sizeof(unsigned short), cudaMemcpyDeviceToHost);
    if (rc == cudaSuccess)
        rc = cudaFree(d_counts);
    if (rc != cudaSuccess) {
        printf("%s\n", cudaGetErrorString(rc));
        return 1;
    }
    int bad = 0, inside = 0;
    for (int y = 0; y < view.height; ++y)
        for (int x = 0; x < view.width; ++x) {
            const int want = iterations(view, x, y, limit);
            inside += want == limit;
            if (counts[y * view.width + x] != want && bad++ < 5)
                printf("(%d, %d): %d, expected %d\n", x, y, counts[y * view.width + x], want);
        }
    delete[] counts;
    if (bad || inside == 0) {
        printf("%d differ, %d inside\n", bad, inside);
        return 1;
    }
    printf("PASS\n");
    return 0;
}
