// Namespaces, nested and without a name, aliases and using-declarations.
namespace outer { namespace inner {
__device__ int id() { return threadIdx.x; }
__global__ void k(int *a) { a[id()] = 1; }
} }

namespace {
__global__ void hidden(int *a) { a[0] = outer::inner::id(); }
}

namespace short_name = outer::inner;
using outer::inner::k;

void run(int *a)
{
    outer::inner::k<<<1, 2>>>(a);
    short_name::k<<<1, 2>>>(a);
    k<<<1, 2>>>(a);
    hidden<<<1, 1>>>(a);
}
