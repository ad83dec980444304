// Compiling a unit's device text at run time, and launching what came of it.

#include <sys/stat.h>

#include <cstdio>
#include <mutex>
#include <sstream>

#include "sycl_backend.hpp"

namespace cu2x::sycl_target {

#if CU2X_SYCL_HAS_RUN_TIME_COMPILER

namespace oneapi = sycl::ext::oneapi::experimental;

namespace {

using bundle = sycl::kernel_bundle<sycl::bundle_state::executable>;
using rtc::detail::kernel_record;
using rtc::detail::parameter_kind;

bool is_folder(const std::string &path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::vector<std::string> option_list(const rtc::unit &source, std::string &missing) {
  std::vector<std::string> options{"-DCU2X_RTC"};
  std::istringstream lines(source.options() ? source.options() : "");
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    if (line.compare(0, 2, "-I") == 0 && !is_folder(line.substr(2))) missing += "  " + line.substr(2) + "\n";
    options.push_back(line);
  }
  return options;
}

oneapi::include_files header_files(const rtc::unit &source, const std::vector<kernel_record *> &kernels) {
  oneapi::include_files headers;
  for (size_t i = 0; i < source.file_count(); ++i) headers.add(source.files()[i].name, source.files()[i].text);
  for (const kernel_record *kernel : kernels) headers.add(wrapper_name(*kernel), wrapper_text(*kernel));
  return headers;
}

bundle compile(const device_entry &entry, const rtc::unit &source, const std::vector<kernel_record *> &kernels,
               const std::vector<std::string> &options, std::string &log) {
  const std::vector<sycl::device> targets{entry.device};
  std::string text = prefix_text(kernels) + source.text();
  for (const kernel_record *kernel : kernels) text += "\n#include \"" + wrapper_name(*kernel) + "\"\n";
  auto parsed = oneapi::create_kernel_bundle_from_source(entry.context, oneapi::source_language::sycl, text,
                                                         oneapi::properties{header_files(source, kernels)});
  return oneapi::build(parsed, targets,
                       oneapi::properties{oneapi::build_options{options}, oneapi::save_log{&log}});
}

// Programs live to the end of the process, for their kernels do.
bundle *keep(bundle *program) {
  static std::mutex guard;
  static auto *kept = new std::vector<bundle *>;
  std::lock_guard<std::mutex> lock(guard);
  kept->push_back(program);
  return program;
}

// The compiler calls the text by a name of its own, "rtc_7.cpp"; the user knows the source's.
std::string with_source_name(std::string log, const rtc::unit &source) {
  const std::string prefix = "rtc_", suffix = ".cpp";
  for (size_t at = 0; (at = log.find(prefix, at)) != std::string::npos;) {
    const size_t digits = at + prefix.size();
    const size_t end = log.find_first_not_of("0123456789", digits);
    if (end != digits && end != std::string::npos && log.compare(end, suffix.size(), suffix) == 0)
      log.replace(at, end + suffix.size() - at, source.name());
    at = at + 1;
  }
  return log;
}

}  // namespace

program_handle build_program(int device, const rtc::unit &source, const std::vector<kernel_record *> &kernels,
                             rtc::detail::grid_size size, build_report &report) {
  const device_entry &entry = devices()[static_cast<size_t>(device)];
  std::string missing;
  std::vector<std::string> options = option_list(source, missing);
  if (size == rtc::detail::great_grid) options.push_back("-fsycl-id-queries-range=size_t");
  std::string log;
  try {
    return keep(new bundle(compile(entry, source, kernels, options, log)));
  } catch (const sycl::exception &error) {
    log = with_source_name(error.what() + ("\n" + log), source);
  }
  for (kernel_record *kernel : kernels)
    if (log.find(wrapper_name(*kernel) + ":") != std::string::npos) report.blamed.push_back(kernel);
  if (!missing.empty())
    log += "These include folders, named when the program was built, do not exist any more; cu2x's headers and the "
           "program's have to be where they were:\n" + missing;
  for (const kernel_record *kernel : kernels)
    if (kernel->sub_group && !entry.has_sub_group_32)
      log += "The device has no sub-groups of 32 work-items, which " + kernel->display + " requires.\n";
  report.log = log;
  return nullptr;
}

kernel_handle find_kernel(program_handle program, const kernel_record &record) {
  return translated([&] {
    return new sycl::kernel(static_cast<bundle *>(program)->ext_oneapi_get_kernel(record.wrapper));
  });
}

unsigned kernel_largest_block(kernel_handle kernel, int device) {
  namespace query = sycl::info::kernel_device_specific;
  return translated([&] {
    const sycl::device &target = devices()[static_cast<size_t>(device)].device;
    return static_cast<unsigned>(static_cast<sycl::kernel *>(kernel)->get_info<query::work_group_size>(target));
  });
}

namespace {

template <typename Chunk>
void set_local(sycl::handler &handler, int index, size_t bytes) {
  const size_t chunks = (bytes + sizeof(Chunk) - 1) / sizeof(Chunk);
  handler.set_arg(index, sycl::local_accessor<Chunk, 1>(sycl::range<1>(chunks ? chunks : 1), handler));
}

void set_arguments(sycl::handler &handler, const kernel_record &record, const kernel_launch &launch) {
  int index = 0;
  for (size_t i = 0; i < record.parameters.size(); ++i, ++index) {
    const auto &parameter = record.parameters[i];
    if (parameter.kind == parameter_kind::pointer)
      handler.set_arg(index, *static_cast<void *const *>(launch.arguments[i]));
    else
      handler.set_arg(index, oneapi::raw_kernel_arg(launch.arguments[i], parameter.size));
  }
  for (size_t i = 0; i < record.variables.size(); ++i, ++index) handler.set_arg(index, launch.variables[i]);
  if (launched_in_line(record))
    for (const unsigned extent : {launch.block.x, launch.block.y, launch.block.z}) handler.set_arg(index++, extent);
  if (record.locals.empty() && !record.dynamic_local) return;
  if (record.local_align > 16)
    set_local<sycl::vec<unsigned long, 16>>(handler, index, launch.local_bytes);
  else
    set_local<sycl::vec<unsigned, 4>>(handler, index, launch.local_bytes);
}

}  // namespace

void launch_compiled(queue_entry &queue, kernel_handle kernel, const kernel_record &record,
                     const kernel_launch &launch) {
  const dim3 block = launch.block;
  const sycl::range<3> local = launched_in_line(record) ? sycl::range<3>(1, 1, size_t(block.x) * block.y * block.z)
                                                        : sycl::range<3>(block.z, block.y, block.x);
  const sycl::range<3> blocks(launch.grid.z, launch.grid.y, launch.grid.x);
  try {
    oneapi::submit(queue.queue, [&](sycl::handler &handler) {
      set_arguments(handler, record, launch);
      handler.parallel_for(sycl::nd_range<3>(blocks * local, local), *static_cast<sycl::kernel *>(kernel));
    });
  } catch (const sycl::exception &error) {
    std::fprintf(stderr, "cu2x: launch of %s: %s\n", record.display.c_str(), error.what());
    translate_exception(error);
  }
}

#else

program_handle build_program(int, const rtc::unit &, const std::vector<rtc::detail::kernel_record *> &,
                             rtc::detail::grid_size, build_report &report) {
  report.log = "this SYCL implementation cannot compile kernels at run time; build the program with its compiler";
  return nullptr;
}

kernel_handle find_kernel(program_handle, const rtc::detail::kernel_record &) {
  throw api_error{cudaErrorInvalidDeviceFunction};
}

unsigned kernel_largest_block(kernel_handle, int) { return 0; }

void launch_compiled(queue_entry &, kernel_handle, const rtc::detail::kernel_record &, const kernel_launch &) {
  throw api_error{cudaErrorInvalidDeviceFunction};
}

#endif

}  // namespace cu2x::sycl_target
