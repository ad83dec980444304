// rtc_compile OPTION... -- FILE...: each file through SYCL's run-time compiler, as a kernel bundle of its own.
// Headers in quotes are those beside the file. Prints what fails, and ends with 1 if anything did.
#include <sycl/sycl.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace oneapi = sycl::ext::oneapi::experimental;

static std::string content(const std::filesystem::path &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

int main(int count, char **arguments) {
  std::vector<std::string> options, files;
  bool after = false;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    if (word == "--")
      after = true;
    else
      (after ? files : options).push_back(word);
  }
  sycl::queue queue;
  int failed = 0;
  for (const std::string &file : files) {
    std::string log;
    try {
      std::vector<std::string> own = options;
      own.push_back("-I" + std::filesystem::path(file).parent_path().string());
      auto source =
          oneapi::create_kernel_bundle_from_source(queue.get_context(), oneapi::source_language::sycl, content(file));
      // A kernel of its own, since a bundle must have one.
      oneapi::build(source, oneapi::properties{oneapi::build_options{own}, oneapi::save_log{&log}});
    } catch (const sycl::exception &error) {
      const std::string what = error.what();
      if (what.find("does not contain any kernels") == std::string::npos &&
          what.find("no kernel") == std::string::npos) {
        ++failed;
        std::printf("%s: %s\n%s\n", file.c_str(), what.c_str(), log.c_str());
      }
    }
  }
  std::printf("%zu files, %d do not compile\n", files.size(), failed);
  return failed != 0;
}
