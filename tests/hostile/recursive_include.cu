// Attacks: a file that includes itself with no guard, by its own name, by a name from a macro, and a path
// that climbs out and comes back.
#define ME "recursive_include.cu"
#include "recursive_include.cu"
#include ME
#include "../hostile/./recursive_include.cu"
#include "no/such/file.cuh"
#include
#include <unclosed.h
#include 42
__global__ void k(int *a) { *a = __INCLUDE_LEVEL__; }
