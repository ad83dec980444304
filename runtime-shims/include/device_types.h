/* Rounding modes of device arithmetic. */
#ifndef CU2X_DEVICE_TYPES_H
#define CU2X_DEVICE_TYPES_H

enum cudaRoundMode { cudaRoundNearest, cudaRoundZero, cudaRoundPosInf, cudaRoundMinInf };

#endif
