// Launches of translated kernels, single source: `k<<<grid, block, bytes, stream>>>(a)` of CUDA is
//
//   cu2x::launch<float[32][33]>({grid, block, bytes, stream}, [=](const sycl::nd_item<3> &item, auto &tile, char *dynamic_local) {
//     k(item, tile, dynamic_local, a);
//   });
//
// The template arguments are the types of the kernel's static local variables. The kernel is called with the item, one
// reference per static local variable and, where it takes one, a pointer to the launch's dynamic local memory.
// `cu2x::sub_group_32` as the first template argument asks for sub-groups of 32 work-items: SYCL reads that attribute
// from the kernel itself only, and the kernel is what this header wraps around the lambda.
#ifndef CU2X_LAUNCH_HPP
#define CU2X_LAUNCH_HPP

#include <sycl/sycl.hpp>

#include <type_traits>
#include <utility>

#include <cuda_runtime.h>

namespace cu2x {

// What stands between <<< and >>>.
struct config {
  dim3 grid;
  dim3 block;
  size_t dynamic_local;
  cudaStream_t stream;

  // The bytes may be of any integer type, as between <<< and >>>: braces around an int must not count as narrowing.
  template <typename Bytes = size_t>
  config(dim3 blocks, dim3 threads, Bytes bytes = 0, cudaStream_t on = nullptr)
      : grid(blocks), block(threads), dynamic_local(static_cast<size_t>(bytes)), stream(on) {}
};

struct sub_group_32 {};

#ifdef CU2X_RTC

// Kernels that are compiled at run time are launched by the runtime: a host lambda must not become a kernel.
template <typename... StaticLocal, typename Kernel>
inline void launch(config, Kernel) {}

#else

namespace detail {

// The launch's checks and stream order, in the library: the queue to submit to, or null with the last error set.
// end_launch gives the order back; `failed` says that submitting threw.
sycl::queue *begin_launch(dim3 grid, dim3 block, size_t static_local, size_t dynamic_local, cudaStream_t stream);
void end_launch(bool failed);

// Tells the library that kernels are part of the program: functions that it knows nothing of may then be kernels, to
// cudaFuncGetAttributes and its kin.
bool mark_single_source();
inline const bool single_source = mark_single_source();

// One local variable's place: 16-byte steps, so that every variable may be accessed in pieces of 16 bytes.
using local_chunk = sycl::vec<unsigned, 4>;

constexpr size_t chunks(size_t bytes) { return (bytes + sizeof(local_chunk) - 1) / sizeof(local_chunk); }

template <typename... T>
constexpr size_t static_local_bytes() {
  return (size_t(0) + ... + chunks(sizeof(T))) * sizeof(local_chunk);
}

// What a launch's kernel does: hands out the places of local memory.
template <typename Kernel, typename... StaticLocal>
struct kernel_body {
  Kernel kernel;
  sycl::local_accessor<local_chunk, 1> local;

  void run(const sycl::nd_item<3> &item) const { call(item, std::index_sequence_for<StaticLocal...>()); }

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

// The two kernels that SYCL sees; they differ in the attribute.
template <typename Body>
struct any_sub_group {
  Body body;
  void operator()(sycl::nd_item<3> item) const { body.run(item); }
};
template <typename Body>
struct in_sub_groups_of_32 {
  Body body;
  [[sycl::reqd_sub_group_size(32)]] void operator()(sycl::nd_item<3> item) const { body.run(item); }
};

template <template <typename> class Functor, typename... StaticLocal, typename Kernel>
inline void submit(const config &c, const Kernel &kernel) {
  using body = kernel_body<Kernel, StaticLocal...>;
  constexpr size_t fixed = static_local_bytes<StaticLocal...>();
  sycl::queue *queue = begin_launch(c.grid, c.block, fixed, c.dynamic_local, c.stream);
  if (!queue) return;
  bool failed = false;
  try {
    const sycl::range<3> local(c.block.z, c.block.y, c.block.x);
    const sycl::range<3> blocks(c.grid.z, c.grid.y, c.grid.x);
    queue->submit([&](sycl::handler &handler) {
      // One chunk more than asked for, so that the address of no dynamic memory at all is still inside.
      const size_t all = fixed / sizeof(local_chunk) + chunks(c.dynamic_local) + 1;
      sycl::local_accessor<local_chunk, 1> memory(sycl::range<1>(all), handler);
      handler.parallel_for(sycl::nd_range<3>(blocks * local, local), Functor<body>{body{kernel, memory}});
    });
  } catch (const sycl::exception &) {
    failed = true;
  }
  end_launch(failed);
}

// Takes the sub-group tag off the list of local variables.
template <typename... StaticLocal>
struct launcher {
  template <typename Kernel>
  static void launch(const config &c, const Kernel &kernel) {
    submit<any_sub_group, StaticLocal...>(c, kernel);
  }
};
template <typename... StaticLocal>
struct launcher<sub_group_32, StaticLocal...> {
  template <typename Kernel>
  static void launch(const config &c, const Kernel &kernel) {
    submit<in_sub_groups_of_32, StaticLocal...>(c, kernel);
  }
};

}  // namespace detail

// Queues the kernel on the launch's stream. As a launch in CUDA it returns nothing: an error is the calling thread's
// last error.
template <typename... StaticLocal, typename Kernel>
inline void launch(config c, Kernel kernel) {
  detail::launcher<StaticLocal...>::launch(c, kernel);
}

#endif

}  // namespace cu2x

#endif
