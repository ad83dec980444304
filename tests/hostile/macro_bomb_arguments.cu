// Attacks: growth through arguments and pasting instead of plain names, and a nested call of the macro
// inside its own arguments.
#define TWICE(x) x x
#define PAIR(a, b) TWICE(a) TWICE(b) TWICE(a b)
#define GROW(x) PAIR(TWICE(TWICE(TWICE(x))), TWICE(TWICE(TWICE(x))))
#define PASTE(a, b) a##b
__global__ void k(int *a)
{
    GROW(GROW(GROW(GROW(GROW(GROW(GROW(GROW(a[0]++;))))))))
    PASTE(PASTE(PASTE(a, [), 0), ]) = 1;
}
