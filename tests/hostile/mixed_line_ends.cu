// Attacks: old Macintosh line ends (a lone CR) and a mixture of all three kinds.__global__ void k(int *a) { *a = 1; } // comment#define N 4
void l(int *a) { k<<<1, N>>>(a); }

#if N == 4
int yes;#endif
