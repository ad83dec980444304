/* The CUDA runtime API as functions of C. C++ programs usually include cuda_runtime.h, which adds the overloads.
 *
 * Unless a function says otherwise: it may be called from any thread; it returns the error it met, and that error
 * is what the calling thread's cudaGetLastError gives next; after a device error has become sticky, every function
 * returns it until cudaDeviceReset. "Asynchronous" work is done in the order of its stream.
 * Names, parameters and enumerator values are CUDA's; differences in meaning are said where the function stands. */
#ifndef CU2X_CUDA_RUNTIME_API_H
#define CU2X_CUDA_RUNTIME_API_H

#include "builtin_types.h"
#include "device_launch_parameters.h"

#define CUDART_VERSION 12040
#define CU2X_VERSION 1

#ifdef __cplusplus
#define CU2X_DEFAULT(value) = value
extern "C" {
#else
#define CU2X_DEFAULT(value)
#endif

/* ---- Errors ---- */

/* The last error of this thread; resets it to cudaSuccess unless it is sticky. cudaErrorNotReady is never recorded. */
cudaError_t cudaGetLastError(void);
/* The last error of this thread, which stays as it is. */
cudaError_t cudaPeekAtLastError(void);
/* The enumerator's name; "unrecognized error code" for other values. The string is never freed. */
const char *cudaGetErrorName(cudaError_t error);
/* A description of the error, worded as CUDA words it. */
const char *cudaGetErrorString(cudaError_t error);

/* ---- Devices ---- */

/* The number of devices of the class in use: those CU2X_DEVICE selects, else GPUs, else the CPU device. */
cudaError_t cudaGetDeviceCount(int *count);
/* Makes `device` the calling thread's current device. */
cudaError_t cudaSetDevice(int device);
/* The calling thread's current device: 0 until it sets another. */
cudaError_t cudaGetDevice(int *device);
/* Makes the device usable without making it current; flags are accepted and without effect. */
cudaError_t cudaInitDevice(int device, unsigned int deviceFlags, unsigned int flags);
/* Accepted and without effect: devices are always chosen by number. */
cudaError_t cudaSetValidDevices(int *devices, int count);
/* Accepted; scheduling flags have no effect, and cudaGetDeviceFlags gives back what was set. */
cudaError_t cudaSetDeviceFlags(unsigned int flags);
/* What cudaSetDeviceFlags set, and cudaDeviceMapHost, as CUDA adds it. */
cudaError_t cudaGetDeviceFlags(unsigned int *flags);
/* What is unknown of a device (clock and bus of memory on a CPU, PCI ids) is 0. Compute capability is the one that
 * translated code was prepared for (CU2X_COMPUTE_CAPABILITY, e.g. 80), and warpSize is 32: kernels rely on both. */
cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp *prop, int device);
/* A property by number. An attribute that nothing is known of is 0; a number that CUDA does not define is
 * cudaErrorInvalidValue. */
cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attribute, int device);
/* The first device that has at least the compute capability and memory asked for, else the first. */
cudaError_t cudaChooseDevice(int *device, const struct cudaDeviceProp *prop);
/* Always cudaErrorInvalidDevice unless the text equals what cudaDeviceGetPCIBusId gave. */
cudaError_t cudaDeviceGetByPCIBusId(int *device, const char *pciBusId);
/* Made from the device's number ("0000:00:00.0"): portable back ends do not know the bus. */
cudaError_t cudaDeviceGetPCIBusId(char *pciBusId, int length, int device);
/* Waits for all work of the current device and reports an asynchronous error. */
cudaError_t cudaDeviceSynchronize(void);
/* The old name of cudaDeviceSynchronize. */
cudaError_t cudaThreadSynchronize(void);
/* Waits, then frees all memory, streams and events of the current device, gives device variables their initial
 * values back, and clears a sticky error. */
