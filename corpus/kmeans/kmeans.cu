// kmeans: clustering of 2-D points: centres in constant memory that the host rewrites in each round, sums by
// shared and global atomics on int (fixed-point coordinates, so that the order of additions plays no part),
// a device-wide count of changes, iteration until nothing changes. Results equal the host's exactly.
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

#define K 5
#define CHECK(x)                                                                          \
    do {                                                                                  \
        const cudaError_t rc = (x);                                                       \
        if (rc != cudaSuccess) {                                                          \
            fprintf(stderr, "%s(%d): %s\n", __FILE__, __LINE__, cudaGetErrorString(rc));  \
            exit(1);                                                                      \
        }                                                                                 \
    } while (0)

typedef struct {
    int x, y;
} Point;

typedef struct {
    int x, y, count;
} Sum;

__constant__ Point centres[K];
__device__ int changed;

__host__ __device__ inline int nearest(Point p, const Point *c)
{
    int best = 0;
    long long least = 0x7fffffffffffffffLL;
    for (int k = 0; k < K; ++k) {
        const long long dx = p.x - c[k].x, dy = p.y - c[k].y, d = dx * dx + dy * dy;
        if (d < least)
            least = d, best = k;
    }
    return best;
}

__global__ void assign(const Point *points, int *labels, Sum *sums, int n)
{
    __shared__ Sum local[K];
    if (threadIdx.x < K)
        local[threadIdx.x].x = local[threadIdx.x].y = local[threadIdx.x].count = 0;
    __syncthreads();
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        const Point p = points[i];
        const int k = nearest(p, centres);
        if (labels[i] != k) {
            labels[i] = k;
            atomicAdd(&changed, 1);
        }
        atomicAdd(&local[k].x, p.x);
        atomicAdd(&local[k].y, p.y);
        atomicAdd(&local[k].count, 1);
    }
    __syncthreads();
    if (threadIdx.x < K) {
        atomicAdd(&sums[threadIdx.x].x, local[threadIdx.x].x);
        atomicAdd(&sums[threadIdx.x].y, local[threadIdx.x].y);
        atomicAdd(&sums[threadIdx.x].count, local[threadIdx.x].count);
    }
}

static void move(Point *c, const Sum *sums)
{
    for (int k = 0; k < K; ++k)
        if (sums[k].count) {
            c[k].x = sums[k].x / sums[k].count;
            c[k].y = sums[k].y / sums[k].count;
        }
}

int main(void)
{
    const int n = 2500;
    std::vector<Point> points(n);
    unsigned s = 17;
    for (int i = 0; i < n; ++i) {
        int v[4];
        for (int k = 0; k < 4; ++k)
            s = s * 1103515245u + 12345u, v[k] = (s >> 16) % 1000;
        points[i].x = i % K * 3000 + v[0] + v[1] - 1000;
        points[i].y = i % K * i % 7 * 900 + v[2] + v[3];
    }
    Point *d_points, c[K], hc[K];
    int *d_labels;
    Sum *d_sums, sums[K];
    CHECK(cudaMalloc((void **)&d_points, n * sizeof(Point)));
    CHECK(cudaMalloc((void **)&d_labels, n * sizeof(int)));
    CHECK(cudaMalloc((void **)&d_sums, sizeof sums));
    CHECK(cudaMemcpy(d_points, points.data(), n * sizeof(Point), cudaMemcpyHostToDevice));
    CHECK(cudaMemset(d_labels, 0xff, n * sizeof(int)));
    for (int k = 0; k < K; ++k)
        c[k] = hc[k] = points[k * 11];

    int rounds = 0, moved = 1;
    for (; moved && rounds < 40; ++rounds) {
        const int zero = 0;
        CHECK(cudaMemcpyToSymbol(centres, c, sizeof c));
        CHECK(cudaMemcpyToSymbol(changed, &zero, sizeof zero));
        CHECK(cudaMemset(d_sums, 0, sizeof sums));
        assign<<<(n + 127) / 128, 128>>>(d_points, d_labels, d_sums, n);
        CHECK(cudaGetLastError());
        CHECK(cudaMemcpyFromSymbol(&moved, changed, sizeof moved));
        CHECK(cudaMemcpy(sums, d_sums, sizeof sums, cudaMemcpyDeviceToHost));
        move(c, sums);
    }
    std::vector<int> labels(n), want(n, -1);
    CHECK(cudaMemcpy(labels.data(), d_labels, n * sizeof(int), cudaMemcpyDeviceToHost));
    for (int r = 0; r < rounds; ++r) {
        Sum hs[K] = {};
        for (int i = 0; i < n; ++i) {
            const int k = want[i] = nearest(points[i], hc);
            hs[k].x += points[i].x, hs[k].y += points[i].y, hs[k].count++;
        }
        move(hc, hs);
    }
    int bad = moved && rounds < 40;
    for (int i = 0; i < n; ++i)
        if (labels[i] != want[i] && bad++ < 5)
            printf("point %d: %d, expected %d\n", i, labels[i], want[i]);
    for (int k = 0; k < K; ++k)
        if (c[k].x != hc[k].x || c[k].y != hc[k].y)
            bad++, printf("centre %d: %d %d, expected %d %d\n", k, c[k].x, c[k].y, hc[k].x, hc[k].y);
    CHECK(cudaFree(d_points));
    CHECK(cudaFree(d_labels));
    CHECK(cudaFree(d_sums));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
