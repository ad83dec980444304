// Attacks: #if expressions that divide by zero, overflow, nest a thousand signs, use unknown calls, assign,
// or stop in the middle.
#if 1 / 0
int a;
#elif 1 % (0) || 0x7fffffffffffffff + 1 > 0
int b;
#endif
#if ((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))
int c;
#endif
#if - - - - - ~ ~ ! ! ! ! + + - - 1 ? 2 : 3 ? 4
int d;
#endif
#if defined || defined() || defined(A || B)
int e;
#endif
#if A = 1
int f;
#endif
#if __has_include(<no/such.h>) || __has_include("x") || __has_cpp_attribute(nodiscard) || '\377' < 0 || 'abcd' || 1'000
int g;
#endif
#if 99999999999999999999999999 || 0x || 08 || 1.5 || "text"
int h;
#endif
__global__ void k(int *a) { *a = 1; }
