// pointer_table: arrays of device pointers in device memory (T **), rows of different lengths, pointers
// swapped by a kernel, pointers compared and subtracted, a linked list threaded through device memory,
// pointers stored in __constant__ memory.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <vector>
#include <cuda_runtime.h>

static void check(cudaError_t e, const char *what)
{
    if (e != cudaSuccess) {
        printf("%s: %s\n", what, cudaGetErrorString(e));
        exit(1);
    }
}
#define CHECK(x) check((x), #x)

#define ROWS 12

struct Link {
    int value;
    Link *next;
};

__constant__ const int *const_rows[ROWS];

__global__ void row_sums(int **rows, const int *lengths, int *sums)
{
    int r = threadIdx.x;
    if (r >= ROWS)
        return;
    int *row = rows[r], sum = 0;
    for (int *p = row, *end = row + lengths[r]; p != end; ++p)
        sum += *p;
    sums[r] = sum;
}

__global__ void reverse_rows(int **rows, ptrdiff_t *first_step)
{
    int r = threadIdx.x;
    if (r == 0)
        *first_step = rows[1] - rows[0];
    __syncthreads();
    if (r < ROWS / 2) {
        int *t = rows[r];
        rows[r] = rows[ROWS - 1 - r];
        rows[ROWS - 1 - r] = t;
    }
}

__global__ void through_constant(int *out)
{
    if (threadIdx.x < ROWS)
        out[threadIdx.x] = const_rows[threadIdx.x][0];
}

__global__ void build_list(Link *pool, int n, Link **head)
{
    int i = threadIdx.x;
    if (i >= n)
        return;
    pool[i].value = i * i;
    pool[i].next = i + 1 < n ? &pool[i + 1] : nullptr;
    if (i == 0)
        *head = pool;
}

__global__ void walk(Link *const *head, long long *result)
{
    long long sum = 0;
    for (const Link *l = *head; l; l = l->next)
        sum = sum * 3 + l->value;
    *result = sum;
}

int main()
{
    int lengths[ROWS], sums[ROWS], heads[ROWS], bad = 0;
    std::vector<int *> rows(ROWS);
    int *arena, total = 0;
    for (int r = 0; r < ROWS; ++r)
        total += lengths[r] = 5 + r * r % 13;
    std::vector<int> data(total);
    for (int i = 0; i < total; ++i)
        data[i] = (i * 71) % 53;
    CHECK(cudaMalloc(&arena, total * sizeof(int)));
    CHECK(cudaMemcpy(arena, data.data(), total * sizeof(int), cudaMemcpyHostToDevice));
    std::vector<int> starts(ROWS);
    for (int r = 0, at = 0; r < ROWS; at += lengths[r++]) {
        starts[r] = at;
        rows[r] = arena + at;
    }
    int **d_rows, *d_lengths, *d_sums;
    ptrdiff_t *d_step, step = 0;
    CHECK(cudaMalloc(&d_rows, ROWS * sizeof(int *)));
    CHECK(cudaMalloc(&d_lengths, sizeof lengths));
    CHECK(cudaMalloc(&d_sums, sizeof sums));
    CHECK(cudaMalloc(&d_step, sizeof step));
    CHECK(cudaMemcpy(d_rows, rows.data(), ROWS * sizeof(int *), cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(d_lengths, lengths, sizeof lengths, cudaMemcpyHostToDevice));
    CHECK(cudaMemcpyToSymbol(const_rows, rows.data(), ROWS * sizeof(int *)));

    row_sums<<<1, 32>>>(d_rows, d_lengths, d_sums);
    reverse_rows<<<1, 32>>>(d_rows, d_step);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(sums, d_sums, sizeof sums, cudaMemcpyDeviceToHost));
    through_constant<<<1, 32>>>(d_sums);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(heads, d_sums, sizeof heads, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(&step, d_step, sizeof step, cudaMemcpyDeviceToHost));
    std::vector<int *> reversed(ROWS);
    CHECK(cudaMemcpy(reversed.data(), d_rows, ROWS * sizeof(int *), cudaMemcpyDeviceToHost));
    for (int r = 0; r < ROWS; ++r) {
        int want = 0;
        for (int k = 0; k < lengths[r]; ++k)
            want += data[starts[r] + k];
        if (sums[r] != want || heads[r] != data[starts[r]] || reversed[r] != rows[ROWS - 1 - r])
            bad++, printf("row %d: sum %d (%d), head %d (%d)\n", r, sums[r], want, heads[r], data[starts[r]]);
    }
    if (step != lengths[0])
        bad++, printf("step %td\n", step);

    const int n = 20;
    Link *pool, **head;
    long long *d_result, result = 0, want = 0;
    CHECK(cudaMalloc(&pool, n * sizeof(Link)));
    CHECK(cudaMalloc(&head, sizeof(Link *)));
    CHECK(cudaMalloc(&d_result, sizeof result));
    build_list<<<1, 32>>>(pool, n, head);
    walk<<<1, 1>>>(head, d_result);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(&result, d_result, sizeof result, cudaMemcpyDeviceToHost));
    for (int i = 0; i < n; ++i)
        want = want * 3 + i * i;
    if (result != want)
        bad++, printf("list: %lld, expected %lld\n", result, want);
    void *all[] = {arena, d_rows, d_lengths, d_sums, d_step, pool, head, d_result};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; ++i)
        CHECK(cudaFree(all[i]));
    if (bad)
        return 1;
    printf("PASS\n");
    return 0;
}
