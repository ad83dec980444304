// Attacks: identifiers and strings outside ASCII, universal character names, combining letters, text
// from right to left, a zero-width joiner, emoji, and columns that differ in bytes, characters and width.
#include <cstdio>
__constant__ float größe[2] = {1.5f, 2.5f};
__device__ int счётчик = 0;
__global__ void 計算(int *結果, const int 数) { int i = threadIdx.x; if (i < 数) 結果[i] = i + счётчик; }
__global__ void \u00e9t\u00e9(int *a) { *a = 1; }
int main()
{
    int *données = nullptr; /* 😀🏳️‍🌈 عربي */
    const char *s = u8"naïve – “quotes” \U0001F600 \u4e2d"; printf("%s", s); 計算<<<1, 32>>>(données, 3); été<<<1, 1>>>(données);
    /* ‮ turned ‬ */ 計算<<<1, 32>>>(données, 'é');
    return 0;
}
