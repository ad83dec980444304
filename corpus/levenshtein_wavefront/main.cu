// levenshtein_wavefront: edit distances of many pairs of strings, one pair a block, along anti-diagonals:
// three rotating rows in dynamic shared memory reached through pointers that are swapped, a barrier in each
// step, chars from a packed buffer with offsets. Input words come from a constant table.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>
#include <cuda_runtime.h>

static void ok(cudaError_t e)
{
    if (e == cudaSuccess)
        return;
    std::printf("%s\n", cudaGetErrorString(e));
    std::exit(1);
}

__device__ inline int min3(int a, int b, int c) { return min(a, min(b, c)); }

__global__ void distances(const char *text, const int *offsets, int *results)
{
    extern __shared__ int rows[];
    const char *a = text + offsets[2 * blockIdx.x], *b = text + offsets[2 * blockIdx.x + 1];
    const int n = offsets[2 * blockIdx.x + 1] - offsets[2 * blockIdx.x];
    const int m = offsets[2 * blockIdx.x + 2] - offsets[2 * blockIdx.x + 1];
    int *older = rows, *old = rows + blockDim.x, *current = rows + 2 * blockDim.x;
    const int i = threadIdx.x; // a row of the matrix; the block has at least n + 1 threads

    for (int d = 0; d <= n + m; ++d) {
        const int j = d - i;
        if (i <= n && j >= 0 && j <= m) {
            int v;
            if (i == 0)
                v = j;
            else if (j == 0)
                v = i;
            else
                v = min3(old[i] + 1, old[i - 1] + 1, older[i - 1] + (a[i - 1] != b[j - 1]));
            current[i] = v;
        }
        __syncthreads();
        int *const spare = older;
        older = old;
        old = current;
        current = spare;
    }
    if (i == n)
        results[blockIdx.x] = old[n];
}

static int reference(const std::string &a, const std::string &b)
{
    std::vector<int> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j)
        row[j] = static_cast<int>(j);
    for (size_t i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i);
        for (size_t j = 1; j <= b.size(); ++j) {
            const int up = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
            diagonal = up;
        }
    }
    return row[b.size()];
}

int main()
{
    static const char *const words[] = {"kernel", "colonel", "grid", "gridlock", "", "warp", "wrap", "synchronise",
                                        "chronicle", "aaaaabbbbbaaaaabbbbb", "bbbbbaaaaabbbbbaaaaa", "block", "clock"};
    const int count = sizeof words / sizeof words[0], pairs = count * count;
    std::string text;
    std::vector<int> offsets, want;
    for (const char *a : words)
        for (const char *b : words) {
            offsets.push_back(static_cast<int>(text.size()));
            text += a;
            offsets.push_back(static_cast<int>(text.size()));
            text += b;
            want.push_back(reference(a, b));
        }
    offsets.push_back(static_cast<int>(text.size()));

    char *d_text;
    int *d_offsets, *d_results;
    ok(cudaMalloc(&d_text, text.size()));
    ok(cudaMalloc(&d_offsets, offsets.size() * sizeof(int)));
    ok(cudaMalloc(&d_results, pairs * sizeof(int)));
    ok(cudaMemcpy(d_text, text.data(), text.size(), cudaMemcpyHostToDevice));
    ok(cudaMemcpy(d_offsets, offsets.data(), offsets.size() * sizeof(int), cudaMemcpyHostToDevice));
    const int threads = 32;
    distances<<<pairs, threads, 3 * threads * sizeof(int)>>>(d_text, d_offsets, d_results);
    ok(cudaGetLastError());
    std::vector<int> got(pairs);
    ok(cudaMemcpy(got.data(), d_results, pairs * sizeof(int), cudaMemcpyDeviceToHost));
    ok(cudaFree(d_text));
    ok(cudaFree(d_offsets));
    ok(cudaFree(d_results));
    int bad = 0;
    for (int p = 0; p < pairs; ++p)
        if (got[p] != want[p] && bad++ < 5)
            std::printf("%s and %s: %d, expected %d\n", words[p / count], words[p % count], got[p], want[p]);
    if (bad)
        return 1;
    std::puts("PASS");
    return 0;
}
