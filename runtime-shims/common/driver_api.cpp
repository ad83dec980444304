// The part of the driver API that cuda.h declares, over the runtime API.

#include <cuda.h>

#include <cstdint>
#include <cstdio>
#include <vector>

namespace {

CUresult result(cudaError_t error) { return static_cast<CUresult>(error); }
void *pointer(CUdeviceptr address) { return reinterpret_cast<void *>(static_cast<uintptr_t>(address)); }

// A context's handle only tells its device: 1 for device 0, so that it is never null.
CUcontext context_of(CUdevice device) { return reinterpret_cast<CUcontext>(static_cast<uintptr_t>(device) + 1); }
CUdevice device_of(CUcontext context) { return static_cast<CUdevice>(reinterpret_cast<uintptr_t>(context) - 1); }

}  // namespace

extern "C" {

CUresult cuInit(unsigned int flags) {
  int count = 0;
  return flags ? CUDA_ERROR_INVALID_VALUE : result(cudaGetDeviceCount(&count));
}

CUresult cuDriverGetVersion(int *version) { return result(cudaDriverGetVersion(version)); }

CUresult cuGetErrorName(CUresult error, const char **text) {
  if (!text) return CUDA_ERROR_INVALID_VALUE;
  *text = cudaGetErrorName(static_cast<cudaError_t>(error));
  return CUDA_SUCCESS;
}

CUresult cuGetErrorString(CUresult error, const char **text) {
  if (!text) return CUDA_ERROR_INVALID_VALUE;
  *text = cudaGetErrorString(static_cast<cudaError_t>(error));
  return CUDA_SUCCESS;
}

CUresult cuDeviceGetCount(int *count) { return result(cudaGetDeviceCount(count)); }

CUresult cuDeviceGet(CUdevice *device, int ordinal) {
  if (!device) return CUDA_ERROR_INVALID_VALUE;
  *device = ordinal;
  return result(cudaInitDevice(ordinal, 0, 0));
}

CUresult cuDeviceGetName(char *name, int length, CUdevice device) {
  if (!name || length <= 0) return CUDA_ERROR_INVALID_VALUE;
  cudaDeviceProp properties;
  const cudaError_t error = cudaGetDeviceProperties(&properties, device);
  if (error == cudaSuccess) std::snprintf(name, static_cast<size_t>(length), "%s", properties.name);
  return result(error);
}

CUresult cuDeviceTotalMem(size_t *bytes, CUdevice device) {
  if (!bytes) return CUDA_ERROR_INVALID_VALUE;
  cudaDeviceProp properties;
  const cudaError_t error = cudaGetDeviceProperties(&properties, device);
  if (error == cudaSuccess) *bytes = properties.totalGlobalMem;
  return result(error);
}

CUresult cuDeviceGetAttribute(int *value, CUdevice_attribute attribute, CUdevice device) {
  return result(cudaDeviceGetAttribute(value, static_cast<cudaDeviceAttr>(attribute), device));
}

CUresult cuDeviceComputeCapability(int *major, int *minor, CUdevice device) {
  const CUresult first = cuDeviceGetAttribute(major, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device);
  return first ? first : cuDeviceGetAttribute(minor, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
}

CUresult cuCtxCreate(CUcontext *context, unsigned int, CUdevice device) {
  if (!context) return CUDA_ERROR_INVALID_VALUE;
  *context = context_of(device);
  return result(cudaSetDevice(device));
}

CUresult cuCtxDestroy(CUcontext context) { return context ? CUDA_SUCCESS : CUDA_ERROR_INVALID_CONTEXT; }

CUresult cuCtxGetCurrent(CUcontext *context) {
  if (!context) return CUDA_ERROR_INVALID_VALUE;
  int device = 0;
  const cudaError_t error = cudaGetDevice(&device);
  if (error == cudaSuccess) *context = context_of(device);
  return result(error);
}

CUresult cuCtxSetCurrent(CUcontext context) {
  return context ? result(cudaSetDevice(device_of(context))) : CUDA_SUCCESS;
}

CUresult cuCtxGetDevice(CUdevice *device) { return result(cudaGetDevice(device)); }
CUresult cuCtxSynchronize(void) { return result(cudaDeviceSynchronize()); }

CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
  if (!context) return CUDA_ERROR_INVALID_VALUE;
  *context = context_of(device);
  return result(cudaInitDevice(device, 0, 0));
}

CUresult cuDevicePrimaryCtxRelease(CUdevice device) { return result(cudaInitDevice(device, 0, 0)); }

CUresult cuMemAlloc(CUdeviceptr *address, size_t bytes) {
  if (!address || !bytes) return CUDA_ERROR_INVALID_VALUE;
  void *memory = nullptr;
  const cudaError_t error = cudaMalloc(&memory, bytes);
  *address = static_cast<CUdeviceptr>(reinterpret_cast<uintptr_t>(memory));
  return result(error);
}

CUresult cuMemFree(CUdeviceptr address) { return result(cudaFree(pointer(address))); }
CUresult cuMemAllocHost(void **address, size_t bytes) { return result(cudaMallocHost(address, bytes)); }
CUresult cuMemFreeHost(void *address) { return result(cudaFreeHost(address)); }
CUresult cuMemGetInfo(size_t *free, size_t *total) { return result(cudaMemGetInfo(free, total)); }

CUresult cuMemcpyHtoD(CUdeviceptr to, const void *from, size_t bytes) {
  return result(cudaMemcpy(pointer(to), from, bytes, cudaMemcpyHostToDevice));
}

CUresult cuMemcpyDtoH(void *to, CUdeviceptr from, size_t bytes) {
  return result(cudaMemcpy(to, pointer(from), bytes, cudaMemcpyDeviceToHost));
}

CUresult cuMemcpyDtoD(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
  return result(cudaMemcpy(pointer(to), pointer(from), bytes, cudaMemcpyDeviceToDevice));
}

CUresult cuMemcpyHtoDAsync(CUdeviceptr to, const void *from, size_t bytes, CUstream stream) {
  return result(cudaMemcpyAsync(pointer(to), from, bytes, cudaMemcpyHostToDevice, stream));
}

CUresult cuMemcpyDtoHAsync(void *to, CUdeviceptr from, size_t bytes, CUstream stream) {
  return result(cudaMemcpyAsync(to, pointer(from), bytes, cudaMemcpyDeviceToHost, stream));
}

CUresult cuMemsetD8(CUdeviceptr to, unsigned char value, size_t count) {
  return result(cudaMemset(pointer(to), value, count));
}

CUresult cuMemsetD32(CUdeviceptr to, unsigned int value, size_t count) {
  const std::vector<unsigned> values(count, value);
  return cuMemcpyHtoD(to, values.data(), count * sizeof value);
}

CUresult cuStreamCreate(CUstream *stream, unsigned int flags) {
  return result(cudaStreamCreateWithFlags(stream, flags));
}

CUresult cuStreamDestroy(CUstream stream) { return result(cudaStreamDestroy(stream)); }
CUresult cuStreamSynchronize(CUstream stream) { return result(cudaStreamSynchronize(stream)); }
CUresult cuStreamQuery(CUstream stream) { return result(cudaStreamQuery(stream)); }
CUresult cuEventCreate(CUevent *event, unsigned int flags) { return result(cudaEventCreateWithFlags(event, flags)); }
CUresult cuEventDestroy(CUevent event) { return result(cudaEventDestroy(event)); }
CUresult cuEventRecord(CUevent event, CUstream stream) { return result(cudaEventRecord(event, stream)); }
CUresult cuEventSynchronize(CUevent event) { return result(cudaEventSynchronize(event)); }

CUresult cuEventElapsedTime(float *ms, CUevent start, CUevent end) {
  return result(cudaEventElapsedTime(ms, start, end));
}

}  // extern "C"