cudaError_t cudaDeviceReset(void);
/* The old name of cudaDeviceReset. */
cudaError_t cudaThreadExit(void);
/* Limits are remembered and given back; none changes what the device does. */
cudaError_t cudaDeviceSetLimit(enum cudaLimit limit, size_t value);
/* What was set, else CUDA's default. cudaErrorUnsupportedLimit for what CUDA does not define. */
cudaError_t cudaDeviceGetLimit(size_t *value, enum cudaLimit limit);
/* The old names of the two above. */
cudaError_t cudaThreadSetLimit(enum cudaLimit limit, size_t value);
cudaError_t cudaThreadGetLimit(size_t *value, enum cudaLimit limit);
/* Cache and bank preferences are remembered and have no effect. */
cudaError_t cudaDeviceGetCacheConfig(enum cudaFuncCache *config);
cudaError_t cudaDeviceSetCacheConfig(enum cudaFuncCache config);
cudaError_t cudaDeviceGetSharedMemConfig(enum cudaSharedMemConfig *config);
cudaError_t cudaDeviceSetSharedMemConfig(enum cudaSharedMemConfig config);
/* 0 and 0 where the device has no priorities, else the range 0 to -1. */
cudaError_t cudaDeviceGetStreamPriorityRange(int *leastPriority, int *greatestPriority);
/* cudaErrorNotSupported. */
cudaError_t cudaDeviceFlushGPUDirectRDMAWrites(int target, int scope);

/* Peer access: a device's own memory needs none, so one device answers as CUDA does (0, cudaErrorInvalidDevice);
 * between devices of one context access is as the back end says. */
cudaError_t cudaDeviceCanAccessPeer(int *canAccessPeer, int device, int peerDevice);
/* Once per pair: a second time is cudaErrorPeerAccessAlreadyEnabled. */
cudaError_t cudaDeviceEnablePeerAccess(int peerDevice, unsigned int flags);
/* cudaErrorPeerAccessNotEnabled where it was not enabled. Access itself does not end: one context serves all
 * devices. */
cudaError_t cudaDeviceDisablePeerAccess(int peerDevice);
/* 1 for access where the back end has it; the other attributes are 0. */
cudaError_t cudaDeviceGetP2PAttribute(int *value, enum cudaDeviceP2PAttr attr, int srcDevice, int dstDevice);

/* The CUDA version whose API this header declares (12040), for both. */
cudaError_t cudaDriverGetVersion(int *driverVersion);
/* The same number. */
cudaError_t cudaRuntimeGetVersion(int *runtimeVersion);

/* Accepted and without effect. */
cudaError_t cudaProfilerStart(void);
cudaError_t cudaProfilerStop(void);

/* ---- Memory ---- */

/* Device memory, aligned to 256 bytes or more; size 0 gives a null pointer. cudaErrorMemoryAllocation when there is
 * not so much of it. */
cudaError_t cudaMalloc(void **devPtr, size_t size);
/* Frees what any of the device, managed or asynchronous allocations gave, after all work of the device. Null is fine;
 * what is no such pointer is cudaErrorInvalidValue. */
cudaError_t cudaFree(void *devPtr);
/* Memory that host and device both reach at one address. cudaErrorNotSupported where the device cannot. */
cudaError_t cudaMallocManaged(void **devPtr, size_t size, unsigned int flags CU2X_DEFAULT(cudaMemAttachGlobal));
/* Host memory that the device reaches at the same address; flags are remembered. */
cudaError_t cudaMallocHost(void **ptr, size_t size);
/* Flags are checked and remembered; all such memory is portable and mapped. */
cudaError_t cudaHostAlloc(void **pHost, size_t size, unsigned int flags);
/* Frees what cudaMallocHost and cudaHostAlloc gave, after all work of the device. */
cudaError_t cudaFreeHost(void *ptr);
/* Names host memory of the program's own. The device reaches it only where it reaches all host memory (CPU devices):
 * elsewhere copies know it and cudaHostGetDevicePointer says cudaErrorNotSupported. */
