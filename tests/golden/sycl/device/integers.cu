// Integer intrinsics and bit casts.
__global__ void k(int *i, unsigned *u, float *f, long long *l)
{
    i[0] = __popc(u[0]) + __clz(i[1]) + __ffs(i[2]);
    u[1] = __brev(u[2]);
    i[3] = __mul24(i[4], i[5]) + __mulhi(i[6], i[7]);
    i[8] = __float_as_int(f[0]);
    f[1] = __int_as_float(i[9]);
    i[10] = __float2int_rn(f[2]);
    l[0] = __double_as_longlong(1.0);
    u[3] = abs(i[0]) + __umulhi(u[4], u[5]);
}
