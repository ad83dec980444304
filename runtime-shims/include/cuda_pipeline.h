/* The pipeline primitives (__pipeline_memcpy_async and so on) are translated where they are called. */
#ifndef CU2X_CUDA_PIPELINE_H
#define CU2X_CUDA_PIPELINE_H
#endif
