// Copies and fills of memory.

#include <cstring>

#include "runtime.hpp"

namespace cu2x {

namespace {

// One side of a copy: what the runtime knows of the pointer.
struct side {
  allocation found;
  bool known;
  // Pageable: memory of the program's own that the device's copy engine must not read or write behind its back.
  bool pageable() const { return !known; }
};

side look_up(const void *memory) {
  side result;
  result.known = find_allocation(memory, result.found);
  return result;
}

// `memory` has to hold `bytes`, and to be memory that the device reaches where the kind says "device".
side check_side(const void *memory, size_t bytes, bool has_to_be_device, const device_state &state) {
  require(memory);
  side result = look_up(memory);
  if (result.known) {
    const size_t offset = static_cast<size_t>(static_cast<const char *>(memory) - result.found.begin);
    require(result.found.registered || bytes <= result.found.bytes - offset);
  }
  require(!has_to_be_device || result.known || state.info.has_system_memory == true);
  return result;
}

bool says_device_destination(cudaMemcpyKind kind) {
  return kind == cudaMemcpyHostToDevice || kind == cudaMemcpyDeviceToDevice;
}
bool says_device_source(cudaMemcpyKind kind) {
  return kind == cudaMemcpyDeviceToHost || kind == cudaMemcpyDeviceToDevice;
}

void check_kind(cudaMemcpyKind kind) {
  require(kind >= cudaMemcpyHostToHost && kind <= cudaMemcpyDefault, cudaErrorInvalidMemcpyDirection);
}

// A small copy from pageable memory goes through a buffer of the runtime's, so that the call need not wait.
constexpr size_t largest_staged = 65536;

void release_buffer(void *buffer) { ::operator delete(buffer); }

void copy_rows(CUstream_st &stream, void *to, size_t to_pitch, const void *from, size_t from_pitch, size_t width,
               size_t height) {
  if (height == 1 || (to_pitch == width && from_pitch == width))
    get_backend().copy(stream.queue, to, from, width * height);
  else
    get_backend().copy_2d(stream.queue, to, to_pitch, from, from_pitch, width, height);
}

// Where host and device memory are one, what has to be done on return is quickest done here, once the stream is idle.
bool may_work_here(CUstream_st &stream) {
  if (!device(stream.device).info.is_cpu) return false;
  { stream_turn turn(stream); }
  get_backend().wait_queue(stream.queue);
  return true;
}

bool fill_here(CUstream_st &stream, void *to, size_t pitch, int value, size_t width, size_t height) {
  if (!may_work_here(stream)) return false;
  if (sticky_error() != cudaSuccess) return true;
  for (size_t row = 0; row < height; ++row) std::memset(static_cast<char *>(to) + row * pitch, value, width);
  return true;
}

bool copy_here(CUstream_st &stream, void *to, size_t to_pitch, const void *from, size_t from_pitch, size_t width,
               size_t height) {
  if (!may_work_here(stream)) return false;
  if (sticky_error() != cudaSuccess) return true;
  char *target = static_cast<char *>(to);
  const char *source = static_cast<const char *>(from);
  if (to_pitch == width && from_pitch == width) {
    std::memmove(target, source, width * height);
    return true;
  }
  for (size_t row = 0; row < height; ++row) std::memmove(target + row * to_pitch, source + row * from_pitch, width);
  return true;
}

cudaError_t copy_2d(void *to, size_t to_pitch, const void *from, size_t from_pitch, size_t width, size_t height,
                    cudaMemcpyKind kind, cudaStream_t handle, bool wait) {
  check_kind(kind);
  CUstream_st &stream = resolve(handle);
  if (!width || !height) return cudaSuccess;
  require(height == 1 || (to_pitch >= width && from_pitch >= width), cudaErrorInvalidPitchValue);
  if (height == 1) to_pitch = from_pitch = width;
  const device_state &state = device(stream.device);
  const side target = check_side(to, to_pitch * (height - 1) + width, says_device_destination(kind), state);
  const side source = check_side(from, from_pitch * (height - 1) + width, says_device_source(kind), state);
  const bool through_host = source.pageable() || target.pageable();
  if (!wait && source.pageable() && !target.pageable() && height == 1 && width <= largest_staged) {
    void *buffer = ::operator new(width);
    std::memcpy(buffer, from, width);
    stream_turn turn(stream);
    get_backend().copy(stream.queue, to, buffer, width);
    get_backend().call_host(stream.queue, release_buffer, buffer);
    return cudaSuccess;
  }
  const bool done_on_return = wait || through_host;
  if (done_on_return && copy_here(stream, to, to_pitch, from, from_pitch, width, height)) return sticky_error();
  {
    stream_turn turn(stream);
    copy_rows(stream, to, to_pitch, from, from_pitch, width, height);
  }
  if (done_on_return) get_backend().wait_queue(stream.queue);
  return sticky_error();
}

cudaError_t copy_3d(const cudaMemcpy3DParms *p, cudaStream_t stream, bool wait) {
  require(p);
  require(!p->srcArray && !p->dstArray, cudaErrorNotSupported);
  const cudaExtent extent = p->extent;
  if (!extent.width || !extent.height || !extent.depth) return cudaSuccess;
  const auto start = [](const cudaPitchedPtr &base, const cudaPos &at, size_t slice) {
    return static_cast<char *>(base.ptr) + ((at.z + slice) * base.ysize + at.y) * base.pitch + at.x;
  };
  require(p->srcPtr.ptr && p->dstPtr.ptr);
  for (size_t slice = 0; slice < extent.depth; ++slice) {
    const cudaError_t error = copy_2d(start(p->dstPtr, p->dstPos, slice), p->dstPtr.pitch,
                                      start(p->srcPtr, p->srcPos, slice), p->srcPtr.pitch, extent.width, extent.height,
                                      p->kind, stream, wait);
    if (error != cudaSuccess) return error;
  }
  return cudaSuccess;
}

cudaError_t fill_rows(void *to, size_t pitch, int value, size_t width, size_t height, cudaStream_t handle, bool wait) {
  CUstream_st &stream = resolve(handle);
  if (!width || !height) return cudaSuccess;
  require(height == 1 || pitch >= width, cudaErrorInvalidPitchValue);
  check_side(to, pitch * (height - 1) + width, true, device(stream.device));
  if (wait && fill_here(stream, to, pitch, value, width, height)) return sticky_error();
  {
    stream_turn turn(stream);
    const auto byte = static_cast<unsigned char>(value);
    if (height == 1 || pitch == width)
      get_backend().fill(stream.queue, to, byte, width * height);
    else
      for (size_t row = 0; row < height; ++row)
        get_backend().fill(stream.queue, static_cast<char *>(to) + row * pitch, byte, width);
  }
  if (wait) get_backend().wait_queue(stream.queue);
  return sticky_error();
}

cudaError_t fill_3d(cudaPitchedPtr to, int value, cudaExtent extent, cudaStream_t stream, bool wait) {
  for (size_t slice = 0; slice < extent.depth; ++slice) {
    char *start = static_cast<char *>(to.ptr) + slice * to.ysize * to.pitch;
    const cudaError_t error = fill_rows(start, to.pitch, value, extent.width, extent.height, stream, wait);
    if (error != cudaSuccess) return error;
  }
  return cudaSuccess;
}

cudaMemcpy3DParms same_without_devices(const cudaMemcpy3DPeerParms *p) {
  require(p);
  return {p->srcArray, p->srcPos, p->srcPtr, p->dstArray, p->dstPos, p->dstPtr, p->extent, cudaMemcpyDefault};
}

}  // namespace

}  // namespace cu2x

