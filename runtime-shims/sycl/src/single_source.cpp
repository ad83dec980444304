// The library's half of cu2x/launch.hpp.

#include <sycl/sycl.hpp>

#include "../../common/runtime.hpp"

namespace cu2x::detail {

sycl::queue *begin_launch(dim3 grid, dim3 block, size_t static_local, size_t dynamic_local, cudaStream_t stream) {
  return static_cast<sycl::queue *>(begin_native_launch(grid, block, static_local, dynamic_local, stream));
}

void end_launch(bool failed) { end_native_launch(failed); }

}  // namespace cu2x::detail
