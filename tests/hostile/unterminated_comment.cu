// Attacks: a block comment that never ends swallows the rest, a kernel with it.
__global__ void before(int *a) { a[threadIdx.x] = 1; }
/* from here on there is nothing
__global__ void inside(int *a) { a[threadIdx.x] = 2; }
int main() { inside<<<1, 32>>>(0); }
