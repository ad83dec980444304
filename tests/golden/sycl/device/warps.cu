// Warp operations; the launch asks for sub-groups of 32.
#define FULL 0xffffffffu

__device__ float warp_sum(float x)
{
    for (int offset = warpSize / 2; offset > 0; offset /= 2)
        x += __shfl_down_sync(FULL, x, offset);
    return x;
}

__global__ void k(float *a, unsigned *votes)
{
    int lane = threadIdx.x & 31;
    float x = warp_sum(a[threadIdx.x]);
    x = __shfl_sync(FULL, x, 0);
    x += __shfl_xor_sync(0xffffffff, x, 1, 16);
    unsigned ballot = __ballot_sync(FULL, x > 0);
    bool any = __any_sync(FULL, lane == 3), all = __all_sync(FULL, lane < 32);
    __syncwarp();
    if (lane == 0)
        votes[0] = __popc(ballot) + any + all;
}

void run(float *a, unsigned *v) { k<<<1, 64>>>(a, v); }