cudaError_t cudaHostRegister(void *ptr, size_t size, unsigned int flags);
/* cudaErrorHostMemoryNotRegistered for an address that was not the start of a registered range. */
cudaError_t cudaHostUnregister(void *ptr);
/* The same address, where the device reaches it; else cudaErrorNotSupported. */
cudaError_t cudaHostGetDevicePointer(void **pDevice, void *pHost, unsigned int flags);
/* The flags of the allocation or registration that holds the address. */
cudaError_t cudaHostGetFlags(unsigned int *pFlags, void *pHost);
/* Rows start at multiples of 512 bytes. */
cudaError_t cudaMallocPitch(void **devPtr, size_t *pitch, size_t width, size_t height);
/* A pitched allocation of height * depth rows. */
cudaError_t cudaMalloc3D(struct cudaPitchedPtr *pitchedDevPtr, struct cudaExtent extent);
/* On a CPU device "free" is what the system has available. */
cudaError_t cudaMemGetInfo(size_t *free, size_t *total);
/* Interior pointers too. Memory that neither the runtime nor the back end allocated is unregistered, and no error. */
cudaError_t cudaPointerGetAttributes(struct cudaPointerAttributes *attributes, const void *ptr);

/* The copy is done when the call returns, for every kind (CUDA may return before a device-to-device copy is done).
 * cudaMemcpyDefault takes the kind from the pointers. The range has to lie inside one allocation, and a side that the
 * kind calls "device" has to be memory the device reaches: else cudaErrorInvalidValue. */
cudaError_t cudaMemcpy(void *dst, const void *src, size_t count, enum cudaMemcpyKind kind);
/* Asynchronous between device and pinned or managed memory. With pageable host memory the host buffer may be used
 * again when the call returns, as with CUDA. */
cudaError_t cudaMemcpyAsync(void *dst, const void *src, size_t count, enum cudaMemcpyKind kind,
                            cudaStream_t stream CU2X_DEFAULT(0));
/* Rows of `width` bytes; a pitch below the width is cudaErrorInvalidPitchValue. */
cudaError_t cudaMemcpy2D(void *dst, size_t dpitch, const void *src, size_t spitch, size_t width, size_t height,
                         enum cudaMemcpyKind kind);
/* As cudaMemcpyAsync, by rows. */
cudaError_t cudaMemcpy2DAsync(void *dst, size_t dpitch, const void *src, size_t spitch, size_t width, size_t height,
                              enum cudaMemcpyKind kind, cudaStream_t stream CU2X_DEFAULT(0));
/* Between pitched pointers; arrays are cudaErrorNotSupported. */
cudaError_t cudaMemcpy3D(const struct cudaMemcpy3DParms *p);
cudaError_t cudaMemcpy3DAsync(const struct cudaMemcpy3DParms *p, cudaStream_t stream CU2X_DEFAULT(0));
/* Copies by pointer attributes: the device numbers are only checked. */
cudaError_t cudaMemcpyPeer(void *dst, int dstDevice, const void *src, int srcDevice, size_t count);
/* As cudaMemcpyAsync, by pointer attributes. */
cudaError_t cudaMemcpyPeerAsync(void *dst, int dstDevice, const void *src, int srcDevice, size_t count,
                                cudaStream_t stream CU2X_DEFAULT(0));
/* As cudaMemcpy3D, by pointer attributes. */
cudaError_t cudaMemcpy3DPeer(const struct cudaMemcpy3DPeerParms *p);
cudaError_t cudaMemcpy3DPeerAsync(const struct cudaMemcpy3DPeerParms *p, cudaStream_t stream CU2X_DEFAULT(0));

/* The memory is set when the call returns (CUDA may return before). */
cudaError_t cudaMemset(void *devPtr, int value, size_t count);
/* Asynchronous, in the stream's order. */
cudaError_t cudaMemsetAsync(void *devPtr, int value, size_t count, cudaStream_t stream CU2X_DEFAULT(0));
/* Rows of `width` bytes, set when the call returns. */
cudaError_t cudaMemset2D(void *devPtr, size_t pitch, int value, size_t width, size_t height);
/* Asynchronous; each row is a command of its own. */
cudaError_t cudaMemset2DAsync(void *devPtr, size_t pitch, int value, size_t width, size_t height,
                              cudaStream_t stream CU2X_DEFAULT(0));
