// The back end interface over SYCL queues and unified shared memory.

#include <chrono>
#include <cstring>

#include "../../common/runtime.hpp"
#include "sycl_backend.hpp"

namespace cu2x {

namespace sycl_target {

device_info describe_device(int number);
size_t device_free_memory(int number);

namespace {

// The driver's own code, which DPC++ names in the exception's text only.
cudaError_t error_of_text(const char *text) {
  struct row {
    const char *name;
    cudaError_t code;
  };
  static const row rows[] = {
      {"OUT_OF_DEVICE_MEMORY", cudaErrorMemoryAllocation},    {"OUT_OF_HOST_MEMORY", cudaErrorMemoryAllocation},
      {"MEM_OBJECT_ALLOCATION_FAILURE", cudaErrorMemoryAllocation}, {"OUT_OF_RESOURCES", cudaErrorLaunchOutOfResources},
      {"INVALID_WORK_GROUP_SIZE", cudaErrorInvalidConfiguration},
      {"INVALID_WORK_DIMENSION", cudaErrorInvalidConfiguration},
      {"DEVICE_LOST", cudaErrorDevicesUnavailable},
  };
  for (const row &one : rows)
    if (std::strstr(text, one.name)) return one.code;
  return cudaErrorLaunchFailure;
}

cudaError_t error_of(const sycl::exception &error) {
  const std::error_code code = error.code();
  if (code == sycl::errc::memory_allocation) return cudaErrorMemoryAllocation;
  if (code == sycl::errc::feature_not_supported) return cudaErrorNotSupported;
  if (code == sycl::errc::nd_range) return cudaErrorInvalidConfiguration;
  if (code == sycl::errc::invalid) return cudaErrorInvalidValue;
  if (code == sycl::errc::build) return cudaErrorInvalidDeviceFunction;
  return error_of_text(error.what());
}

void report(int device, const sycl::exception_list &errors) {
  for (const std::exception_ptr &pointer : errors) {
    try {
      std::rethrow_exception(pointer);
    } catch (const sycl::exception &error) {
      report_asynchronous_error(device, error_of(error), error.what());
    } catch (const std::exception &error) {
      report_asynchronous_error(device, cudaErrorLaunchFailure, error.what());
    }
  }
}

bool is_complete(const sycl::event &event) {
  return event.get_info<sycl::info::event::command_execution_status>() == sycl::info::event_command_status::complete;
}

uint64_t host_time() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

sycl::queue make_queue(int device, int priority) {
  const device_entry &entry = devices()[static_cast<size_t>(device)];
  const auto handler = [device](sycl::exception_list errors) { report(device, errors); };
  const sycl::property_list properties{sycl::property::queue::in_order(), sycl::property::queue::enable_profiling()};
  (void)priority;
  return sycl::queue(entry.context, entry.device, handler, properties);
}

}  // namespace

void translate_exception(const sycl::exception &error) {
  throw api_error{error_of(error)};
}

queue_entry &queue_of(queue_handle handle) { return *static_cast<queue_entry *>(handle); }

class sycl_backend final : public backend {
 public:
  int device_count() override { return static_cast<int>(devices().size()); }
  device_info describe(int device) override {
    return translated([&] { return describe_device(device); });
  }
  size_t free_memory(int device) override {
    return translated([&] { return device_free_memory(device); });
  }
  bool can_access_peer(int device, int peer) override;

  void *allocate(int device, memory_kind kind, size_t bytes, size_t align) override;
  void release(int device, memory_kind kind, void *memory) override;
  bool find_foreign(const void *memory, memory_kind &kind, int &device) override;

  queue_handle create_queue(int device, int priority) override {
    return translated([&] { return new queue_entry{make_queue(device, priority), device}; });
  }
  void destroy_queue(queue_handle queue) override { delete &queue_of(queue); }
  void wait_queue(queue_handle queue) override;
  bool queue_is_idle(queue_handle queue) override;
  void *native_queue(queue_handle queue) override { return &queue_of(queue).queue; }

