// Attacks: raw strings with quotes, comments, launches, directives and newlines inside: none of it is code.
#include <cstdio>
const char *a = R"(kernel<<<1, 1>>>(x); // not a comment /* nor this)";
const char *b = R"--(
#include "missing.h"
#define kernel broken
")" )-)"
)--";
const char *c = u8R"x(__shared__ int s[32];)x" "plain \" <<<1, 1>>> " L"";
__global__ void kernel(int *out) { *out = 1; }
int main() { kernel<<<1, 1>>>(nullptr); return puts(a) + puts(b); }