/* Slices of pitched rows, set when the call returns. */
cudaError_t cudaMemset3D(struct cudaPitchedPtr pitchedDevPtr, int value, struct cudaExtent extent);
/* Asynchronous; each row is a command of its own. */
cudaError_t cudaMemset3DAsync(struct cudaPitchedPtr pitchedDevPtr, int value, struct cudaExtent extent,
                              cudaStream_t stream CU2X_DEFAULT(0));

/* Device variables by the address of the host's object of that name. */
cudaError_t cudaMemcpyToSymbol(const void *symbol, const void *src, size_t count, size_t offset CU2X_DEFAULT(0),
                               enum cudaMemcpyKind kind CU2X_DEFAULT(cudaMemcpyHostToDevice));
cudaError_t cudaMemcpyFromSymbol(void *dst, const void *symbol, size_t count, size_t offset CU2X_DEFAULT(0),
                                 enum cudaMemcpyKind kind CU2X_DEFAULT(cudaMemcpyDeviceToHost));
/* Asynchronous when the other side is memory of the runtime's; else done on return. */
cudaError_t cudaMemcpyToSymbolAsync(const void *symbol, const void *src, size_t count, size_t offset,
                                    enum cudaMemcpyKind kind, cudaStream_t stream CU2X_DEFAULT(0));
cudaError_t cudaMemcpyFromSymbolAsync(void *dst, const void *symbol, size_t count, size_t offset,
                                      enum cudaMemcpyKind kind, cudaStream_t stream CU2X_DEFAULT(0));
/* The variable's memory on the current device, which is allocated and initialised if it was not yet.
 * cudaErrorInvalidSymbol for what is no device variable. */
cudaError_t cudaGetSymbolAddress(void **devPtr, const void *symbol);
/* The variable's size in bytes. */
cudaError_t cudaGetSymbolSize(size_t *size, const void *symbol);

/* Hints: pointers and devices are checked; prefetch waits for nothing and moves what the back end can move. */
cudaError_t cudaMemPrefetchAsync(const void *devPtr, size_t count, int dstDevice, cudaStream_t stream CU2X_DEFAULT(0));
/* Checked, and without effect. */
cudaError_t cudaMemAdvise(const void *devPtr, size_t count, enum cudaMemoryAdvise advice, int device);
/* Nothing is known of a range: 0 for read-mostly, cudaInvalidDeviceId for the locations. */
cudaError_t cudaMemRangeGetAttribute(void *data, size_t dataSize, enum cudaMemRangeAttribute attribute,
                                     const void *devPtr, size_t count);

/* Memory in stream order. What a stream frees it may get again at once; the rest goes back to the device when the
 * stream or the device is synchronised. Pools are accepted; all share the device's one pool. */
cudaError_t cudaMallocAsync(void **devPtr, size_t size, cudaStream_t stream);
/* The memory may be used again by later allocations of the same stream; memory of cudaMalloc is taken too. */
cudaError_t cudaFreeAsync(void *devPtr, cudaStream_t stream);
/* As cudaMallocAsync: the pool only has to be one. */
cudaError_t cudaMallocFromPoolAsync(void **ptr, size_t size, cudaMemPool_t memPool, cudaStream_t stream);
/* The handle of the device's one pool. Shareable handles are cudaErrorNotSupported. */
cudaError_t cudaMemPoolCreate(cudaMemPool_t *memPool, const struct cudaMemPoolProps *poolProps);
/* Checked, and without effect. */
cudaError_t cudaMemPoolDestroy(cudaMemPool_t memPool);
/* Waits for the device and gives back all that is free, whatever should be kept. */
cudaError_t cudaMemPoolTrimTo(cudaMemPool_t memPool, size_t minBytesToKeep);
/* The release threshold is kept: at its highest value freed memory stays with its stream until the device is
 * synchronised. Other attributes are accepted. */
cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t memPool, enum cudaMemPoolAttr attr, void *value);
/* The release threshold; 1 for the reuse attributes, 0 for the counts. */
cudaError_t cudaMemPoolGetAttribute(cudaMemPool_t memPool, enum cudaMemPoolAttr attr, void *value);
/* Accepted: every device of the context has access. */
cudaError_t cudaMemPoolSetAccess(cudaMemPool_t memPool, const struct cudaMemAccessDesc *descList, size_t count);
/* The device's one pool, for all three. */
cudaError_t cudaDeviceGetDefaultMemPool(cudaMemPool_t *memPool, int device);
cudaError_t cudaDeviceGetMemPool(cudaMemPool_t *memPool, int device);
cudaError_t cudaDeviceSetMemPool(int device, cudaMemPool_t memPool);

