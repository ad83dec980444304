// Launches of translated kernels, single source: `k<<<grid, block, bytes, stream>>>(a)` of CUDA is
//
//   cu2x::launch<float[32][33]>({grid, block, bytes, stream}, [=](const sycl::nd_item<3> &item, auto &tile, char *dynamic_local) {
//     k(item, tile, dynamic_local, a);
//   });
//
// The template arguments are the types of the kernel's static local variables. The kernel is called with the item, one
// reference per static local variable and, where it takes one, a pointer to the launch's dynamic local memory.
#ifndef CU2X_LAUNCH_HPP
#define CU2X_LAUNCH_HPP

#include <sycl/sycl.hpp>

#include <cuda_runtime.h>

namespace cu2x {

// What stands between <<< and >>>.
struct config {
  dim3 grid;
  dim3 block;
  size_t dynamic_local = 0;
  cudaStream_t stream = 0;
};

#ifdef CU2X_RTC

// Kernels that are compiled at run time are launched by the runtime: a host lambda must not become a kernel.
template <typename... StaticLocal, typename Kernel>
inline void launch(config, Kernel) {}

#else

namespace detail {

// The launch's checks and stream order, in the library: the queue to submit to, or null with the last error set.
// end_launch gives the order back; `failed` says that submitting threw.
sycl::queue *begin_launch(const config &launch, size_t static_local);
void end_launch(bool failed);

// One local variable's place: 16-byte steps, so that every variable may be accessed in pieces of 16 bytes.
using local_chunk = sycl::vec<unsigned, 4>;

constexpr size_t chunks(size_t bytes) { return (bytes + sizeof(local_chunk) - 1) / sizeof(local_chunk); }

template <typename... T>
constexpr size_t static_local_bytes() {
  return (size_t(0) + ... + chunks(sizeof(T))) * sizeof(local_chunk);
}

// The kernel as SYCL calls it. A lambda's attributes (the sub-group size) stay with the lambda, which the compiler
// reads them from when it is called here.
template <typename Kernel, typename... StaticLocal>
struct kernel_call {
  Kernel kernel;
  sycl::local_accessor<local_chunk, 1> local;

  void operator()(sycl::nd_item<3> item) const { call(item, std::index_sequence_for<StaticLocal...>()); }

 private:
  template <size_t Index>
  static constexpr size_t offset() {
    constexpr size_t sizes[] = {chunks(sizeof(StaticLocal))..., 0};
    size_t sum = 0;
    for (size_t i = 0; i < Index; ++i) sum += sizes[i];
    return sum;
  }

  template <size_t... Index>
  void call(const sycl::nd_item<3> &item, std::index_sequence<Index...>) const {
    if constexpr (std::is_invocable_v<const Kernel &, const sycl::nd_item<3> &, StaticLocal &..., char *>)
      kernel(item, *reinterpret_cast<StaticLocal *>(&local[offset<Index>()])...,
             reinterpret_cast<char *>(&local[offset<sizeof...(StaticLocal)>()]));
    else
      kernel(item, *reinterpret_cast<StaticLocal *>(&local[offset<Index>()])...);
  }
};

}  // namespace detail

// Queues the kernel on the launch's stream. As a launch in CUDA it returns nothing: an error is the calling thread's
// last error.
template <typename... StaticLocal, typename Kernel>
inline void launch(config c, Kernel kernel) {
  constexpr size_t fixed = detail::static_local_bytes<StaticLocal...>();
  sycl::queue *queue = detail::begin_launch(c, fixed);
  if (!queue) return;
  bool failed = false;
  try {
    const sycl::range<3> local(c.block.z, c.block.y, c.block.x);
    const sycl::range<3> blocks(c.grid.z, c.grid.y, c.grid.x);
    queue->submit([&](sycl::handler &handler) {
      // One chunk more than asked for, so that the address of no dynamic memory at all is still inside.
      const size_t all = fixed / sizeof(detail::local_chunk) + detail::chunks(c.dynamic_local) + 1;
      sycl::local_accessor<detail::local_chunk, 1> memory(sycl::range<1>(all), handler);
      handler.parallel_for(sycl::nd_range<3>(blocks * local, local),
                           detail::kernel_call<Kernel, StaticLocal...>{kernel, memory});
    });
  } catch (const sycl::exception &) {
    failed = true;
  }
  detail::end_launch(failed);
}

#endif

}  // namespace cu2x

#endif
