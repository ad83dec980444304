// warp_votes_match: __all_sync, __any_sync, __ballot_sync, __activemask in straight code, the match
// functions (any for int and 64-bit, all with its predicate), __syncwarp between exchanges through shared
// memory, lane masks from popc and ffs. Several warps in a block, so that each votes for itself.
#include <cstdio>
#include <cuda_runtime.h>

struct Result {
    unsigned all, any, ballot, active, match, match_wide, match_all, exchanged;
    int all_equal, rank, leader;
};

__device__ unsigned lanes_below(int lane) { return (1u << lane) - 1; }

__global__ void vote(const int *in, const long long *wide, const int *same, Result *out)
{
    __shared__ int box[4][32];
    const unsigned full = 0xffffffffu;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    Result r;
    r.all = __all_sync(full, in[i] >= 0);
    r.any = __any_sync(full, in[i] == 7);
    r.ballot = __ballot_sync(full, in[i] & 1);
    r.active = __activemask();
    r.match = __match_any_sync(full, in[i]);
    r.match_wide = __match_any_sync(full, wide[i]);
    int equal;
    r.match_all = __match_all_sync(full, same[i], &equal);
    r.all_equal = equal != 0;
    r.rank = __popc(r.ballot & lanes_below(lane));
    r.leader = __ffs(r.match) - 1;

    box[warp][lane] = in[i];
    __syncwarp();
    int other = box[warp][31 - lane];
    __syncwarp(full);
    box[warp][lane] = other * 2;
    __syncwarp();
    r.exchanged = box[warp][lane ^ 1];
    out[i] = r;
}

#define CHECK(x) if ((x) != cudaSuccess) { printf(#x " failed: %s\n", cudaGetErrorString(cudaGetLastError())); return 1; }

int main(void)
{
    const int n = 256;
    int *in, *same;
    long long *wide;
    Result *out;
    CHECK(cudaMallocManaged(&in, n * sizeof(int)));
    CHECK(cudaMallocManaged(&same, n * sizeof(int)));
    CHECK(cudaMallocManaged(&wide, n * sizeof(long long)));
    CHECK(cudaMallocManaged(&out, n * sizeof(Result)));
    for (int i = 0; i < n; ++i) {
        int w = i / 32;
        in[i] = (i * 11) % (3 + w * 2) - (w == 3 ? 1 : 0);
        wide[i] = (long long)(i % 5 == 0) << (20 + w * 4);
        same[i] = w % 2 ? 42 : w * 100 + (i % 32 == 17);
    }
    vote<<<2, 128>>>(in, wide, same, out);
    CHECK(cudaGetLastError());
    CHECK(cudaDeviceSynchronize());

    int bad = 0;
    for (int i = 0; i < n; ++i) {
        const int w = i / 32 * 32, lane = i % 32;
        Result e = {1, 0, 0, 0xffffffffu, 0, 0, 0xffffffffu, 0, 1, 0, -1};
        for (int k = 0; k < 32; ++k) {
            e.all &= in[w + k] >= 0;
            e.any |= in[w + k] == 7;
            e.ballot |= (unsigned)(in[w + k] & 1) << k;
            e.match |= (unsigned)(in[w + k] == in[i]) << k;
            e.match_wide |= (unsigned)(wide[w + k] == wide[i]) << k;
            if (same[w + k] != same[w])
                e.all_equal = 0, e.match_all = 0;
            if (k < lane)
                e.rank += in[w + k] & 1;
            if (e.leader < 0 && in[w + k] == in[i])
                e.leader = k;
        }
        e.exchanged = 2 * in[w + 31 - (lane ^ 1)];
        const Result &g = out[i];
        const bool good = (g.all != 0) == (e.all != 0) && (g.any != 0) == (e.any != 0) && g.ballot == e.ballot &&
                          g.active == e.active && g.match == e.match && g.match_wide == e.match_wide &&
                          g.match_all == e.match_all && g.all_equal == e.all_equal && g.rank == e.rank &&
                          g.leader == e.leader && g.exchanged == e.exchanged;
        if (!good && bad++ < 4) {
            printf("%d: all %u %u any %u %u ballot %08x %08x active %08x match %08x %08x wide %08x %08x\n", i, g.all, e.all,
                   g.any, e.any, g.ballot, e.ballot, g.active, g.match, e.match, g.match_wide, e.match_wide);
            printf("   match_all %08x %08x equal %d %d rank %d %d leader %d %d exchanged %u %u\n", g.match_all, e.match_all,
                   g.all_equal, e.all_equal, g.rank, e.rank, g.leader, e.leader, g.exchanged, e.exchanged);
        }
    }
    CHECK(cudaFree(in));
    CHECK(cudaFree(same));
    CHECK(cudaFree(wide));
    CHECK(cudaFree(out));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
