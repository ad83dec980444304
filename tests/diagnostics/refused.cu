// What has no counterpart is refused at its place; everything else is still translated.
#include <cublas_v2.h>

//~ CU0301 textures and surfaces are not translated
texture<float, 2> picture;

__global__ void sample(float *out)
{
    //~ CU0301 textures and surfaces are not translated
    out[threadIdx.x] = tex2D(picture, 0.5f, 0.5f);
}

void blas(float *x)
{
    //~ CU0301 cuBLAS is not translated
    cublasHandle_t handle;
    float norm;
    //~ CU0301 cuBLAS is not translated
    cublasSnrm2(handle, 32, x, 1, &norm);
}
