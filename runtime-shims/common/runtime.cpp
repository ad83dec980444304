// Devices, the current device, and the error state.

#include "runtime.hpp"

#include <cstdio>
#include <cstdlib>

namespace cu2x {

namespace {

struct device_table {
  device_table() : count(get_backend().device_count()) {
    if (count > rtc::detail::most_devices) count = rtc::detail::most_devices;
  }
  int count;
  std::mutex making;
  std::atomic<device_state *> devices[rtc::detail::most_devices] = {};
};

device_table &table() {
  static device_table *made = [] {
    auto *fresh = new device_table;
    // Kernels still running when the process exits would use what the target's runtime is tearing down.
    std::atexit([] { synchronize_everything(); });
    return fresh;
  }();
  return *made;
}

thread_local int current_number = 0;
thread_local cudaError_t thread_error = cudaSuccess;

// Sticky errors before the table: reading one must not start the back end.
std::atomic<int> sticky_errors[rtc::detail::most_devices] = {};

}  // namespace

device_state::device_state(int device_number)
    : number(device_number), info(get_backend().describe(device_number)) {
  legacy.device = device_number;
  attach_queue(legacy);
  legacy.is_legacy = true;
  const size_t defaults[8] = {1024, 1048576, 8388608, 2, 2048, 64, 0, 0};
  for (int i = 0; i < 8; ++i) limits[i] = defaults[i];
}

int device_count() { return table().count; }

device_state &device(int number) {
  device_table &all = table();
  require(all.count > 0, cudaErrorNoDevice);
  require(number >= 0 && number < all.count, cudaErrorInvalidDevice);
  if (device_state *known = all.devices[number].load(std::memory_order_acquire)) return *known;
  std::lock_guard<std::mutex> lock(all.making);
  if (!all.devices[number].load()) all.devices[number] = new device_state(number);
  return *all.devices[number].load();
}

int current_device_number() { return current_number; }
void set_current_device(int number) { current_number = number; }
device_state &current_device() { return device(current_number); }

cudaError_t &last_error() { return thread_error; }

cudaError_t sticky_error() {
  return static_cast<cudaError_t>(sticky_errors[current_number].load(std::memory_order_relaxed));
}

void report_asynchronous_error(int number, cudaError_t error, const char *what) {
  int none = cudaSuccess;
  if (!sticky_errors[number].compare_exchange_strong(none, error)) return;
  if (what && *what) std::fprintf(stderr, "cu2x: %s: %s\n", cudaGetErrorName(error), what);
}

void synchronize_device(device_state &state) {
  finish_building();
  std::vector<std::shared_ptr<void>> queues{state.legacy.owner};
  {
    std::lock_guard<std::mutex> lock(state.order);
    for (CUstream_st *stream : state.streams) queues.push_back(stream->owner);
  }
  for (const auto &queue : queues) get_backend().wait_queue(queue.get());
  trim_pool(state.number, nullptr);
}

void synchronize_everything() noexcept {
  stop_building();
  device_table &all = table();
  for (int i = 0; i < all.count; ++i)
    if (device_state *state = all.devices[i].load()) guarded([&] { return synchronize_device(*state), cudaSuccess; });
}

}  // namespace cu2x

using namespace cu2x;

extern "C" cudaError_t cudaGetLastError(void) {
  const cudaError_t sticky = sticky_error();
  if (sticky != cudaSuccess) return sticky;
  const cudaError_t error = last_error();
  last_error() = cudaSuccess;
  return error;
}

extern "C" cudaError_t cudaPeekAtLastError(void) {
  const cudaError_t sticky = sticky_error();
  return sticky != cudaSuccess ? sticky : last_error();
}

extern "C" cudaError_t cudaDeviceSynchronize(void) {
  return api([] {
    synchronize_device(current_device());
    return sticky_error();
  });
}

extern "C" cudaError_t cudaThreadSynchronize(void) { return cudaDeviceSynchronize(); }

extern "C" cudaError_t cudaDeviceReset(void) {
  sticky_errors[current_device_number()] = cudaSuccess;
  return api([] {
    device_state &state = current_device();
    guarded([&] { return synchronize_device(state), cudaSuccess; });
    destroy_streams(state);
    destroy_events(state.number);
    reset_variables(state.number);
    release_all_memory(state.number);
    last_error() = cudaSuccess;
  });
}

extern "C" cudaError_t cudaThreadExit(void) { return cudaDeviceReset(); }
