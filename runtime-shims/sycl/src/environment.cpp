// The environment that the SYCL run-time of PyPI needs: where its CPU driver lies, and where compiled kernels are kept.

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "texts.hpp"

namespace cu2x::sycl_target {

namespace {

bool exists(const std::string &path) { return access(path.c_str(), R_OK) == 0; }

// The folder of the shared library that holds the address, or "".
std::string folder_of(const void *library) {
  Dl_info info;
  if (!dladdr(library, &info) || !info.dli_fname) return "";
  char resolved[4096];
  if (!realpath(info.dli_fname, resolved)) return "";
  const std::string path = resolved;
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

// As the cu2x program chooses its own cache folder.
std::string cache_root() {
  if (const char *set = std::getenv("CU2X_CACHE_DIR"); set && *set) return set;
  if (const char *set = std::getenv("XDG_CACHE_HOME"); set && *set) return std::string(set) + "/cu2x";
  if (const char *home = std::getenv("HOME"); home && *home) return std::string(home) + "/.cache/cu2x";
  return "";
}

void make_folders(const std::string &path) {
  for (size_t at = 1; at != std::string::npos; at = path.find('/', at + 1))
    if (at > 1) mkdir(path.substr(0, at).c_str(), 0777);
  mkdir(path.c_str(), 0777);
}

}  // namespace

void prepare_environment(const void *library) {
  const std::string folder = folder_of(library);
  // The packaged .icd files name a path that does not exist after an installation by pip.
  if (!folder.empty() && exists(folder + "/libintelocl.so") && !std::getenv("OCL_ICD_VENDORS"))
    setenv("OCL_ICD_FILENAMES", (folder + "/libintelocl.so").c_str(), 0);
  if (std::getenv("SYCL_CACHE_PERSISTENT")) return;
  const std::string root = cache_root();
  if (root.empty()) return;
  const std::string cache = root + "/sycl";
  make_folders(cache);
  if (access(cache.c_str(), W_OK) != 0) return;
  setenv("SYCL_CACHE_PERSISTENT", "1", 0);
  setenv("SYCL_CACHE_DIR", cache.c_str(), 0);
}

}  // namespace cu2x::sycl_target