/* ---- Streams ---- */

/* A stream of the current device that keeps order with the legacy default stream. */
cudaError_t cudaStreamCreate(cudaStream_t *pStream);
/* cudaStreamNonBlocking: without that order. */
cudaError_t cudaStreamCreateWithFlags(cudaStream_t *pStream, unsigned int flags);
/* The priority is clamped to the device's range, and is a hint. */
cudaError_t cudaStreamCreateWithPriority(cudaStream_t *pStream, unsigned int flags, int priority);
/* The stream's work still runs to its end; the call waits for it (CUDA's returns at once). */
cudaError_t cudaStreamDestroy(cudaStream_t stream);
/* Waits for the stream's work and reports an asynchronous error. The legacy default stream waits for blocking
 * streams too. */
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
/* cudaSuccess when all work is done, cudaErrorNotReady when not. */
cudaError_t cudaStreamQuery(cudaStream_t stream);
/* The stream's later work waits for what the event last recorded; an event that recorded nothing holds nobody up.
 * External events are cudaErrorNotSupported. */
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int flags CU2X_DEFAULT(0));
/* The flags, priority, number and device that the stream was made with. */
cudaError_t cudaStreamGetFlags(cudaStream_t hStream, unsigned int *flags);
cudaError_t cudaStreamGetPriority(cudaStream_t hStream, int *priority);
cudaError_t cudaStreamGetId(cudaStream_t hStream, unsigned long long *streamId);
cudaError_t cudaStreamGetDevice(cudaStream_t hStream, int *device);
/* Calls the function once, on a thread of the runtime's, after the stream's earlier work and before its later work. */
cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t callback, void *userData,
                                  unsigned int flags);
/* As cudaStreamAddCallback, without the error: it is not called after a device error in CUDA; here it may be. */
cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t fn, void *userData);
/* Accepted and without effect: managed memory is always reachable from all streams. */
cudaError_t cudaStreamAttachMemAsync(cudaStream_t stream, void *devPtr, size_t length CU2X_DEFAULT(0),
                                     unsigned int flags CU2X_DEFAULT(cudaMemAttachSingle));
/* Streams are checked; attributes are accepted and have no effect, and only the priority can be read back. */
cudaError_t cudaStreamCopyAttributes(cudaStream_t dst, cudaStream_t src);
cudaError_t cudaStreamSetAttribute(cudaStream_t hStream, enum cudaLaunchAttributeID attr,
                                   const cudaLaunchAttributeValue *value);
cudaError_t cudaStreamGetAttribute(cudaStream_t hStream, enum cudaLaunchAttributeID attr,
                                   cudaLaunchAttributeValue *value);
/* Without effect. */
cudaError_t cudaCtxResetPersistingL2Cache(void);

/* ---- Events ---- */

/* An event of the current device with timing. Flags: cudaEventBlockingSync has no effect, cudaEventInterprocess is
 * cudaErrorNotSupported. */
cudaError_t cudaEventCreate(cudaEvent_t *event);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned int flags);
/* Marks the stream's work so far; an earlier record is forgotten. Event and stream have to be of one device. */
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream CU2X_DEFAULT(0));
cudaError_t cudaEventRecordWithFlags(cudaEvent_t event, cudaStream_t stream CU2X_DEFAULT(0),
                                     unsigned int flags CU2X_DEFAULT(0));
/* cudaSuccess when the recorded work is done or nothing was recorded, else cudaErrorNotReady. */
cudaError_t cudaEventQuery(cudaEvent_t event);
/* Waits for the recorded work, if any. */
cudaError_t cudaEventSynchronize(cudaEvent_t event);
/* May be called while recorded work is still running. */
cudaError_t cudaEventDestroy(cudaEvent_t event);
/* Milliseconds between two completed events, by the device's clock. */
cudaError_t cudaEventElapsedTime(float *ms, cudaEvent_t start, cudaEvent_t end);

