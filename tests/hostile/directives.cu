// Attacks: directives that are empty, unknown, misspelt, with odd spacing, in the middle of a call and of a
// kernel's parameter list, #line that lies, #pragma in odd places, #error in dead code.
#
# /* nothing */
#   define   SPACED( a , b )   a   ##   b
#defin X 1
#define
#define 1X 2
#define F(a, a) a
#define G(a,
#define H(...) __VA_ARGS__ #__VA_ARGS__ __VA_OPT__(x)
#undef
#undef X Y
#line 1000000000 "lies.cu"
#line 0
#ident "x"
#warning this is only a warning
#ifdef
#endif garbage
#ifndef A B
#endif
#pragma
#pragma once
_Pragma("unroll") _Pragma(L"x") _Pragma(1)
__global__ void k(int *a,
#if 0
#error not here
                  float wrong
#else
                  int n
#endif
) {
#pragma unroll SPACED(1, 6)
    for (int i = 0; i < n; ++i) a[i] =
#pragma nothing
        i;
}
#define EMPTY
EMPTY # define NOT_A_DIRECTIVE