using namespace cu2x;

extern "C" cudaError_t cudaMemcpy(void *dst, const void *src, size_t count, cudaMemcpyKind kind) {
  return api([=] { return copy_2d(dst, count, src, count, count, 1, kind, 0, true); });
}

extern "C" cudaError_t cudaMemcpyAsync(void *dst, const void *src, size_t count, cudaMemcpyKind kind,
                                       cudaStream_t stream) {
  return api([=] { return copy_2d(dst, count, src, count, count, 1, kind, stream, false); });
}

extern "C" cudaError_t cudaMemcpy2D(void *dst, size_t dpitch, const void *src, size_t spitch, size_t width,
                                    size_t height, cudaMemcpyKind kind) {
  return api([=] { return copy_2d(dst, dpitch, src, spitch, width, height, kind, 0, true); });
}

extern "C" cudaError_t cudaMemcpy2DAsync(void *dst, size_t dpitch, const void *src, size_t spitch, size_t width,
                                         size_t height, cudaMemcpyKind kind, cudaStream_t stream) {
  return api([=] { return copy_2d(dst, dpitch, src, spitch, width, height, kind, stream, false); });
}

extern "C" cudaError_t cudaMemcpy3D(const cudaMemcpy3DParms *p) {
  return api([=] { return copy_3d(p, 0, true); });
}

