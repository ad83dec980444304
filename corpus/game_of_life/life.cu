// game_of_life: bytes on a torus with a shared tile and a halo that wraps round, and the same board packed
// in bits with 32 cells a word (bit tricks in place of sums). Both must agree with the host after many
// generations; two kernels take turns on two buffers.
#include <cstdio>
#include <cstring>
#include <vector>
#include <cuda_runtime.h>

#define WIDTH 96
#define HEIGHT 40
#define BX 16
#define BY 8

typedef unsigned char cell;

__global__ void step_bytes(const cell *from, cell *to)
{
    __shared__ cell tile[BY + 2][BX + 2];
    const int x = blockIdx.x * BX + threadIdx.x, y = blockIdx.y * BY + threadIdx.y;
    for (int ty = threadIdx.y; ty < BY + 2; ty += BY)
        for (int tx = threadIdx.x; tx < BX + 2; tx += BX) {
            const int gx = (blockIdx.x * BX + tx - 1 + WIDTH) % WIDTH, gy = (blockIdx.y * BY + ty - 1 + HEIGHT) % HEIGHT;
            tile[ty][tx] = from[gy * WIDTH + gx];
        }
    __syncthreads();
    int n = 0;
    for (int dy = 0; dy < 3; ++dy)
        for (int dx = 0; dx < 3; ++dx)
            n += tile[threadIdx.y + dy][threadIdx.x + dx];
    const cell alive = tile[threadIdx.y + 1][threadIdx.x + 1];
    n -= alive;
    to[y * WIDTH + x] = n == 3 || (alive && n == 2);
}

// Adds three one-bit numbers in each of 32 places.
__device__ void add3(unsigned a, unsigned b, unsigned c, unsigned &sum, unsigned &carry)
{
    sum = a ^ b ^ c;
    carry = (a & b) | (c & (a ^ b));
}

__global__ void step_bits(const unsigned *from, unsigned *to)
{
    constexpr int words = WIDTH / 32;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= words * HEIGHT)
        return;
    const int w = i % words, y = i / words;
    unsigned sum[3], carry[3], centre = 0;
    for (int r = 0; r < 3; ++r) {
        const unsigned *row = from + (y + r - 1 + HEIGHT) % HEIGHT * words;
        const unsigned here = row[w], left = row[(w + words - 1) % words], right = row[(w + 1) % words];
        const unsigned west = __funnelshift_l(left, here, 1), east = __funnelshift_r(here, right, 1);
        if (r == 1) {
            centre = here;
            add3(west, east, 0, sum[r], carry[r]);
        } else {
            add3(west, here, east, sum[r], carry[r]);
        }
    }
    unsigned ones, carry_a, twos, fours, twos_b, fours_b;
    add3(sum[0], sum[1], sum[2], ones, carry_a);
    add3(carry[0], carry[1], carry[2], twos, fours);
    add3(twos, carry_a, 0, twos_b, fours_b);
    const unsigned two_or_three = twos_b & ~(fours | fours_b);
    to[i] = two_or_three & (ones | centre);
}

#define CHECK(x) { cudaError_t e = (x); if (e != cudaSuccess) { printf("%s\n", cudaGetErrorString(e)); return 1; } }

int main()
{
    const int cells = WIDTH * HEIGHT, words = cells / 32, generations = 30;
    std::vector<cell> board(cells), got(cells), next(cells);
    std::vector<unsigned> bits(words), got_bits(words);
    unsigned seed = 4;
    for (int i = 0; i < cells; ++i) {
        seed = seed * 1664525u + 1013904223u;
        board[i] = (seed >> 20) % 3 == 0;
        bits[i / 32] |= (unsigned)board[i] << (i % 32);
    }
    cell *a, *b;
    unsigned *p, *q;
    CHECK(cudaMalloc(&a, cells));
    CHECK(cudaMalloc(&b, cells));
    CHECK(cudaMalloc(&p, words * sizeof(unsigned)));
    CHECK(cudaMalloc(&q, words * sizeof(unsigned)));
    CHECK(cudaMemcpy(a, board.data(), cells, cudaMemcpyHostToDevice));
    CHECK(cudaMemcpy(p, bits.data(), words * sizeof(unsigned), cudaMemcpyHostToDevice));
    const dim3 block(BX, BY), grid(WIDTH / BX, HEIGHT / BY);
    for (int g = 0; g < generations; g += 2) {
        step_bytes<<<grid, block>>>(a, b);
        step_bytes<<<grid, block>>>(b, a);
        step_bits<<<(words + 63) / 64, 64>>>(p, q);
        step_bits<<<(words + 63) / 64, 64>>>(q, p);
    }
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpy(got.data(), a, cells, cudaMemcpyDeviceToHost));
    CHECK(cudaMemcpy(got_bits.data(), p, words * sizeof(unsigned), cudaMemcpyDeviceToHost));

    for (int g = 0; g < generations; ++g) {
        for (int y = 0; y < HEIGHT; ++y)
            for (int x = 0; x < WIDTH; ++x) {
                int n = 0;
                for (int dy = -1; dy <= 1; ++dy)
                    for (int dx = -1; dx <= 1; ++dx)
                        n += (dx || dy) && board[(y + dy + HEIGHT) % HEIGHT * WIDTH + (x + dx + WIDTH) % WIDTH];
                next[y * WIDTH + x] = n == 3 || (board[y * WIDTH + x] && n == 2);
            }
        board.swap(next);
    }
    int bad = 0, alive = 0;
    for (int i = 0; i < cells; ++i) {
        const int bit = got_bits[i / 32] >> (i % 32) & 1;
        alive += board[i];
        if ((got[i] != board[i] || bit != board[i]) && bad++ < 5)
            printf("cell %d: %d in bytes, %d in bits, expected %d\n", i, got[i], bit, board[i]);
    }
    CHECK(cudaFree(a));
    CHECK(cudaFree(b));
    CHECK(cudaFree(p));
    CHECK(cudaFree(q));
    if (bad || alive == 0)
        return 1;
    printf("PASS\n");
    return 0;
}
