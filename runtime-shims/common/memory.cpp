// Allocations: what the program may pass as a pointer, and where it came from.

#include <cstdint>
#include <map>
#include <shared_mutex>

#include "runtime.hpp"

namespace cu2x {

namespace {

constexpr size_t base_alignment = 256;
constexpr size_t pitch_alignment = 512;

// By first byte. Device, managed and host memory live in one address space.
struct allocation_table {
  std::shared_mutex guard;
  std::map<uintptr_t, allocation> by_address;
};

allocation_table &table() {
  static allocation_table *made = new allocation_table;
  return *made;
}

void add(const allocation &entry) {
  allocation_table &all = table();
  std::unique_lock<std::shared_mutex> lock(all.guard);
  all.by_address[reinterpret_cast<uintptr_t>(entry.begin)] = entry;
}

// Takes the entry that starts at `memory` out of the table; false when there is none of those that `wanted` accepts.
template <typename Wanted>
bool take(const void *memory, allocation &taken, Wanted wanted) {
  allocation_table &all = table();
  std::unique_lock<std::shared_mutex> lock(all.guard);
  const auto it = all.by_address.find(reinterpret_cast<uintptr_t>(memory));
  if (it == all.by_address.end() || !wanted(it->second)) return false;
  taken = it->second;
  all.by_address.erase(it);
  return true;
}

void *allocate(memory_kind kind, size_t size, unsigned flags, bool pooled = false) {
  device_state &state = current_device();
  start_building(state.number);
  require(size <= state.info.memory_bytes, cudaErrorMemoryAllocation);
  void *memory = get_backend().allocate(state.number, kind, size, base_alignment);
  require(memory, cudaErrorMemoryAllocation);
  add({static_cast<char *>(memory), size, kind, state.number, flags, false, pooled});
  return memory;
}

void give_back(const allocation &entry) { get_backend().release(entry.device, entry.kind, entry.begin); }

// What a stream has freed and not used again, by size.
struct freed_block {
  CUstream_st *stream;
  allocation entry;
};

struct pool_state {
  std::mutex guard;
  std::multimap<size_t, freed_block> freed;
  std::atomic<size_t> freed_count{0};
  std::atomic<unsigned long long> release_threshold{0};
};

pool_state &pool(int device) {
  static pool_state *made = new pool_state[rtc::detail::most_devices];
  return made[device];
}

void *allocate_in_order(size_t size, CUstream_st &stream) {
  pool_state &mine = pool(stream.device);
  {
    std::lock_guard<std::mutex> lock(mine.guard);
    const auto range = mine.freed.equal_range(size);
    for (auto it = range.first; it != range.second; ++it) {
      if (it->second.stream != &stream) continue;
      const allocation entry = it->second.entry;
      mine.freed.erase(it);
      --mine.freed_count;
      add(entry);
      return entry.begin;
    }
  }
  return allocate(memory_kind::device, size, 0, true);
}

}  // namespace

bool find_allocation(const void *memory, allocation &found) {
  const auto address = reinterpret_cast<uintptr_t>(memory);
  {
    allocation_table &all = table();
    std::shared_lock<std::shared_mutex> lock(all.guard);
    auto it = all.by_address.upper_bound(address);
    if (it != all.by_address.begin()) {
      --it;
      if (address - it->first < it->second.bytes || address == it->first) {
        found = it->second;
        return true;
      }
    }
  }
  if (device_count() == 0) return false;
  memory_kind kind;
  int owner = 0;
  if (!get_backend().find_foreign(memory, kind, owner)) return false;
  found = {static_cast<char *>(const_cast<void *>(memory)), SIZE_MAX - address, kind, owner, 0, false, false};
  return true;
}

void trim_pool(int device, CUstream_st *stream) {
  pool_state &mine = pool(device);
  if (mine.freed_count.load(std::memory_order_relaxed) == 0) return;
  std::vector<allocation> unused;
  {
    std::lock_guard<std::mutex> lock(mine.guard);
    if (stream && mine.release_threshold.load() == ~0ull) return;
    for (auto it = mine.freed.begin(); it != mine.freed.end();) {
      if (stream && it->second.stream != stream) {
        ++it;
        continue;
      }
      unused.push_back(it->second.entry);
      it = mine.freed.erase(it);
      --mine.freed_count;
    }
  }
  for (const allocation &entry : unused) give_back(entry);
}

void release_all_memory(int device) {
  trim_pool(device, nullptr);
  std::vector<allocation> doomed;
  {
    allocation_table &all = table();
    std::unique_lock<std::shared_mutex> lock(all.guard);
    for (auto it = all.by_address.begin(); it != all.by_address.end();) {
      if (it->second.device != device) {
        ++it;
        continue;
      }
      if (!it->second.registered) doomed.push_back(it->second);
      it = all.by_address.erase(it);
    }
  }
  for (const allocation &entry : doomed) give_back(entry);
}

}  // namespace cu2x

