// What the preprocessor has to say.
//~ CU0101
#include "nowhere.h"
//~ CU0103
#define
//~ CU0106 wanted
#warning wanted
__global__ void k() {}
//~ CU0104
#if 1
int last;
