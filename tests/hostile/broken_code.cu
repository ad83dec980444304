// Attacks: code that does not parse between code that does: missing braces and brackets, a stray one, half a
// declaration, a conflict marker, a C++20 concept and a module line. What is whole must still be translated.
__global__ void good(int *a) { a[threadIdx.x] = 1; }
void half(int *a { good<<<1, 2>>>(a);
}}}
<<<<<<< HEAD
__global__ void ours(int *a) { *a = 1; }
=======
__global__ void theirs(int *a) { *a = 2; }
>>>>>>> other
template <typename T> concept Addable = requires(T a) { a + a; };
export module nothing;
int x = ((((((1; struct { int ; ;; } , * ; @ $ ` #
__global__ void also_good(int *a) { a[threadIdx.x] = 3; }
void launch(int *a) { also_good<<<1, 2>>>(a); if (a { good<<<1, 2>>>(a