extern "C" cudaError_t cudaMemcpy3DAsync(const cudaMemcpy3DParms *p, cudaStream_t stream) {
  return api([=] { return copy_3d(p, stream, false); });
}

extern "C" cudaError_t cudaMemcpyPeer(void *dst, int dstDevice, const void *src, int srcDevice, size_t count) {
  return api([=] {
    device(dstDevice);
    device(srcDevice);
    return copy_2d(dst, count, src, count, count, 1, cudaMemcpyDefault, 0, true);
  });
}

extern "C" cudaError_t cudaMemcpyPeerAsync(void *dst, int dstDevice, const void *src, int srcDevice, size_t count,
                                           cudaStream_t stream) {
  return api([=] {
    device(dstDevice);
    device(srcDevice);
    return copy_2d(dst, count, src, count, count, 1, cudaMemcpyDefault, stream, false);
  });
}

extern "C" cudaError_t cudaMemcpy3DPeer(const cudaMemcpy3DPeerParms *p) {
  return api([=] {
    const cudaMemcpy3DParms parameters = same_without_devices(p);
    return copy_3d(&parameters, 0, true);
  });
}

extern "C" cudaError_t cudaMemcpy3DPeerAsync(const cudaMemcpy3DPeerParms *p, cudaStream_t stream) {
  return api([=] {
    const cudaMemcpy3DParms parameters = same_without_devices(p);
    return copy_3d(&parameters, stream, false);
  });
}

extern "C" cudaError_t cudaMemset(void *devPtr, int value, size_t count) {
  return api([=] { return fill_rows(devPtr, count, value, count, 1, 0, true); });
}

extern "C" cudaError_t cudaMemsetAsync(void *devPtr, int value, size_t count, cudaStream_t stream) {
  return api([=] { return fill_rows(devPtr, count, value, count, 1, stream, false); });
}

extern "C" cudaError_t cudaMemset2D(void *devPtr, size_t pitch, int value, size_t width, size_t height) {
  return api([=] { return fill_rows(devPtr, pitch, value, width, height, 0, true); });
}

extern "C" cudaError_t cudaMemset2DAsync(void *devPtr, size_t pitch, int value, size_t width, size_t height,
                                         cudaStream_t stream) {
  return api([=] { return fill_rows(devPtr, pitch, value, width, height, stream, false); });
}

extern "C" cudaError_t cudaMemset3D(cudaPitchedPtr pitchedDevPtr, int value, cudaExtent extent) {
  return api([=] { return fill_3d(pitchedDevPtr, value, extent, 0, true); });
}

extern "C" cudaError_t cudaMemset3DAsync(cudaPitchedPtr pitchedDevPtr, int value, cudaExtent extent,
                                         cudaStream_t stream) {
  return api([=] { return fill_3d(pitchedDevPtr, value, extent, stream, false); });
}

// ---- Hints ----

namespace {

void check_location(int number) {
  if (number != cudaCpuDeviceId) device(number);
}

}  // namespace

extern "C" cudaError_t cudaMemPrefetchAsync(const void *devPtr, size_t count, int dstDevice, cudaStream_t stream) {
  return api([=] {
    require(devPtr && count);
    check_location(dstDevice);
    CUstream_st &order = resolve(stream);
    const side known = look_up(devPtr);
    require(known.known && known.found.kind == memory_kind::managed);
    if (dstDevice == cudaCpuDeviceId) return;
    stream_turn turn(order);
    get_backend().prefetch(order.queue, devPtr, count);
  });
}

extern "C" cudaError_t cudaMemAdvise(const void *devPtr, size_t count, cudaMemoryAdvise advice, int number) {
  return api([=] {
    require(devPtr && count && advice >= cudaMemAdviseSetReadMostly && advice <= cudaMemAdviseUnsetAccessedBy);
    if (advice >= cudaMemAdviseSetPreferredLocation) check_location(number);
    const side known = look_up(devPtr);
    require(known.known && known.found.kind == memory_kind::managed);
  });
}

extern "C" cudaError_t cudaMemRangeGetAttribute(void *data, size_t dataSize, cudaMemRangeAttribute attribute,
                                                const void *devPtr, size_t count) {
  return api([=] {
    require(data && dataSize >= sizeof(int) && devPtr && count);
    *static_cast<int *>(data) = attribute == cudaMemRangeAttributeReadMostly ? 0 : cudaInvalidDeviceId;
  });
}
