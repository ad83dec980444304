// Attacks: conditionals that are never closed, closed twice, or out of order.
#endif
#else
#if 1
__global__ void a(int *p) { *p = 1; }
#elif
__global__ void b(int *p) { *p = 2; }
#else
__global__ void c(int *p) { *p = 3; }
#else
__global__ void d(int *p) { *p = 4; }
#elif 1
#if 0
#if garbage (( ) ' " 
