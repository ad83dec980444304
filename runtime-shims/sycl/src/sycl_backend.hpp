// The SYCL back end's own state: devices, queues and events over SYCL 2020 with USM.
#pragma once

#include <sycl/sycl.hpp>

#include "../../common/backend.hpp"
#include "texts.hpp"

// DPC++'s run-time compiler for SYCL source: there in its PyPI run-time, and in no other implementation.
#if defined(SYCL_EXT_ONEAPI_KERNEL_COMPILER) && defined(SYCL_EXT_ONEAPI_RAW_KERNEL_ARG)
#define CU2X_SYCL_HAS_RUN_TIME_COMPILER 1
#else
#define CU2X_SYCL_HAS_RUN_TIME_COMPILER 0
#endif

namespace cu2x::sycl_target {

struct device_entry {
  sycl::device device;
  sycl::context context;
  bool has_sub_group_32;
};

struct queue_entry {
  sycl::queue queue;
  int device;
};

struct event_entry {
  sycl::event event;
  // Where the device's clock cannot be asked, the host's time when the event was found complete.
  uint64_t host_nanoseconds = 0;
};

// The devices in use, chosen once: CU2X_DEVICE (cpu, gpu, accelerator, a number, or part of a device's name), else
// GPUs, else whatever there is.
const std::vector<device_entry> &devices();

queue_entry &queue_of(queue_handle handle);

// Runs a call into SYCL; its exceptions become api_error with the CUDA error that says most nearly the same.
[[noreturn]] void translate_exception(const sycl::exception &error);
template <typename F>
auto translated(F &&body) -> decltype(body()) {
  try {
    return body();
  } catch (const sycl::exception &error) {
    translate_exception(error);
  }
}


program_handle build_program(int device, const rtc::unit &source,
                             const std::vector<rtc::detail::kernel_record *> &kernels, rtc::detail::grid_size size,
                             build_report &report);
kernel_handle find_kernel(program_handle program, const rtc::detail::kernel_record &record);
unsigned kernel_largest_block(kernel_handle kernel, int device);
void launch_compiled(queue_entry &queue, kernel_handle kernel, const rtc::detail::kernel_record &record,
                     const kernel_launch &launch);

}  // namespace cu2x::sycl_target
