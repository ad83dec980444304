// Attacks: a byte order mark at the start, and a second one in the text where it is no mark.
#include <cstdio>
﻿__global__ void k(int *a) { *a = 1; }
void l(int *a) { k<<<1, 1>>>(a); }
