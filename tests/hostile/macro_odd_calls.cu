// Attacks: function-like macros without a call, with a call over many lines and directives inside it, too
// few and too many arguments, empty ones, a call cut off by the end of the file.
#define TWO(a, b) a b
#define NONE() 0
#define ANY(...) __VA_ARGS__
int TWO = 1;
int x = TWO(int,
#ifdef NOT_DEFINED
            1,
#else
            2
#endif
);
int y = TWO(1); int z = TWO(1, 2, 3); int w = NONE(5); int v = ANY(); int u = ANY(,,,);
__global__ void k(int *a) { a[0] = ANY((1, 2), (3)); }
void launch(int *a) { k<<<ANY(1, 2)>>>(ANY(a)); k<<<TWO(1, , 2)>>>(a); }
int last = TWO(1, (2, 
