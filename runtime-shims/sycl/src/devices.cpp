// The choice of devices, and what SYCL says of them.

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "sycl_backend.hpp"

namespace cu2x::sycl_target {

namespace {

std::string lower(std::string text) {
  for (char &c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool usable(const sycl::device &device) { return device.has(sycl::aspect::usm_device_allocations); }

// Every usable device once: a GPU that several of SYCL's back ends offer is taken from the platform that SYCL prefers.
std::vector<sycl::device> all_devices() {
  std::vector<sycl::device> found;
  for (const auto type : {sycl::info::device_type::gpu, sycl::info::device_type::accelerator,
                          sycl::info::device_type::cpu}) {
    std::vector<sycl::device> of_type;
    for (const sycl::device &device : sycl::device::get_devices(type))
      if (usable(device)) of_type.push_back(device);
    if (of_type.empty()) continue;
    const sycl::device best(sycl::device([type](const sycl::device &device) {
      if (device.get_info<sycl::info::device::device_type>() != type || !usable(device)) return -1;
      return sycl::default_selector_v(device);
    }));
    const sycl::platform preferred = best.get_platform();
    for (const sycl::device &device : of_type)
      if (device.get_platform() == preferred) found.push_back(device);
  }
  return found;
}

std::vector<sycl::device> of_kind(const std::vector<sycl::device> &all, sycl::info::device_type type) {
  std::vector<sycl::device> kept;
  for (const sycl::device &device : all)
    if (device.get_info<sycl::info::device::device_type>() == type) kept.push_back(device);
  return kept;
}

std::vector<sycl::device> chosen_devices() {
  const std::vector<sycl::device> all = all_devices();
  const char *set = std::getenv("CU2X_DEVICE");
  const std::string wish = lower(set ? set : "");
  if (wish.empty()) {
    const auto gpus = of_kind(all, sycl::info::device_type::gpu);
    if (!gpus.empty()) return gpus;
    return all.empty() ? all : of_kind(all, all.front().get_info<sycl::info::device::device_type>());
  }
  if (wish == "cpu") return of_kind(all, sycl::info::device_type::cpu);
  if (wish == "gpu") return of_kind(all, sycl::info::device_type::gpu);
  if (wish == "accelerator") return of_kind(all, sycl::info::device_type::accelerator);
  if (std::all_of(wish.begin(), wish.end(), [](unsigned char c) { return std::isdigit(c); })) {
    const size_t number = std::strtoul(wish.c_str(), nullptr, 10);
    return number < all.size() ? std::vector<sycl::device>{all[number]} : std::vector<sycl::device>{};
  }
  std::vector<sycl::device> named;
  for (const sycl::device &device : all)
    if (lower(device.get_info<sycl::info::device::name>()).find(wish) != std::string::npos) named.push_back(device);
  return named;
}

bool offers_sub_group_32(const sycl::device &device) {
  const auto sizes = device.get_info<sycl::info::device::sub_group_sizes>();
  return std::find(sizes.begin(), sizes.end(), 32u) != sizes.end();
}

}  // namespace

const std::vector<device_entry> &devices() {
  static const std::vector<device_entry> *made = [] {
    using platforms_function = std::vector<sycl::platform> (*)();
    const platforms_function inside_the_library = &sycl::platform::get_platforms;
    prepare_environment(reinterpret_cast<const void *>(inside_the_library));
    auto *entries = new std::vector<device_entry>;
    try {
      const std::vector<sycl::device> chosen = chosen_devices();
      if (chosen.empty()) return entries;
      // One context for all, so that memory and events of one device are known to the others.
      const sycl::context context(chosen);
      for (const sycl::device &device : chosen) entries->push_back({device, context, offers_sub_group_32(device)});
    } catch (const sycl::exception &) {
      entries->clear();
    }
    return entries;
  }();
  return *made;
}

namespace {

size_t local_memory(const sycl::device &device) {
  return device.get_info<sycl::info::device::local_mem_size>();
}

#if CU2X_SYCL_HAS_RUN_TIME_COMPILER
void add_intel_details(const sycl::device &device, device_info &info) {
  namespace intel = sycl::ext::intel::info::device;
  if (device.has(sycl::aspect::ext_intel_memory_clock_rate))
    info.memory_clock_khz = device.get_info<intel::memory_clock_rate>() * 1000;
  if (device.has(sycl::aspect::ext_intel_memory_bus_width))
    info.memory_bus_bits = device.get_info<intel::memory_bus_width>();
  if (device.has(sycl::aspect::ext_intel_device_info_uuid)) {
    const auto uuid = device.get_info<intel::uuid>();
    std::copy(uuid.begin(), uuid.end(), info.uuid);
  }
}
#else
void add_intel_details(const sycl::device &, device_info &) {}
#endif

}  // namespace

namespace {

// Programs divide by the clock's rate, and some drivers say 0.
unsigned clock_khz(const sycl::device &device) {
  if (const unsigned mhz = device.get_info<sycl::info::device::max_clock_frequency>()) return mhz * 1000;
  double mhz = 0;
  if (device.is_cpu()) {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; mhz == 0 && std::getline(file, line);)
      if (line.compare(0, 7, "cpu MHz") == 0) mhz = std::atof(line.c_str() + line.find(':') + 1);
  }
  return mhz >= 1 ? static_cast<unsigned>(mhz * 1000) : 1000000;
}

}  // namespace

device_info describe_device(int number) {
  const sycl::device &device = devices()[static_cast<size_t>(number)].device;
  device_info info;
  info.name = device.get_info<sycl::info::device::name>();
  info.memory_bytes = device.get_info<sycl::info::device::global_mem_size>();
  info.largest_allocation = device.get_info<sycl::info::device::max_mem_alloc_size>();
  info.local_bytes = local_memory(device);
  info.cache_bytes = device.get_info<sycl::info::device::global_mem_cache_size>();
  info.compute_units = device.get_info<sycl::info::device::max_compute_units>();
  info.largest_block = static_cast<unsigned>(
      std::min<size_t>(1024, device.get_info<sycl::info::device::max_work_group_size>()));
  info.clock_khz = clock_khz(device);
  info.is_cpu = device.is_cpu();
  info.has_managed = device.has(sycl::aspect::usm_shared_allocations);
  info.has_concurrent_managed = device.has(sycl::aspect::usm_atomic_shared_allocations);
  info.has_host_memory = device.has(sycl::aspect::usm_host_allocations);
  info.has_system_memory = info.is_cpu || device.has(sycl::aspect::usm_system_allocations);
  add_intel_details(device, info);
  return info;
}

// What the system has available, for devices whose memory is the system's.
size_t available_system_memory() {
  std::ifstream file("/proc/meminfo");
  std::string key, unit;
  size_t kilobytes = 0;
  while (file >> key >> kilobytes >> unit)
    if (key == "MemAvailable:") return kilobytes * 1024;
  return 0;
}

size_t device_free_memory(int number) {
  const sycl::device &device = devices()[static_cast<size_t>(number)].device;
  const size_t total = device.get_info<sycl::info::device::global_mem_size>();
#if CU2X_SYCL_HAS_RUN_TIME_COMPILER
  if (device.has(sycl::aspect::ext_intel_free_memory))
    return device.get_info<sycl::ext::intel::info::device::free_memory>();
#endif
  const size_t available = device.is_cpu() ? available_system_memory() : 0;
  return available && available < total ? available : total;
}

}  // namespace cu2x::sycl_target
