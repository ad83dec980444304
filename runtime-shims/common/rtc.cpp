// The registry of run-time-compiled kernels: what cu2x/rtc.hpp's builders describe, when it is compiled, and the launch
// configurations on their way to a stub.

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstring>
#include <map>
#include <shared_mutex>
#include <thread>

#include "runtime.hpp"

namespace cu2x::rtc {

namespace detail {
namespace {

struct kernel_table {
  std::shared_mutex guard;
  std::vector<kernel_record *> kernels;
  std::map<const void *, kernel_record *> by_address;
  // One build at a time: threads mostly want the same kernels.
  std::mutex building;
};

kernel_table &table() {
  static kernel_table *made = new kernel_table;
  return *made;
}

// Cuts what __PRETTY_FUNCTION__ says of the one template parameter: "... [with T = float]" or "... [T = float]".
std::string template_text(const char *pretty) {
  const std::string text = pretty;
  const size_t open = text.rfind(" = ");
  size_t start = text.find("[with ");
  if (start == std::string::npos) start = text.find('[');
  start = start == std::string::npos ? open : text.find(" = ", start);
  if (start == std::string::npos) return text;
  start += 3;
  std::string cut = text.substr(start, text.size() - start - 1);
  for (const char *anonymous : {"{anonymous}::", "(anonymous namespace)::", "<unnamed>::"})
    for (size_t at; (at = cut.find(anonymous)) != std::string::npos;) cut.erase(at, std::strlen(anonymous));
  return cut;
}

std::string without_anonymous(std::string name) {
  return template_text(("[T = " + name + "]").c_str());
}

std::string identifier(std::string name) {
  for (char &c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

// FNV-1a.
unsigned hash(const std::string &text) {
  unsigned value = 2166136261u;
  for (const unsigned char c : text) value = (value ^ c) * 16777619u;
  return value;
}

std::string hexadecimal(unsigned value) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%08x", value);
  return digits;
}

struct pending_config {
  dim3 grid;
  dim3 block;
  size_t dynamic_local;
  cudaStream_t stream;
};

struct thread_launches {
  std::vector<pending_config> configs;
  bool describing = false;
  kernel_record *described = nullptr;
};

thread_launches &mine() {
  thread_local thread_launches launches;
  return launches;
}

}  // namespace

bool is_unnameable(const std::string &type) {
  for (const char *mark : {"<lambda", "(lambda", ")::", "<unnamed"})
    if (type.find(mark) != std::string::npos) return true;
  return false;
}

kernel_record *new_kernel(const unit &source, const char *name) {
  auto *record = new kernel_record;
  record->source = &source;
  record->name = without_anonymous(name);
  return record;
}

void add_type_argument(kernel_record *kernel, const char *type, const char *name) {
  kernel->arguments.push_back({template_text(type), "", name});
}

void add_value_argument(kernel_record *kernel, const char *type, const char *value, const char *name) {
  kernel->arguments.push_back({template_text(type), template_text(value), name});
}

void add_parameter(kernel_record *kernel, parameter_kind kind, size_t size, size_t align, const char *type,
                   const char *plain_type) {
  kernel->parameters.push_back({kind, size, align, template_text(type), template_text(plain_type)});
}

void set_address(kernel_record *kernel, const void *stub) { kernel->stub = stub; }
void set_item(kernel_record *kernel) { kernel->item = true; }
void set_dynamic_local(kernel_record *kernel) { kernel->dynamic_local = true; }
void set_sub_group_size(kernel_record *kernel, unsigned size) { kernel->sub_group = size; }

void add_local(kernel_record *kernel, size_t size, size_t align, const char *type, const char *spelled) {
  // As CUDA lays out shared memory: every variable may be accessed in pieces of 16 bytes.
  const size_t aligned = std::max<size_t>(align, 16);
  kernel->local_align = std::max(kernel->local_align, aligned);
  const size_t offset = (kernel->static_local_bytes + aligned - 1) / aligned * aligned;
  kernel->locals.push_back({size, align, offset, template_text(type), spelled});
  kernel->static_local_bytes = offset + size;
}

void add_variable(kernel_record *kernel, const volatile void *variable, const char *name) {
  kernel->variables.push_back({const_cast<const void *>(variable), without_anonymous(name)});
}

void register_kernel(kernel_record *kernel) {
  kernel->display = kernel->name;
  for (size_t i = 0; i < kernel->arguments.size(); ++i) {
    const template_argument &argument = kernel->arguments[i];
    kernel->display += (i ? ", " : "<") + (argument.value.empty() ? argument.type : argument.value);
  }
  if (!kernel->arguments.empty()) kernel->display += ">";
  kernel->static_local_bytes = (kernel->static_local_bytes + 15) / 16 * 16;
  kernel_table &all = table();
  std::unique_lock<std::shared_mutex> lock(all.guard);
  // Named after what it is: the same program text makes the same names, in whatever order kernels register.
  size_t same = 0;
  for (const kernel_record *other : all.kernels)
    same += other->source == kernel->source && other->display == kernel->display;
  kernel->wrapper = "cu2x_" + identifier(kernel->name) + "_" + hexadecimal(hash(kernel->display)) +
                    (same ? "_" + std::to_string(same) : "");
  all.kernels.push_back(kernel);
  if (kernel->stub) all.by_address[kernel->stub] = kernel;
}

void begin_description() {
  mine().describing = true;
  mine().described = nullptr;
}

kernel_record *end_description() {
  mine().describing = false;
  return mine().described;
}

void launch(kernel_record *kernel, const void *const *arguments, size_t count) {
  thread_launches &launches = mine();
  if (launches.describing) {
    launches.described = kernel;
    return;
  }
  pending_config config{};
  const bool configured = !launches.configs.empty();
  if (configured) {
    config = launches.configs.back();
    launches.configs.pop_back();
  }
  api([&] {
    require(configured, cudaErrorMissingConfiguration);
    require(count == kernel->parameters.size(), cudaErrorInvalidDeviceFunction);
    launch_kernel(*kernel, config.grid, config.block, arguments, config.dynamic_local, config.stream);
  });
}

}  // namespace detail

void push_config(dim3 grid, dim3 block, size_t dynamic_local, cudaStream_t stream) {
  detail::mine().configs.push_back({grid, block, dynamic_local, stream});
}

detail::kernel_record *find(const void *address) {
  detail::kernel_table &all = detail::table();
  std::shared_lock<std::shared_mutex> lock(all.guard);
  const auto it = all.by_address.find(address);
  return it == all.by_address.end() ? nullptr : it->second;
}

}  // namespace cu2x::rtc

namespace cu2x {

using rtc::detail::grid_size;
using rtc::detail::great_grid;
using rtc::detail::kernel_record;
using rtc::detail::usual_grid;

namespace {

std::atomic<bool> single_source_program{false};

// A kernel that the target's compiler has built into the program: nothing is known of it but its address.
kernel_record &built_in_kernel(const void *function) {
  auto made = std::make_unique<kernel_record>();
  made->stub = function;
  made->name = made->display = "kernel";
  rtc::detail::kernel_table &all = rtc::detail::table();
  std::unique_lock<std::shared_mutex> lock(all.guard);
  kernel_record *&known = all.by_address[function];
  if (!known) known = made.release();
  return *known;
}

}  // namespace

namespace detail {

bool mark_single_source() {
  single_source_program = true;
  return true;
}

}  // namespace detail

kernel_record &resolve_kernel(const void *stub) {
  if (kernel_record *known = rtc::find(stub)) return *known;
  require(stub && single_source_program.load(), cudaErrorInvalidDeviceFunction);
  return built_in_kernel(stub);
}

namespace {

void keep_compiled(kernel_record &record, program_handle program, int device, grid_size size) {
  const kernel_handle kernel = get_backend().get_kernel(program, record);
  record.largest_block[device] = get_backend().largest_block(kernel, device);
  record.compiled[device][size].store(kernel, std::memory_order_release);
}

void fail_to_build(kernel_record &record, int device, grid_size size, const std::string &log) {
  record.failure[device][size] = cudaErrorInvalidDeviceFunction;
  record.log = log;
}

// The type among the kernel's that the device text cannot name, or "".
std::string unnameable_type(const kernel_record &record) {
  for (const auto &argument : record.arguments)
    if (rtc::detail::is_unnameable(argument.value.empty() ? argument.type : argument.value)) return argument.type;
  for (const auto &parameter : record.parameters)
    if (rtc::detail::is_unnameable(parameter.type)) return parameter.type;
  return "";
}

// All kernels of the unit that nobody has compiled for the device yet. Sorted, so that the text, and with it the key of
// the cache, does not depend on the order of static initialisation.
std::vector<kernel_record *> kernels_to_build(const rtc::unit *source, int device, grid_size size) {
  std::vector<kernel_record *> together;
  {
    rtc::detail::kernel_table &all = rtc::detail::table();
    std::shared_lock<std::shared_mutex> lock(all.guard);
    for (kernel_record *record : all.kernels)
      if (record->source == source && !record->compiled[device][size].load() && !record->failure[device][size].load())
        together.push_back(record);
  }
  std::sort(together.begin(), together.end(),
            [](const kernel_record *a, const kernel_record *b) { return a->wrapper < b->wrapper; });
  return together;
}

// One build serves all kernels of the unit. Those that do not compile are left out of the next try, so that they cost
// nobody else; a fault in the unit's own text is a fault of all.
void build(const kernel_record &wanted, int device, grid_size size) {
  for (kernel_record *record : kernels_to_build(wanted.source, device, size)) {
    const std::string type = unnameable_type(*record);
    if (!type.empty())
      fail_to_build(*record, device, size, "its type " + type + " has no name outside the function that declares it");
  }
  while (!wanted.failure[device][size].load()) {
    const std::vector<kernel_record *> together = kernels_to_build(wanted.source, device, size);
    build_report report;
    if (const program_handle program = get_backend().build(device, *wanted.source, together, size, report)) {
      for (kernel_record *record : together) keep_compiled(*record, program, device, size);
      return;
    }
    for (kernel_record *record : report.blamed.empty() ? together : report.blamed)
      fail_to_build(*record, device, size, report.log);
  }
}

// Said once for a kernel, when it is first launched: a kernel that nobody launches is nobody's trouble.
void report_failure(kernel_record &record) {
  if (record.reported.exchange(true)) return;
  std::fprintf(stderr, "cu2x: kernel %s of %s does not compile for the device:\n%s\n", record.display.c_str(),
               record.source->name(), record.log.c_str());
}

}  // namespace

kernel_handle compiled_kernel(kernel_record &record, int device, grid_size size) {
  require(record.source, cudaErrorInvalidDeviceFunction);
  const std::atomic<void *> &compiled = record.compiled[device][size];
  const std::atomic<int> &failure = record.failure[device][size];
  if (void *known = compiled.load(std::memory_order_acquire)) return known;
  std::lock_guard<std::mutex> lock(rtc::detail::table().building);
  if (!compiled.load() && !failure.load()) build(record, device, size);
  if (const int error = failure.load()) {
    report_failure(record);
    fail(static_cast<cudaError_t>(error));
  }
  return compiled.load();
}

namespace {

// A program of many units rarely launches kernels of all: then each is built when it is needed.
constexpr size_t most_units_ahead = 4;

struct builder_thread {
  std::mutex guard;
  std::thread worker;
  std::atomic<bool> started{false};
  std::atomic<bool> active{false};
  std::atomic<bool> stopping{false};
};

builder_thread &builder() {
  static builder_thread *made = new builder_thread;
  return *made;
}

// One kernel of each unit that has any.
std::vector<kernel_record *> one_of_each_unit() {
  std::map<const rtc::unit *, kernel_record *> found;
  rtc::detail::kernel_table &all = rtc::detail::table();
  std::shared_lock<std::shared_mutex> lock(all.guard);
  std::vector<kernel_record *> in_order;
  for (kernel_record *record : all.kernels)
    if (found.emplace(record->source, record).second) in_order.push_back(record);
  return in_order;
}

void build_ahead(const std::vector<kernel_record *> &kernels, int device) {
  for (kernel_record *record : kernels) {
    if (builder().stopping.load()) return;
    guarded([&] {
      std::lock_guard<std::mutex> lock(rtc::detail::table().building);
      if (!record->compiled[device][usual_grid].load() && !record->failure[device][usual_grid].load())
        build(*record, device, usual_grid);
      return cudaSuccess;
    });
  }
}

}  // namespace

void start_building(int device) {
  builder_thread &mine = builder();
  if (mine.started.load(std::memory_order_relaxed) || mine.started.exchange(true)) return;
  std::vector<kernel_record *> kernels = one_of_each_unit();
  if (kernels.empty() || kernels.size() > most_units_ahead) return;
  std::lock_guard<std::mutex> lock(mine.guard);
  mine.worker = std::thread([kernels, device] { build_ahead(kernels, device); });
  mine.active.store(true, std::memory_order_release);
}

void finish_building() {
  builder_thread &mine = builder();
  if (!mine.active.load(std::memory_order_acquire)) return;
  std::lock_guard<std::mutex> lock(mine.guard);
  if (mine.worker.joinable()) mine.worker.join();
  mine.active.store(false, std::memory_order_release);
}

void stop_building() {
  builder().stopping = true;
  finish_building();
}

void launch_kernel(kernel_record &record, dim3 grid, dim3 block, const void *const *arguments, size_t dynamic_local,
                   cudaStream_t handle) {
  CUstream_st &stream = resolve(handle);
  const device_state &state = device(stream.device);
  check_configuration(state, grid, block, record.static_local_bytes, dynamic_local, record.dynamic_limit.load());
  const unsigned long long threads = static_cast<unsigned long long>(block.x) * block.y * block.z;
  const double work_items = static_cast<double>(threads) * grid.x * grid.y * grid.z;
  const kernel_handle kernel = compiled_kernel(record, stream.device, work_items > 2147483647.0 ? great_grid : usual_grid);
  require(threads <= record.largest_block[stream.device].load(std::memory_order_relaxed),
          cudaErrorLaunchOutOfResources);
  constexpr size_t most_on_stack = 16;
  void *few[most_on_stack];
  std::vector<void *> many;
  void **variables = few;
  if (record.variables.size() > most_on_stack) {
    many.resize(record.variables.size());
    variables = many.data();
  }
  for (size_t i = 0; i < record.variables.size(); ++i)
    variables[i] = variable_memory(record.variables[i].address, stream.device);
  stream_turn turn(stream);
  get_backend().launch(stream.queue, kernel, record,
                       {grid, block, arguments, variables, record.static_local_bytes + dynamic_local});
}

}  // namespace cu2x
