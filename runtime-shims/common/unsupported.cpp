// What is declared in cu2x/unsupported_api.h: each function says cudaErrorNotSupported and changes nothing.

#include "runtime.hpp"

using cu2x::remember;

extern "C" cudaError_t cudaMallocArray(cudaArray_t *, const cudaChannelFormatDesc *, size_t, size_t, unsigned int) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaMalloc3DArray(cudaArray_t *, const cudaChannelFormatDesc *, cudaExtent, unsigned int) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaFreeArray(cudaArray_t) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaMemcpyToArray(cudaArray_t, size_t, size_t, const void *, size_t, cudaMemcpyKind) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaMemcpyFromArray(void *, cudaArray_const_t, size_t, size_t, size_t, cudaMemcpyKind) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaMemcpy2DToArray(cudaArray_t, size_t, size_t, const void *, size_t, size_t, size_t,
                                           cudaMemcpyKind) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaMemcpy2DToArrayAsync(cudaArray_t, size_t, size_t, const void *, size_t, size_t, size_t,
                                                cudaMemcpyKind, cudaStream_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaMemcpy2DFromArray(void *, size_t, cudaArray_const_t, size_t, size_t, size_t, size_t,
                                             cudaMemcpyKind) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaMemcpy2DFromArrayAsync(void *, size_t, cudaArray_const_t, size_t, size_t, size_t, size_t,
                                                  cudaMemcpyKind, cudaStream_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaMemcpy2DArrayToArray(cudaArray_t, size_t, size_t, cudaArray_const_t, size_t, size_t, size_t,
                                                size_t, cudaMemcpyKind) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaMallocMipmappedArray(cudaMipmappedArray_t *, const cudaChannelFormatDesc *, cudaExtent,
                                                unsigned int, unsigned int) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaFreeMipmappedArray(cudaMipmappedArray_t) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaGetMipmappedArrayLevel(cudaArray_t *, cudaMipmappedArray_const_t, unsigned int) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGetChannelDesc(cudaChannelFormatDesc *, cudaArray_const_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaArrayGetInfo(cudaChannelFormatDesc *, cudaExtent *, unsigned int *, cudaArray_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaCreateTextureObject(cudaTextureObject_t *, const cudaResourceDesc *,
                                               const cudaTextureDesc *, const cudaResourceViewDesc *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaDestroyTextureObject(cudaTextureObject_t) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaGetTextureObjectResourceDesc(cudaResourceDesc *, cudaTextureObject_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaCreateSurfaceObject(cudaSurfaceObject_t *, const cudaResourceDesc *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaDestroySurfaceObject(cudaSurfaceObject_t) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaStreamBeginCapture(cudaStream_t, cudaStreamCaptureMode) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaStreamEndCapture(cudaStream_t, cudaGraph_t *) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaGraphCreate(cudaGraph_t *, unsigned int) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaGraphDestroy(cudaGraph_t) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaGraphAddKernelNode(cudaGraphNode_t *, cudaGraph_t, const cudaGraphNode_t *, size_t,
                                              const cudaKernelNodeParams *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphAddMemcpyNode(cudaGraphNode_t *, cudaGraph_t, const cudaGraphNode_t *, size_t,
                                              const cudaMemcpy3DParms *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphAddMemsetNode(cudaGraphNode_t *, cudaGraph_t, const cudaGraphNode_t *, size_t,
                                              const cudaMemsetParams *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphAddHostNode(cudaGraphNode_t *, cudaGraph_t, const cudaGraphNode_t *, size_t,
                                            const cudaHostNodeParams *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphAddEmptyNode(cudaGraphNode_t *, cudaGraph_t, const cudaGraphNode_t *, size_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphAddDependencies(cudaGraph_t, const cudaGraphNode_t *, const cudaGraphNode_t *, size_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphAddChildGraphNode(cudaGraphNode_t *, cudaGraph_t, const cudaGraphNode_t *, size_t,
                                                  cudaGraph_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphAddMemcpyNode1D(cudaGraphNode_t *, cudaGraph_t, const cudaGraphNode_t *, size_t,
                                                void *, const void *, size_t, cudaMemcpyKind) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphAddEventRecordNode(cudaGraphNode_t *, cudaGraph_t, const cudaGraphNode_t *, size_t,
                                                   cudaEvent_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphAddEventWaitNode(cudaGraphNode_t *, cudaGraph_t, const cudaGraphNode_t *, size_t,
                                                 cudaEvent_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphKernelNodeGetParams(cudaGraphNode_t, cudaKernelNodeParams *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphKernelNodeSetParams(cudaGraphNode_t, const cudaKernelNodeParams *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphExecKernelNodeSetParams(cudaGraphExec_t, cudaGraphNode_t,
                                                        const cudaKernelNodeParams *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphNodeGetType(cudaGraphNode_t, cudaGraphNodeType *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphGetRootNodes(cudaGraph_t, cudaGraphNode_t *, size_t *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphDebugDotPrint(cudaGraph_t, const char *, unsigned int) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphGetNodes(cudaGraph_t, cudaGraphNode_t *, size_t *) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphClone(cudaGraph_t *, cudaGraph_t) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaGraphInstantiateWithFlags(cudaGraphExec_t *, cudaGraph_t, unsigned long long) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaGraphUpload(cudaGraphExec_t, cudaStream_t) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaGraphLaunch(cudaGraphExec_t, cudaStream_t) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaGraphExecDestroy(cudaGraphExec_t) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaIpcGetEventHandle(cudaIpcEventHandle_t *, cudaEvent_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaIpcOpenEventHandle(cudaEvent_t *, cudaIpcEventHandle_t) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaIpcGetMemHandle(cudaIpcMemHandle_t *, void *) { return remember(cudaErrorNotSupported); }
extern "C" cudaError_t cudaIpcOpenMemHandle(void **, cudaIpcMemHandle_t, unsigned int) {
  return remember(cudaErrorNotSupported);
}
extern "C" cudaError_t cudaIpcCloseMemHandle(void *) { return remember(cudaErrorNotSupported); }

extern "C" cudaChannelFormatDesc cudaCreateChannelDesc(int x, int y, int z, int w, cudaChannelFormatKind f) {
  return {x, y, z, w, f};
}

extern "C" cudaError_t cudaStreamIsCapturing(cudaStream_t stream, cudaStreamCaptureStatus *status) {
  return cu2x::api([=] {
    cu2x::resolve(stream);
    cu2x::require(status);
    *status = cudaStreamCaptureStatusNone;
  });
}

extern "C" cudaError_t cudaStreamGetCaptureInfo(cudaStream_t stream, cudaStreamCaptureStatus *status,
                                                unsigned long long *id) {
  if (id) *id = 0;
  return cudaStreamIsCapturing(stream, status);
}

extern "C" cudaError_t cudaThreadExchangeStreamCaptureMode(cudaStreamCaptureMode *) {
  return remember(cudaErrorNotSupported);
}