/* ---- Kernels ---- */

/* `func` is the address of a kernel of the translated program. In a program that a SYCL compiler built single source
 * nothing is known of a kernel but its address: any function is taken for one, with the device's own limits, and
 * cudaLaunchKernel by address is cudaErrorInvalidDeviceFunction. Resources that a portable back end cannot tell
 * (registers, constant and local bytes) are 0; numRegs is then 32 so that programs may divide by it. */
cudaError_t cudaFuncGetAttributes(struct cudaFuncAttributes *attr, const void *func);
/* The dynamic shared memory limit is checked against the device and kept; others are accepted. */
cudaError_t cudaFuncSetAttribute(const void *func, enum cudaFuncAttribute attr, int value);
/* Checked, and without effect. */
cudaError_t cudaFuncSetCacheConfig(const void *func, enum cudaFuncCache cacheConfig);
/* Checked, and without effect. */
cudaError_t cudaFuncSetSharedMemConfig(const void *func, enum cudaSharedMemConfig config);
/* The translated kernel's name with its template arguments: not CUDA's mangled one. */
cudaError_t cudaFuncGetName(const char **name, const void *func);
/* Launch errors as CUDA's: a zero or too large grid or block is cudaErrorInvalidConfiguration, too much dynamic shared
 * memory cudaErrorInvalidValue, an unknown function cudaErrorInvalidDeviceFunction. */
cudaError_t cudaLaunchKernel(const void *func, struct dim3 gridDim, struct dim3 blockDim, void **args, size_t sharedMem,
                             cudaStream_t stream);
/* As cudaLaunchKernel. Clusters of more than one block are cudaErrorNotSupported; other attributes are accepted. */
cudaError_t cudaLaunchKernelExC(const cudaLaunchConfig_t *config, const void *func, void **args);
/* As cudaLaunchKernel. A kernel that synchronises its whole grid is refused when translated; the number of blocks is
 * checked against what the device is said to hold at once. */
cudaError_t cudaLaunchCooperativeKernel(const void *func, struct dim3 gridDim, struct dim3 blockDim, void **args,
                                        size_t sharedMem, cudaStream_t stream);
/* cudaErrorNotSupported. */
cudaError_t cudaLaunchCooperativeKernelMultiDevice(struct cudaLaunchParams *launchParamsList, unsigned int numDevices,
                                                   unsigned int flags CU2X_DEFAULT(0));
/* An estimate from threads, shared memory and the device's size; registers are not known. */
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int *numBlocks, const void *func, int blockSize,
                                                          size_t dynamicSMemSize);
/* The same; flags are checked and have no effect. */
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *numBlocks, const void *func, int blockSize,
                                                                   size_t dynamicSMemSize, unsigned int flags);
/* The local memory that is left to each of `numBlocks` blocks of one multiprocessor. */
cudaError_t cudaOccupancyAvailableDynamicSMemPerBlock(size_t *dynamicSmemSize, const void *func, int numBlocks,
                                                      int blockSize);
/* cudaErrorNotSupported, both. */
cudaError_t cudaOccupancyMaxActiveClusters(int *numClusters, const void *func, const cudaLaunchConfig_t *launchConfig);
cudaError_t cudaOccupancyMaxPotentialClusterSize(int *clusterSize, const void *func,
                                                 const cudaLaunchConfig_t *launchConfig);

#include "cu2x/unsupported_api.h"

#ifdef __cplusplus
}
#endif

/* With CUDA_API_PER_THREAD_DEFAULT_STREAM (nvcc --default-stream per-thread) stream 0 means the calling thread's own
 * stream. Unlike CUDA's it then does so for the whole program, not for this source alone. */
#if defined(CUDA_API_PER_THREAD_DEFAULT_STREAM) && defined(__cplusplus) && !defined(CU2X_RTC)
extern "C" int cu2x_use_per_thread_default_stream(void);
namespace {
const int cu2x_per_thread_default_stream __attribute__((unused)) = cu2x_use_per_thread_default_stream();
}
#endif

#endif
