#ifndef CONFIG_H
#define CONFIG_H

// Every switch has code on both sides; -D on the command line may turn them.
#ifndef USE_DOUBLE
#define USE_DOUBLE 0
#endif
#ifndef BLOCK_SIZE
#ifdef __CUDACC__
#define BLOCK_SIZE 128
#else
#define BLOCK_SIZE 64
#endif
#endif
#if USE_DOUBLE
typedef double real;
#define REAL(x) x
#else
typedef float real;
#define REAL(x) x##f
#endif

#if defined(__CUDACC__)
#define HD __host__ __device__
#define RESTRICT __restrict__
#else
#define HD
#define RESTRICT
#endif

#ifdef __cplusplus
extern "C" {
#endif
int host_only_sum(const int *values, int count);
#ifdef __cplusplus
}
#endif

#endif