  void copy(queue_handle queue, void *to, const void *from, size_t bytes) override {
    translated([&] { queue_of(queue).queue.memcpy(to, from, bytes); });
  }
  void copy_2d(queue_handle queue, void *to, size_t to_pitch, const void *from, size_t from_pitch, size_t width,
               size_t height) override;
  void fill(queue_handle queue, void *to, unsigned char value, size_t bytes) override {
    translated([&] { queue_of(queue).queue.memset(to, value, bytes); });
  }
  void prefetch(queue_handle queue, const void *memory, size_t bytes) override {
    translated([&] { queue_of(queue).queue.prefetch(memory, bytes); });
  }
  void call_host(queue_handle queue, void (*function)(void *), void *data) override;

  event_handle record_event(queue_handle queue) override;
  void release_event(event_handle event) override { delete static_cast<event_entry *>(event); }
  bool event_is_done(event_handle event) override {
    return translated([&] { return is_complete(static_cast<event_entry *>(event)->event); });
  }
  void wait_event(event_handle event) override {
    translated([&] { static_cast<event_entry *>(event)->event.wait_and_throw(); });
  }
  void queue_wait_event(queue_handle queue, event_handle event) override;
  uint64_t event_nanoseconds(event_handle event) override;

  program_handle build(int device, const rtc::unit &source, const std::vector<rtc::detail::kernel_record *> &kernels,
                       rtc::detail::grid_size size, build_report &report) override {
    return build_program(device, source, kernels, size, report);
  }
  kernel_handle get_kernel(program_handle program, const rtc::detail::kernel_record &kernel) override {
    return find_kernel(program, kernel);
  }
  unsigned largest_block(kernel_handle kernel, int device) override { return kernel_largest_block(kernel, device); }
  void launch(queue_handle queue, kernel_handle kernel, const rtc::detail::kernel_record &record,
              const kernel_launch &launch) override {
    launch_compiled(queue_of(queue), kernel, record, launch);
  }
};

bool sycl_backend::can_access_peer(int device, int peer) {
#if CU2X_SYCL_HAS_RUN_TIME_COMPILER
  return translated([&] {
    sycl::device from = devices()[static_cast<size_t>(device)].device;
    return from.ext_oneapi_can_access_peer(devices()[static_cast<size_t>(peer)].device);
  });
#else
  (void)device;
  (void)peer;
  return false;
#endif
}

void *sycl_backend::allocate(int device, memory_kind kind, size_t bytes, size_t align) {
  const device_entry &entry = devices()[static_cast<size_t>(device)];
  return translated([&]() -> void * {
    switch (kind) {
      case memory_kind::device: return sycl::aligned_alloc_device(align, bytes, entry.device, entry.context);
      case memory_kind::host: return sycl::aligned_alloc_host(align, bytes, entry.context);
      case memory_kind::managed: return sycl::aligned_alloc_shared(align, bytes, entry.device, entry.context);
    }
    return nullptr;
  });
}

void sycl_backend::release(int device, memory_kind, void *memory) {
  translated([&] { sycl::free(memory, devices()[static_cast<size_t>(device)].context); });
}

bool sycl_backend::find_foreign(const void *memory, memory_kind &kind, int &device) {
  return translated([&] {
    const sycl::context &context = devices().front().context;
    switch (sycl::get_pointer_type(memory, context)) {
      case sycl::usm::alloc::device: kind = memory_kind::device; break;
      case sycl::usm::alloc::host: kind = memory_kind::host; break;
      case sycl::usm::alloc::shared: kind = memory_kind::managed; break;
      default: return false;
    }
    device = 0;
    if (kind == memory_kind::host) return true;
    const sycl::device owner = sycl::get_pointer_device(memory, context);
    for (size_t i = 0; i < devices().size(); ++i)
      if (devices()[i].device == owner) device = static_cast<int>(i);
    return true;
  });
}

void sycl_backend::wait_queue(queue_handle handle) {
  queue_entry &entry = queue_of(handle);
  try {
    entry.queue.wait_and_throw();
  } catch (const sycl::exception &error) {
    report_asynchronous_error(entry.device, error_of(error), error.what());
  }
}

bool sycl_backend::queue_is_idle(queue_handle queue) {
#if CU2X_SYCL_HAS_RUN_TIME_COMPILER
  return translated([&] { return queue_of(queue).queue.ext_oneapi_empty(); });
#else
  wait_queue(queue);
  return true;
#endif
}

void sycl_backend::copy_2d(queue_handle handle, void *to, size_t to_pitch, const void *from, size_t from_pitch,
                           size_t width, size_t height) {
  const auto row_to = [=](size_t row) { return static_cast<char *>(to) + row * to_pitch; };
  const auto row_from = [=](size_t row) { return static_cast<const char *>(from) + row * from_pitch; };
  translated([&] {
    queue_entry &entry = queue_of(handle);
#if CU2X_SYCL_HAS_RUN_TIME_COMPILER
    // A command a row is dear; on a CPU device the host may as well do it, in the queue's order.
    if (devices()[static_cast<size_t>(entry.device)].device.is_cpu()) {
      entry.queue.submit([&](sycl::handler &handler) {
        handler.host_task([=] {
          for (size_t row = 0; row < height; ++row) std::memcpy(row_to(row), row_from(row), width);
        });
      });
      return;
    }
#endif
    for (size_t row = 0; row < height; ++row) entry.queue.memcpy(row_to(row), row_from(row), width);
  });
}

void sycl_backend::call_host(queue_handle handle, void (*function)(void *), void *data) {
#if CU2X_SYCL_HAS_RUN_TIME_COMPILER
  translated([&] {
    queue_of(handle).queue.submit([&](sycl::handler &handler) { handler.host_task([=] { function(data); }); });
  });
#else
  wait_queue(handle);
  function(data);
#endif
}

event_handle sycl_backend::record_event(queue_handle handle) {
  return translated([&] {
    sycl::queue &queue = queue_of(handle).queue;
#ifdef SYCL_EXT_ONEAPI_ENQUEUE_BARRIER
    return new event_entry{queue.ext_oneapi_submit_barrier()};
#else
    return new event_entry{queue.single_task([] {})};
#endif
  });
}

void sycl_backend::queue_wait_event(queue_handle handle, event_handle event) {
  translated([&] {
    sycl::queue &queue = queue_of(handle).queue;
    const sycl::event &awaited = static_cast<event_entry *>(event)->event;
#ifdef SYCL_EXT_ONEAPI_ENQUEUE_BARRIER
    queue.ext_oneapi_submit_barrier({awaited});
#else
    queue.submit([&](sycl::handler &handler) {
      handler.depends_on(awaited);
      handler.single_task([] {});
    });
#endif
  });
}

uint64_t sycl_backend::event_nanoseconds(event_handle handle) {
  event_entry &entry = *static_cast<event_entry *>(handle);
  try {
    return entry.event.get_profiling_info<sycl::info::event_profiling::command_end>();
  } catch (const sycl::exception &) {
    if (!entry.host_nanoseconds) entry.host_nanoseconds = host_time();
    return entry.host_nanoseconds;
  }
}

}  // namespace sycl_target

// The library's half of cu2x/launch.hpp.
namespace detail {

sycl::queue *begin_launch(dim3 grid, dim3 block, size_t static_local, size_t dynamic_local, cudaStream_t stream) {
  return static_cast<sycl::queue *>(begin_native_launch(grid, block, static_local, dynamic_local, stream));
}

void end_launch(bool failed) { end_native_launch(failed); }

}  // namespace detail

backend &get_backend() {
  static backend *made = new sycl_target::sycl_backend;
  return *made;
}

}  // namespace cu2x
