// The runtime's state and the helpers that every API function uses. Private to the library.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <unordered_set>
#include <vector>

#include "backend.hpp"

// A stream: an in-order queue and what its order against the legacy default stream needs.
struct CUstream_st {
  int device = 0;
  cu2x::queue_handle queue = nullptr;
  // What keeps the queue: a thread that waits for all streams may still hold it when another destroys the stream.
  std::shared_ptr<void> owner;
  unsigned flags = cudaStreamDefault;
  int priority = 0;
  unsigned long long id = 0;
  bool is_legacy = false;
  // Under the device's order mutex: work since the legacy stream last waited for this one, and the legacy stream's
  // count of work that this one has waited for.
  bool has_new_work = false;
  unsigned long long seen_legacy_work = 0;
};

namespace cu2x {

struct device_state {
  explicit device_state(int number);

  const int number;
  const device_info info;

  CUstream_st legacy;
  // Guards the order between the legacy stream and blocking streams, and the list of streams.
  std::mutex order;
  std::vector<CUstream_st *> streams;
  std::atomic<int> blocking_streams{0};
  std::atomic<unsigned long long> legacy_work{0};

  std::atomic<unsigned> flags{0};
  std::atomic<size_t> limits[8];
  std::atomic<int> cache_config{cudaFuncCachePreferNone};
  std::atomic<int> bank_config{cudaSharedMemBankSizeDefault};
};

// Devices are set up on first use and never destroyed: objects of the program may call the API while it exits.
device_state &device(int number);
int device_count();
int current_device_number();
void set_current_device(int number);
device_state &current_device();

cudaError_t &last_error();

// Gives up on an API call with an error.
[[noreturn]] inline void fail(cudaError_t error) { throw api_error{error}; }
inline void require(bool condition, cudaError_t error = cudaErrorInvalidValue) {
  if (!condition) fail(error);
}

inline cudaError_t remember(cudaError_t error) {
  if (error != cudaSuccess && error != cudaErrorNotReady) last_error() = error;
  return error;
}

// The first sticky error of the current device, without setting up a device that nobody has used.
cudaError_t sticky_error();

template <typename F>
cudaError_t guarded(F &&body) noexcept {
  try {
    return body();
  } catch (const api_error &error) {
    return error.code;
  } catch (const std::bad_alloc &) {
    return cudaErrorMemoryAllocation;
  } catch (...) {
    return cudaErrorUnknown;
  }
}

// The border of an API function: exceptions become errors, errors are remembered, a sticky error comes first.
template <typename F>
cudaError_t api(F &&body) noexcept {
  const cudaError_t sticky = sticky_error();
  if (sticky != cudaSuccess) return remember(sticky);
  return remember(guarded([&]() -> cudaError_t {
    if constexpr (std::is_void_v<decltype(body())>) {
      body();
      return cudaSuccess;
    } else {
      return body();
    }
  }));
}

// Gives the stream a queue of its own.
void attach_queue(CUstream_st &stream);

// The stream that a handle names; fails with cudaErrorInvalidResourceHandle.
CUstream_st &resolve(cudaStream_t stream);

// Held while work is put into a stream: brings it into order with the legacy default stream first.
class stream_turn {
 public:
  explicit stream_turn(CUstream_st &stream);
  stream_turn(const stream_turn &) = delete;

 private:
  std::unique_lock<std::mutex> lock_;
};

void synchronize_stream(CUstream_st &stream);
void synchronize_device(device_state &state);
// Waits for every device that is in use; for the end of the process.
void synchronize_everything() noexcept;
void destroy_streams(device_state &state);
void destroy_events(int device);

struct allocation {
  char *begin;
  size_t bytes;
  memory_kind kind;
  int device;
  unsigned flags;
  bool registered;  // the program's own memory, named by cudaHostRegister
  bool pooled;      // from cudaMallocAsync
};

// The allocation that holds `memory`; false when the runtime and the back end know none.
bool find_allocation(const void *memory, allocation &found);
void release_all_memory(int device);
// Gives back to the device what the stream (null: every stream of the device) has freed.
void trim_pool(int device, CUstream_st *stream);

// Device memory of a registered variable; fails with cudaErrorInvalidSymbol.
void *variable_memory(const void *address, int device);
void reset_variables(int device);

// The kernel of a stub's address; fails with cudaErrorInvalidDeviceFunction.
rtc::detail::kernel_record &resolve_kernel(const void *stub);
// Compiles it for the device if need be; fails with the error that compiling it gives.
kernel_handle compiled_kernel(rtc::detail::kernel_record &record, int device, rtc::detail::grid_size size);
// Kernels are compiled on a thread of the runtime's from the program's first use of memory or streams on, so that the
// first launch need not wait for all of it; what a program measures starts with a synchronisation or an event, and those
// wait for the compiler, so that it does not measure that.
void start_building(int device);
void finish_building();
void stop_building();
void launch_kernel(rtc::detail::kernel_record &record, dim3 grid, dim3 block, const void *const *arguments,
                   size_t dynamic_local, cudaStream_t stream);
// For launches that the target's own compiler makes: the native queue in stream order, or null with the error set. What
// begin_native_launch begins, end_native_launch ends, on the same thread.
void *begin_native_launch(dim3 grid, dim3 block, size_t static_local, size_t dynamic_local, cudaStream_t stream);
void end_native_launch(bool failed);
// Checks a launch as CUDA does, before anything is compiled or queued.
void check_configuration(const device_state &state, dim3 grid, dim3 block, size_t static_local, size_t dynamic_local,
                         int dynamic_limit);

}  // namespace cu2x
