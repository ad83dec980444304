// Vector types keep CUDA's names and layout.
__device__ float4 plus(float4 a, float4 b)
{
    return make_float4(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
}

__global__ void k(float4 *a, int2 *b, const uchar4 *c)
{
    float4 v = a[threadIdx.x];
    a[threadIdx.x] = plus(v, make_float4(1, 2, 3, 4));
    b[threadIdx.x] = make_int2(c->x, c->y);
}