using namespace cu2x;

extern "C" cudaError_t cudaMalloc(void **devPtr, size_t size) {
  return api([=] {
    require(devPtr);
    *devPtr = size ? allocate(memory_kind::device, size, 0) : nullptr;
  });
}

extern "C" cudaError_t cudaMallocManaged(void **devPtr, size_t size, unsigned int flags) {
  return api([=] {
    require(devPtr && size && (flags == cudaMemAttachGlobal || flags == cudaMemAttachHost));
    require(current_device().info.has_managed, cudaErrorNotSupported);
    *devPtr = allocate(memory_kind::managed, size, flags);
  });
}

extern "C" cudaError_t cudaHostAlloc(void **pHost, size_t size, unsigned int flags) {
  return api([=] {
    require(pHost && (flags & ~7u) == 0);
    *pHost = size ? allocate(memory_kind::host, size, flags | cudaHostAllocMapped) : nullptr;
  });
}

extern "C" cudaError_t cudaMallocHost(void **ptr, size_t size) {
  return cudaHostAlloc(ptr, size, cudaHostAllocDefault);
}

extern "C" cudaError_t cudaFree(void *devPtr) {
  return api([=] {
    device_state &state = current_device();
    if (!devPtr) return;
    allocation entry;
    require(take(devPtr, entry, [](const allocation &a) { return a.kind != memory_kind::host && !a.registered; }));
    synchronize_device(entry.device == state.number ? state : device(entry.device));
    give_back(entry);
  });
}

extern "C" cudaError_t cudaFreeHost(void *ptr) {
  return api([=] {
    if (!ptr) return;
    allocation entry;
    require(take(ptr, entry, [](const allocation &a) { return a.kind == memory_kind::host && !a.registered; }));
    synchronize_device(device(entry.device));
    give_back(entry);
  });
}

extern "C" cudaError_t cudaHostRegister(void *ptr, size_t size, unsigned int flags) {
  return api([=] {
    require(ptr && size && (flags & ~15u) == 0);
    require(!(flags & cudaHostRegisterIoMemory), cudaErrorNotSupported);
    allocation known;
    require(!find_allocation(ptr, known), cudaErrorHostMemoryAlreadyRegistered);
    add({static_cast<char *>(ptr), size, memory_kind::host, current_device().number, flags, true, false});
  });
}

extern "C" cudaError_t cudaHostUnregister(void *ptr) {
  return api([=] {
    require(ptr);
    allocation entry;
    require(take(ptr, entry, [](const allocation &a) { return a.registered; }), cudaErrorHostMemoryNotRegistered);
    synchronize_device(device(entry.device));
  });
}

extern "C" cudaError_t cudaHostGetDevicePointer(void **pDevice, void *pHost, unsigned int flags) {
  return api([=] {
    require(pDevice && flags == 0);
    allocation known;
    require(find_allocation(pHost, known) && known.kind == memory_kind::host);
    const device_info &info = current_device().info;
    require(known.registered ? info.has_system_memory : info.has_host_memory, cudaErrorNotSupported);
    *pDevice = pHost;
  });
}

extern "C" cudaError_t cudaHostGetFlags(unsigned int *pFlags, void *pHost) {
  return api([=] {
    allocation known;
    require(pFlags && find_allocation(pHost, known) && known.kind == memory_kind::host);
    *pFlags = known.flags;
  });
}

extern "C" cudaError_t cudaMallocPitch(void **devPtr, size_t *pitch, size_t width, size_t height) {
  return api([=] {
    require(devPtr && pitch);
    *pitch = (width + pitch_alignment - 1) / pitch_alignment * pitch_alignment;
    require(height == 0 || *pitch <= SIZE_MAX / height, cudaErrorMemoryAllocation);
    *devPtr = width && height ? allocate(memory_kind::device, *pitch * height, 0) : nullptr;
  });
}

extern "C" cudaError_t cudaMalloc3D(cudaPitchedPtr *pitchedDevPtr, cudaExtent extent) {
  if (!pitchedDevPtr) return remember(cudaErrorInvalidValue);
  void *memory = nullptr;
  size_t pitch = 0;
  const cudaError_t error = cudaMallocPitch(&memory, &pitch, extent.width, extent.height * extent.depth);
  if (error == cudaSuccess) *pitchedDevPtr = {memory, pitch, extent.width, extent.height};
  return error;
}

extern "C" cudaError_t cudaMemGetInfo(size_t *free, size_t *total) {
  return api([=] {
    const device_state &state = current_device();
    if (free) *free = get_backend().free_memory(state.number);
    if (total) *total = state.info.memory_bytes;
  });
}

