// Builds a test's own source by the run-time compiler and launches one of its kernels.
#include <sycl/sycl.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>

#include "harness.hpp"

namespace syclex = sycl::ext::oneapi::experimental;
using executable = sycl::kernel_bundle<sycl::bundle_state::executable>;

static std::vector<std::string> build_options() {
  std::vector<std::string> options{"-std=c++17", "-DCU2X_RTC", "-ffp-contract=fast"};
  std::stringstream folders(std::getenv("CU2X_TEST_INCLUDE"));
  for (std::string folder; std::getline(folders, folder, ':');) {
    options.push_back("-I" + folder);
  }
  return options;
}

static executable build(sycl::queue &queue, const char *source) {
  std::ifstream file(source);
  std::stringstream text;
  text << file.rdbuf();
  auto bundle = syclex::create_kernel_bundle_from_source(queue.get_context(), syclex::source_language::sycl, text.str());
  std::string log;
  auto built = syclex::build(bundle, syclex::properties{syclex::build_options{build_options()}, syclex::save_log{&log}});
  std::cout << log;
  return built;
}

std::vector<long long> run(const char *source, const char *kernel, shape block, std::vector<long long> initial) {
  static sycl::queue queue{sycl::cpu_selector_v, sycl::property::queue::in_order()};
  static executable built = build(queue, source);
  auto *memory = sycl::malloc_shared<long long>(initial.size(), queue);
  std::copy(initial.begin(), initial.end(), memory);
  const sycl::range<3> local{block.z, block.y, block.x};
  const sycl::range<3> global{block.z, block.y, block.x * block.blocks};
  queue
      .submit([&](sycl::handler &handler) {
        sycl::local_accessor<char, 1> storage(8192, handler);
        handler.set_arg(0, memory);
        handler.set_arg(1, storage);
        handler.parallel_for(sycl::nd_range<3>(global, local), built.ext_oneapi_get_kernel(kernel));
      })
      .wait_and_throw();
  std::copy(memory, memory + initial.size(), initial.begin());
  sycl::free(memory, queue);
  return initial;
}
