// bfs_frontier: breadth-first search with a queue per level: atomicCAS claims a vertex, atomicAdd
// reserves places in the next queue, a shared queue gathers a block's finds before it spills to
// global memory. The host loop runs until a frontier is empty.
#include <cstdio>
#include <cstdlib>
#include <queue>
#include <vector>
#include <cuda_runtime.h>

#define UNSEEN (-1)
#define QUEUE 64

__global__ void expand(const int *first, const int *edges, int *level, const int *frontier, int count,
                       int *next, int *next_count, int depth)
{
    __shared__ int queue[QUEUE];
    __shared__ int queued, base;
    if (threadIdx.x == 0)
        queued = 0;
    __syncthreads();

    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        int v = frontier[i];
        for (int e = first[v]; e < first[v + 1]; ++e) {
            int u = edges[e];
            if (atomicCAS(&level[u], UNSEEN, depth) != UNSEEN)
                continue;
            int at = atomicAdd(&queued, 1);
            if (at < QUEUE)
                queue[at] = u;
            else
                next[atomicAdd(next_count, 1)] = u;
        }
    }
    __syncthreads();
    int kept = queued < QUEUE ? queued : QUEUE;
    if (threadIdx.x == 0)
        base = atomicAdd(next_count, kept);
    __syncthreads();
    for (int k = threadIdx.x; k < kept; k += blockDim.x)
        next[base + k] = queue[k];
}

static void die(cudaError_t e, const char *file, int line)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, cudaGetErrorString(e));
    exit(EXIT_FAILURE);
}
#define CHECK(x) do { cudaError_t e = (x); if (e != cudaSuccess) die(e, __FILE__, __LINE__); } while (0)

int main()
{
    const int n = 3000;
    std::vector<int> first(n + 1), edges;
    unsigned r = 7;
    for (int v = 0; v < n; ++v) {
        first[v] = (int)edges.size();
        for (int k = 0; k < v % 5; ++k) {
            r = r * 1664525u + 1013904223u;
            edges.push_back((r >> 8) % (n - 20)); // the last 20 are reached only by their own edge below
        }
        if (v % 50 == 0 && v + 50 < n)
            edges.push_back(v + 50);
    }
    first[n] = (int)edges.size();

    std::vector<int> want(n, UNSEEN), got(n, UNSEEN);
    std::queue<int> q;
    q.push(0);
    want[0] = got[0] = 0;
    while (!q.empty()) {
        int v = q.front();
        q.pop();
        for (int e = first[v]; e < first[v + 1]; ++e)
            if (want[edges[e]] == UNSEEN) {
                want[edges[e]] = want[v] + 1;
                q.push(edges[e]);
            }
    }

    int *d_first, *d_edges, *d_level, *frontier, *next, *d_count, count = 1, source = 0;
    CHECK(cudaMalloc(&d_first, (n + 1) * sizeof(int)));
    CHECK(cudaMalloc(&d_edges, edges.size() * sizeof(int)));
    CHECK(cudaMalloc(&d_level, n * sizeof(int)));
    CHECK(cudaMalloc(&frontier, n * sizeof(int)));
    CHECK(cudaMalloc(&next, n * sizeof(int)));
    CHECK(cudaMalloc(&d_count, sizeof(int)));
    CHECK(cudaMemcpy(d_first, first.data(), (n + 1) * sizeof(int), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_edges, edges.data(), edges.size() * sizeof(int), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_level, got.data(), n * sizeof(int), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(frontier, &source, sizeof(int), cudaMemcpyHostToDevice));
    for (int depth = 1; count > 0; ++depth) {
        CHECK(cudaMemset(d_count, 0, sizeof(int)));
        expand<<<(count + 127) / 128, 128>>>(d_first, d_edges, d_level, frontier, count, next, d_count, depth);
        CHECK(cudaGetLastError());
        CHECK(cudaMemcpy(&count, d_count, sizeof(int), cudaMemcpyDeviceToHost));
        std::swap(frontier, next);
    }
    CHECK(cudaMemcpy(got.data(), d_level, n * sizeof(int), cudaMemcpyDeviceToHost));
    int bad = 0;
    for (int v = 0; v < n; ++v)
        if (got[v] != want[v] && bad++ < 5)
            printf("vertex %d: level %d, expected %d\n", v, got[v], want[v]);
    for (int *p : {d_first, d_edges, d_level, frontier, next, d_count})
        CHECK(cudaFree(p));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