extern "C" cudaError_t cudaPointerGetAttributes(cudaPointerAttributes *attributes, const void *ptr) {
  return api([=] {
    require(attributes);
    void *memory = const_cast<void *>(ptr);
    allocation known;
    if (!find_allocation(ptr, known)) {
      const bool reached = device_count() > 0 && current_device().info.has_system_memory;
      *attributes = {cudaMemoryTypeUnregistered, cudaInvalidDeviceId, reached ? memory : nullptr, memory};
      return;
    }
    const bool host_reaches = known.kind != memory_kind::device;
    const bool device_reaches = !known.registered || device(known.device).info.has_system_memory;
    const cudaMemoryType types[] = {cudaMemoryTypeDevice, cudaMemoryTypeHost, cudaMemoryTypeManaged};
    *attributes = {types[static_cast<int>(known.kind)], known.device, device_reaches ? memory : nullptr,
                   host_reaches ? memory : nullptr};
  });
}

// ---- Memory in stream order ----

namespace {

// All pools are the device's one pool; a handle only names the device.
cudaMemPool_t pool_handle(int device) { return reinterpret_cast<cudaMemPool_t>(&pool(device)); }
pool_state &pool_of(cudaMemPool_t handle) {
  for (int i = 0; i < rtc::detail::most_devices; ++i)
    if (pool_handle(i) == handle) return pool(i);
  fail(cudaErrorInvalidValue);
}

}  // namespace

extern "C" cudaError_t cudaMallocAsync(void **devPtr, size_t size, cudaStream_t stream) {
  return api([=] {
    require(devPtr);
    CUstream_st &order = resolve(stream);
    *devPtr = size ? allocate_in_order(size, order) : nullptr;
  });
}

extern "C" cudaError_t cudaMallocFromPoolAsync(void **ptr, size_t size, cudaMemPool_t memPool, cudaStream_t stream) {
  const cudaError_t error = api([=] { pool_of(memPool); });
  return error != cudaSuccess ? error : cudaMallocAsync(ptr, size, stream);
}

extern "C" cudaError_t cudaFreeAsync(void *devPtr, cudaStream_t stream) {
  return api([=] {
    CUstream_st &order = resolve(stream);
    if (!devPtr) return;
    allocation entry;
    require(take(devPtr, entry, [](const allocation &a) { return a.kind == memory_kind::device; }));
    pool_state &mine = pool(order.device);
    std::lock_guard<std::mutex> lock(mine.guard);
    mine.freed.emplace(entry.bytes, freed_block{&order, entry});
    ++mine.freed_count;
  });
}

extern "C" cudaError_t cudaMemPoolCreate(cudaMemPool_t *memPool, const cudaMemPoolProps *poolProps) {
  return api([=] {
    require(memPool && poolProps && poolProps->allocType == cudaMemAllocationTypePinned);
    require(poolProps->handleTypes == cudaMemHandleTypeNone, cudaErrorNotSupported);
    *memPool = pool_handle(device(poolProps->location.id).number);
  });
}

extern "C" cudaError_t cudaMemPoolDestroy(cudaMemPool_t memPool) {
  return api([=] { pool_of(memPool); });
}

extern "C" cudaError_t cudaMemPoolTrimTo(cudaMemPool_t memPool, size_t) {
  return api([=] {
    pool_of(memPool);
    synchronize_device(current_device());
  });
}

extern "C" cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t memPool, cudaMemPoolAttr attr, void *value) {
  return api([=] {
    pool_state &mine = pool_of(memPool);
    require(value);
    if (attr == cudaMemPoolAttrReleaseThreshold) mine.release_threshold = *static_cast<unsigned long long *>(value);
  });
}

extern "C" cudaError_t cudaMemPoolGetAttribute(cudaMemPool_t memPool, cudaMemPoolAttr attr, void *value) {
  return api([=] {
    pool_state &mine = pool_of(memPool);
    require(value);
    const unsigned long long threshold = mine.release_threshold.load();
    if (attr < cudaMemPoolAttrReleaseThreshold)
      *static_cast<int *>(value) = 1;
    else
      *static_cast<unsigned long long *>(value) = attr == cudaMemPoolAttrReleaseThreshold ? threshold : 0;
  });
}

extern "C" cudaError_t cudaMemPoolSetAccess(cudaMemPool_t memPool, const cudaMemAccessDesc *descList, size_t count) {
  return api([=] {
    pool_of(memPool);
    require(descList || !count);
  });
}

extern "C" cudaError_t cudaDeviceGetDefaultMemPool(cudaMemPool_t *memPool, int number) {
  return api([=] {
    require(memPool);
    *memPool = pool_handle(device(number).number);
  });
}

extern "C" cudaError_t cudaDeviceGetMemPool(cudaMemPool_t *memPool, int device) {
  return cudaDeviceGetDefaultMemPool(memPool, device);
}

extern "C" cudaError_t cudaDeviceSetMemPool(int number, cudaMemPool_t memPool) {
  return api([=] {
    device(number);
    pool_of(memPool);
  });
}
