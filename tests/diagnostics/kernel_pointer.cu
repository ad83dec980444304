// A kernel launched through a pointer.
__global__ void a(int *p) { *p = 1; }
__global__ void b(int *p) { *p = 2; }

void run(int *p, bool second)
{
    void (*kernel)(int *) = second ? b : a;
    //~ CU0206 kernel
    kernel<<<1, 1>>>(p);
}
