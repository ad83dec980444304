// Attacks: a string and a character constant that end with the line and not with a quote; the lexer
// must find its feet again on the next line.
__device__ const char *text = "no end of this;
__device__ char c = ';
__global__ void after(int *a) { a[threadIdx.x] = 2; }
void launch(int *a) { after<<<1, 32>>>(a); }
