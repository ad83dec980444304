// What a target provides: the interface over which the runtime implements the meaning of CUDA's API, once for all
// targets. A back end knows devices, memory, in-order queues, events and kernels; it knows no CUDA stream order, no
// error state and no CUDA name but those of types.
//
// Every function may be called from any thread. Failure is a thrown `api_error` with the CUDA error that says it.
// Handles are the back end's own objects, opaque here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <cuda_runtime_api.h>

#include "kernel_record.hpp"

namespace cu2x {

// Thrown inside the runtime, caught at the API's border.
struct api_error {
  cudaError_t code;
};

enum class memory_kind { device, host, managed };

// What a device is, as far as CUDA's properties ask. 0 where the target cannot tell.
struct device_info {
  std::string name;
  size_t memory_bytes = 0;
  size_t largest_allocation = 0;
  size_t local_bytes = 0;
  size_t cache_bytes = 0;
  unsigned compute_units = 1;
  unsigned largest_block = 1024;
  unsigned clock_khz = 0;
  unsigned memory_clock_khz = 0;
  unsigned memory_bus_bits = 0;
  unsigned pci_bus = 0, pci_device = 0, pci_domain = 0;
  unsigned char uuid[16] = {};
  bool is_cpu = false;                // host memory and device memory are one
  bool has_managed = false;
  bool has_concurrent_managed = false;
  bool has_host_memory = false;       // the device reaches host allocations
  bool has_system_memory = false;     // the device reaches all host memory
  bool has_priorities = false;
};

using queue_handle = void *;
using event_handle = void *;
using program_handle = void *;
using kernel_handle = void *;

struct kernel_launch {
  dim3 grid;
  dim3 block;
  const void *const *arguments;  // one per parameter of the kernel's record
  void *const *variables;        // device memory of the record's variables, in order
  size_t local_bytes;            // static and dynamic local memory
};

// Why kernels did not compile: the compiler's words, and the kernels that its messages are about. None, when the fault
// lies in the unit's own text.
struct build_report {
  std::string log;
  std::vector<rtc::detail::kernel_record *> blamed;
};

class backend {
 public:
  virtual ~backend() = default;

  virtual int device_count() = 0;
  virtual device_info describe(int device) = 0;
  virtual size_t free_memory(int device) = 0;
  virtual bool can_access_peer(int device, int peer) = 0;

  // Null when there is not so much memory.
  virtual void *allocate(int device, memory_kind kind, size_t bytes, size_t align) = 0;
  virtual void release(int device, memory_kind kind, void *memory) = 0;
  // Memory that other code of the same target allocated; false when the target does not know the pointer.
  virtual bool find_foreign(const void *memory, memory_kind &kind, int &device) = 0;

  virtual queue_handle create_queue(int device, int priority) = 0;
  virtual void destroy_queue(queue_handle queue) = 0;
  virtual void wait_queue(queue_handle queue) = 0;
  virtual bool queue_is_idle(queue_handle queue) = 0;
  virtual void *native_queue(queue_handle queue) = 0;

  virtual void copy(queue_handle queue, void *to, const void *from, size_t bytes) = 0;
  virtual void copy_2d(queue_handle queue, void *to, size_t to_pitch, const void *from, size_t from_pitch, size_t width,
                       size_t height) = 0;
  virtual void fill(queue_handle queue, void *to, unsigned char value, size_t bytes) = 0;
  virtual void prefetch(queue_handle queue, const void *memory, size_t bytes) = 0;
  virtual void call_host(queue_handle queue, void (*function)(void *), void *data) = 0;

  virtual event_handle record_event(queue_handle queue) = 0;
  virtual void release_event(event_handle event) = 0;
  virtual bool event_is_done(event_handle event) = 0;
  virtual void wait_event(event_handle event) = 0;
  virtual void queue_wait_event(queue_handle queue, event_handle event) = 0;
  virtual uint64_t event_nanoseconds(event_handle event) = 0;

  // Compiles kernels of one unit; null when they do not compile.
  virtual program_handle build(int device, const rtc::unit &source,
                               const std::vector<rtc::detail::kernel_record *> &kernels, rtc::detail::grid_size size,
                               build_report &report) = 0;
  // Kernel handles live as long as the program does: to the end of the process.
  virtual kernel_handle get_kernel(program_handle program, const rtc::detail::kernel_record &kernel) = 0;
  virtual unsigned largest_block(kernel_handle kernel, int device) = 0;
  virtual void launch(queue_handle queue, kernel_handle kernel, const rtc::detail::kernel_record &record,
                      const kernel_launch &launch) = 0;
};

// Told by a back end when work that was queued on a device failed: the error becomes sticky.
void report_asynchronous_error(int device, cudaError_t error, const char *what);

// The one back end that the library is linked with. Made on first use, never destroyed.
backend &get_backend();

}  // namespace cu2x
