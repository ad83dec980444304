// Attacks: no newline at the end, and the last line is a directive with a splice.
__global__ void k(int *a) { *a = 1; }
#define LAST k<<<1, 1>>> \