// Device variables: known by the address of the host's object, with memory on each device that uses them.

#include <cstring>
#include <map>
#include <shared_mutex>

#include <cu2x/device_variable.hpp>

#include "runtime.hpp"

namespace cu2x {

namespace {

using detail::variable_space;

struct variable_record {
  size_t size = 0;
  size_t align = 1;
  variable_space where = variable_space::device;
  const void *initial = nullptr;
  bool is_plain = false;  // a variable of the host text, which the host reads and writes as such
  std::atomic<void *> memory[rtc::detail::most_devices] = {};
  bool borrowed[rtc::detail::most_devices] = {};  // the host's own object serves as the device's memory
};

struct variable_table {
  std::shared_mutex guard;
  std::map<const void *, std::unique_ptr<variable_record>> by_address;
};

variable_table &table() {
  static variable_table *made = new variable_table;
  return *made;
}

variable_record &resolve_variable(const void *address) {
  variable_table &all = table();
  std::shared_lock<std::shared_mutex> lock(all.guard);
  const auto it = all.by_address.find(address);
  require(it != all.by_address.end(), cudaErrorInvalidSymbol);
  return *it->second;
}

// Under the table's lock.
void *make_memory(const void *address, variable_record &record, device_state &state) {
  backend &target = get_backend();
  // Host and device can only share a plain variable where the device reaches all host memory.
  if (record.where == variable_space::managed && record.is_plain) {
    require(state.info.has_system_memory, cudaErrorNotSupported);
    record.borrowed[state.number] = true;
    return const_cast<void *>(address);
  }
  const memory_kind kind = record.where == variable_space::managed ? memory_kind::managed : memory_kind::device;
  require(kind == memory_kind::device || state.info.has_managed, cudaErrorNotSupported);
  void *memory = target.allocate(state.number, kind, record.size, record.align < 256 ? 256 : record.align);
  require(memory, cudaErrorMemoryAllocation);
  // On a queue of its own: the variable must be ready before any stream's kernel reads it.
  const queue_handle queue = target.create_queue(state.number, 0);
  if (record.initial)
    target.copy(queue, memory, record.initial, record.size);
  else
    target.fill(queue, memory, 0, record.size);
  target.wait_queue(queue);
  target.destroy_queue(queue);
  return memory;
}

// One object may be seen by several translation units, each of which says what it knows: a definition outdoes an
// `extern` declaration.
void add_variable(const void *address, size_t size, size_t align, variable_space where, const void *initial,
                  bool is_plain) {
  variable_table &all = table();
  std::unique_lock<std::shared_mutex> lock(all.guard);
  std::unique_ptr<variable_record> &record = all.by_address[address];
  if (!record) record = std::make_unique<variable_record>();
  record->size = size;
  record->align = align;
  record->is_plain = is_plain;
  record->where = where;
  if (initial) record->initial = initial;
}

}  // namespace

void *variable_memory(const void *address, int number) {
  variable_record &record = resolve_variable(address);
  if (void *known = record.memory[number].load(std::memory_order_acquire)) return known;
  variable_table &all = table();
  device_state &state = device(number);
  std::unique_lock<std::shared_mutex> lock(all.guard);
  if (!record.memory[number].load()) record.memory[number] = make_memory(address, record, state);
  return record.memory[number].load();
}

void reset_variables(int number) {
  variable_table &all = table();
  std::unique_lock<std::shared_mutex> lock(all.guard);
  for (auto &entry : all.by_address) {
    variable_record &record = *entry.second;
    void *memory = record.memory[number].exchange(nullptr);
    if (!memory || record.borrowed[number]) continue;
    get_backend().release(number,
                          record.where == variable_space::managed ? memory_kind::managed : memory_kind::device, memory);
  }
}

namespace detail {

void register_variable(const void *address, size_t size, size_t align, const char *, variable_space where,
                       const void *initial) {
  add_variable(address, size, align, where, initial, false);
}

void *variable_pointer(const void *address) {
  void *memory = nullptr;
  api([&] { memory = variable_memory(address, current_device().number); });
  return memory;
}

}  // namespace detail

namespace rtc {

variable::variable(const volatile void *address, size_t size, const char *, space where,
                   const volatile void *initial) {
  add_variable(const_cast<const void *>(address), size, 16, static_cast<variable_space>(where),
               const_cast<const void *>(initial), true);
}

}  // namespace rtc

}  // namespace cu2x

