// Attacks: Windows line ends everywhere, also after a backslash that splices lines, in a raw string and
// in a comment that goes on \
   on the next line.
#define KERNEL \
    __global__ \
    void
KERNEL k(int *a) { a[threadIdx.x] = 1; }
const char *t = R"(one
two)";
void l(int *a)
{
    k<<<1,
        32>>>(a);
}