using namespace cu2x;

namespace {

// The piece of a variable that a copy is about.
char *piece(const void *symbol, size_t count, size_t offset) {
  variable_record &record = resolve_variable(symbol);
  require(offset <= record.size && count <= record.size - offset);
  return static_cast<char *>(variable_memory(symbol, current_device().number)) + offset;
}

// Variables are no allocations that find_allocation knows: copies of them say the other side's kind.
cudaError_t copy_symbol(void *to, const void *from, size_t count, const void *other, cudaMemcpyKind kind,
                        cudaStream_t handle, bool wait) {
  (void)kind;
  CUstream_st &stream = resolve(handle);
  if (!count) return cudaSuccess;
  require(to && from);
  allocation known;
  const bool pageable = !find_allocation(other, known);
  {
    stream_turn turn(stream);
    get_backend().copy(stream.queue, to, from, count);
  }
  if (wait || pageable) get_backend().wait_queue(stream.queue);
  return sticky_error();
}

void check_symbol_kind(cudaMemcpyKind kind, cudaMemcpyKind host_side) {
  require(kind == host_side || kind == cudaMemcpyDeviceToDevice || kind == cudaMemcpyDefault,
          cudaErrorInvalidMemcpyDirection);
}

cudaError_t to_symbol(const void *symbol, const void *src, size_t count, size_t offset, cudaMemcpyKind kind,
                      cudaStream_t stream, bool wait) {
  return api([=] {
    check_symbol_kind(kind, cudaMemcpyHostToDevice);
    return copy_symbol(piece(symbol, count, offset), src, count, src, kind, stream, wait);
  });
}

cudaError_t from_symbol(void *dst, const void *symbol, size_t count, size_t offset, cudaMemcpyKind kind,
                        cudaStream_t stream, bool wait) {
  return api([=] {
    check_symbol_kind(kind, cudaMemcpyDeviceToHost);
    return copy_symbol(dst, piece(symbol, count, offset), count, dst, kind, stream, wait);
  });
}

}  // namespace

extern "C" cudaError_t cudaMemcpyToSymbol(const void *symbol, const void *src, size_t count, size_t offset,
                                          cudaMemcpyKind kind) {
  return to_symbol(symbol, src, count, offset, kind, 0, true);
}

extern "C" cudaError_t cudaMemcpyFromSymbol(void *dst, const void *symbol, size_t count, size_t offset,
                                            cudaMemcpyKind kind) {
  return from_symbol(dst, symbol, count, offset, kind, 0, true);
}

extern "C" cudaError_t cudaMemcpyToSymbolAsync(const void *symbol, const void *src, size_t count, size_t offset,
                                               cudaMemcpyKind kind, cudaStream_t stream) {
  return to_symbol(symbol, src, count, offset, kind, stream, false);
}

extern "C" cudaError_t cudaMemcpyFromSymbolAsync(void *dst, const void *symbol, size_t count, size_t offset,
                                                 cudaMemcpyKind kind, cudaStream_t stream) {
  return from_symbol(dst, symbol, count, offset, kind, stream, false);
}

extern "C" cudaError_t cudaGetSymbolAddress(void **devPtr, const void *symbol) {
  return api([=] {
    require(devPtr);
    *devPtr = variable_memory(symbol, current_device().number);
  });
}

extern "C" cudaError_t cudaGetSymbolSize(size_t *size, const void *symbol) {
  return api([=] {
    require(size);
    *size = resolve_variable(symbol).size;
  });
}
