// CUDA's cooperative groups on SYCL work-groups and sub-groups, under CUDA's names.
//
// A function that makes a group of "this" thread takes the item: `this_thread_block(item)`. Groups that divide a block
// are sets of lanes of one sub-group of 32 work-items, which the kernel must require.
#ifndef CU2X_COOPERATIVE_GROUPS_HPP
#define CU2X_COOPERATIVE_GROUPS_HPP

#include <cu2x/index.hpp>
#include <cu2x/warp.hpp>

#include <sycl/sycl.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace cooperative_groups {

class thread_block;
class coalesced_group;
template <unsigned Size, typename Parent = void>
class thread_block_tile;

namespace detail {

inline unsigned count(unsigned lanes) { return static_cast<unsigned>(__builtin_popcount(lanes)); }

// The lane of `lanes` that has `rank` others below it.
inline unsigned lane_of_rank(unsigned lanes, unsigned rank) {
  for (; rank != 0; --rank) {
    lanes &= lanes - 1;
  }
  return static_cast<unsigned>(__builtin_ctz(lanes));
}

// The bits of `wide` at the places of `lanes`, moved together.
inline unsigned pack(unsigned wide, unsigned lanes) {
  unsigned packed = 0;
  for (unsigned bit = 1; lanes != 0; lanes &= lanes - 1, bit <<= 1) {
    packed |= (wide & lanes & (0u - lanes)) != 0 ? bit : 0u;
  }
  return packed;
}

// The lanes of this lane's segment of `size` lanes.
inline unsigned segment(const sycl::sub_group &sub_group, unsigned size) {
  const unsigned first = cu2x::lane_id(sub_group) & ~(size - 1);
  return size == 32 ? 0xffffffffu : ((1u << size) - 1u) << first;
}

inline unsigned block_rank(const sycl::nd_item<3> &item) { return static_cast<unsigned>(item.get_local_linear_id()); }

inline unsigned block_threads(const sycl::nd_item<3> &item) {
  return static_cast<unsigned>(item.get_local_range(0) * item.get_local_range(1) * item.get_local_range(2));
}

} // namespace detail

// Any group: a block, or lanes of a sub-group.
class thread_group {
public:
  unsigned size() const { return lanes_ == 0 ? detail::block_threads(item_) : detail::count(lanes_); }
  unsigned num_threads() const { return size(); }
  unsigned thread_rank() const {
    return lanes_ == 0 ? detail::block_rank(item_) : detail::count(lanes_ & cu2x::lanes_below(item_.get_sub_group()));
  }
  bool is_valid() const { return true; }
  void sync() const {
    if (lanes_ == 0) {
      sycl::group_barrier(item_.get_group());
    } else {
      sycl::group_barrier(item_.get_sub_group());
    }
  }

protected:
  thread_group(const sycl::nd_item<3> &item, unsigned lanes) : item_(item), lanes_(lanes) {}

  sycl::nd_item<3> item_;
  unsigned lanes_; // 0 stands for the whole block

  friend thread_group tiled_partition(const thread_group &parent, unsigned size);
};

class thread_block : public thread_group {
public:
  explicit thread_block(const sycl::nd_item<3> &item) : thread_group(item, 0) {}

  void sync() const { sycl::group_barrier(item_.get_group()); }
  unsigned thread_rank() const { return detail::block_rank(item_); }
  unsigned size() const { return detail::block_threads(item_); }
  unsigned num_threads() const { return size(); }
  uint3 thread_index() const { return cu2x::thread_index(item_); }
  uint3 group_index() const { return cu2x::block_index(item_); }
  dim3 dim_threads() const { return cu2x::block_size(item_); }
  dim3 group_dim() const { return cu2x::block_size(item_); }

  // CUDA lets work be done between arriving and waiting; the whole barrier stands at the wait.
  struct arrival_token {};
  arrival_token barrier_arrive() const { return {}; }
  void barrier_wait(arrival_token) const { sync(); }

  const sycl::nd_item<3> &item() const { return item_; }
};

// The whole grid, without a barrier: SYCL has none among the work-groups of a kernel.
class grid_group {
public:
  explicit grid_group(const sycl::nd_item<3> &item) : item_(item) {}

  bool is_valid() const { return false; }
  unsigned long long size() const { return num_blocks() * detail::block_threads(item_); }
  unsigned long long num_threads() const { return size(); }
  unsigned long long num_blocks() const { return item_.get_group().get_group_linear_range(); }
  unsigned long long block_rank() const { return item_.get_group().get_group_linear_id(); }
  unsigned long long thread_rank() const {
    return block_rank() * detail::block_threads(item_) + detail::block_rank(item_);
  }
  uint3 block_index() const { return cu2x::block_index(item_); }
  dim3 dim_blocks() const { return cu2x::grid_size(item_); }
  dim3 group_dim() const { return cu2x::grid_size(item_); }
  template <typename T = void>
  void sync() const {
    static_assert(sizeof(T *) == 0, "SYCL 2020 has no barrier among the work-groups of a kernel: launch a second kernel");
  }

private:
  sycl::nd_item<3> item_;
};

// Lanes of a sub-group that act together: those that were active, or that a partition put together.
class coalesced_group : public thread_group {
public:
  coalesced_group(const sycl::nd_item<3> &item, unsigned lanes) : thread_group(item, lanes) {}

  void sync() const { sycl::group_barrier(sub_group()); }
  unsigned size() const { return detail::count(lanes_); }
  unsigned num_threads() const { return size(); }
  unsigned thread_rank() const { return detail::count(lanes_ & cu2x::lanes_below(sub_group())); }
  unsigned meta_group_size() const { return 1; }
  unsigned meta_group_rank() const { return 0; }

  template <typename T>
  T shfl(T value, unsigned rank) const {
    return cu2x::detail::from_lane(sub_group(), value, rank < size() ? detail::lane_of_rank(lanes_, rank) : lane());
  }
  template <typename T>
  T shfl_up(T value, unsigned delta) const {
    const unsigned rank = thread_rank();
    return cu2x::detail::from_lane(sub_group(), value,
                                   rank >= delta ? detail::lane_of_rank(lanes_, rank - delta) : lane());
  }
  template <typename T>
  T shfl_down(T value, unsigned delta) const {
    const unsigned rank = thread_rank() + delta;
    return cu2x::detail::from_lane(sub_group(), value, rank < size() ? detail::lane_of_rank(lanes_, rank) : lane());
  }
  int any(int predicate) const { return cu2x::any(sub_group(), lanes_, predicate != 0); }
  int all(int predicate) const { return cu2x::all(sub_group(), lanes_, predicate != 0); }
  unsigned ballot(int predicate) const { return detail::pack(cu2x::ballot(sub_group(), predicate != 0), lanes_); }
  template <typename T>
  unsigned match_any(T value) const {
    return detail::pack(cu2x::match_any(sub_group(), lanes_, value), lanes_);
  }
  template <typename T>
  unsigned match_all(T value, int &same) const {
    return detail::pack(cu2x::match_all(sub_group(), lanes_, value, &same), lanes_);
  }

  sycl::sub_group sub_group() const { return item_.get_sub_group(); }
  unsigned lanes() const { return lanes_; }
  const sycl::nd_item<3> &item() const { return item_; }

private:
  unsigned lane() const { return cu2x::lane_id(sub_group()); }
};

// A segment of `Size` lanes of a sub-group.
template <unsigned Size, typename Parent>
class thread_block_tile : public thread_group {
  static_assert(Size == 1 || Size == 2 || Size == 4 || Size == 8 || Size == 16 || Size == 32,
                "a tile has 1, 2, 4, 8, 16 or 32 threads; larger ones have no counterpart in SYCL");

public:
  thread_block_tile(const sycl::nd_item<3> &item, unsigned meta_rank, unsigned meta_size)
      : thread_group(item, detail::segment(item.get_sub_group(), Size)), meta_rank_(meta_rank), meta_size_(meta_size) {}

  template <typename Other>
  thread_block_tile(const thread_block_tile<Size, Other> &other)
      : thread_block_tile(other.item(), other.meta_group_rank(), other.meta_group_size()) {}

  void sync() const { sycl::group_barrier(sub_group()); }
  static constexpr unsigned size() { return Size; }
  static constexpr unsigned num_threads() { return Size; }
  unsigned thread_rank() const { return cu2x::lane_id(sub_group()) & (Size - 1); }
  unsigned meta_group_rank() const { return meta_rank_; }
  unsigned meta_group_size() const { return meta_size_; }

  template <typename T>
  T shfl(T value, int rank) const {
    return static_cast<T>(cu2x::shfl(sub_group(), value, rank, Size));
  }
  template <typename T>
  T shfl_up(T value, unsigned delta) const {
    return static_cast<T>(cu2x::shfl_up(sub_group(), value, delta, Size));
  }
  template <typename T>
  T shfl_down(T value, unsigned delta) const {
    return static_cast<T>(cu2x::shfl_down(sub_group(), value, delta, Size));
  }
  template <typename T>
  T shfl_xor(T value, unsigned rank_mask) const {
    return static_cast<T>(cu2x::shfl_xor(sub_group(), value, static_cast<int>(rank_mask), Size));
  }
  int any(int predicate) const { return cu2x::any(sub_group(), lanes_, predicate != 0); }
  int all(int predicate) const { return cu2x::all(sub_group(), lanes_, predicate != 0); }
  unsigned ballot(int predicate) const { return to_ranks(cu2x::ballot(sub_group(), predicate != 0)); }
  template <typename T>
  unsigned match_any(T value) const {
    return to_ranks(cu2x::match_any(sub_group(), lanes_, value));
  }
  template <typename T>
  unsigned match_all(T value, int &same) const {
    return to_ranks(cu2x::match_all(sub_group(), lanes_, value, &same));
  }

  sycl::sub_group sub_group() const { return item_.get_sub_group(); }
  unsigned lanes() const { return lanes_; }
  const sycl::nd_item<3> &item() const { return item_; }

private:
  unsigned to_ranks(unsigned lanes) const {
    return (lanes & lanes_) >> (cu2x::lane_id(sub_group()) & ~(Size - 1) & 31u);
  }

  unsigned meta_rank_;
  unsigned meta_size_;
};

inline thread_block this_thread_block(const sycl::nd_item<3> &item) { return thread_block(item); }
inline grid_group this_grid(const sycl::nd_item<3> &item) { return grid_group(item); }
inline coalesced_group coalesced_threads(const sycl::nd_item<3> &item) {
  return coalesced_group(item, cu2x::active_mask(item.get_sub_group()));
}

template <unsigned Size, typename Parent>
thread_block_tile<Size, Parent> tiled_partition(const Parent &parent) {
  return {parent.item(), parent.thread_rank() / Size, (parent.size() + Size - 1) / Size};
}

// A tile whose size is known at run time only.
inline thread_group tiled_partition(const thread_group &parent, unsigned size) {
  return thread_group(parent.item_, detail::segment(parent.item_.get_sub_group(), size));
}

// The threads of the group that have the same label.
template <typename Group, typename Label>
coalesced_group labeled_partition(const Group &group, Label label) {
  const auto wide = static_cast<std::conditional_t<sizeof(Label) == 8, unsigned long long, unsigned>>(label);
  return {group.item(), cu2x::match_any(group.sub_group(), group.lanes(), wide)};
}
template <typename Group>
coalesced_group binary_partition(const Group &group, bool predicate) {
  const unsigned holds = cu2x::ballot(group.sub_group(), predicate);
  return {group.item(), (predicate ? holds : ~holds) & group.lanes() & cu2x::active_mask(group.sub_group())};
}

template <typename Group>
void sync(const Group &group) {
  group.sync();
}
template <typename Group>
auto thread_rank(const Group &group) {
  return group.thread_rank();
}
template <typename Group>
auto group_size(const Group &group) {
  return group.size();
}
template <typename Group>
auto num_threads(const Group &group) {
  return group.size();
}
inline uint3 thread_index(const thread_block &block) { return block.thread_index(); }
inline uint3 group_index(const thread_block &block) { return block.group_index(); }

// The operations that reductions and scans know.
template <typename T>
struct plus {
  T operator()(T a, T b) const { return a + b; }
};
template <typename T>
struct less {
  T operator()(T a, T b) const { return b < a ? b : a; }
};
template <typename T>
struct greater {
  T operator()(T a, T b) const { return a < b ? b : a; }
};
template <typename T>
struct bit_and {
  T operator()(T a, T b) const { return a & b; }
};
template <typename T>
struct bit_or {
  T operator()(T a, T b) const { return a | b; }
};
template <typename T>
struct bit_xor {
  T operator()(T a, T b) const { return a ^ b; }
};

namespace detail {

// The operation of SYCL that does the same over a whole sub-group, void for none.
template <typename Operation, typename T>
struct native_operation {
  using type = void;
};
template <typename T>
struct native_operation<plus<T>, T> {
  using type = sycl::plus<T>;
};
template <typename T>
struct native_operation<less<T>, T> {
  using type = sycl::minimum<T>;
};
template <typename T>
struct native_operation<greater<T>, T> {
  using type = sycl::maximum<T>;
};

template <typename Operation, typename T>
using native = std::conditional_t<std::is_arithmetic<T>::value && (sizeof(T) >= 4),
                                  typename native_operation<Operation, T>::type, void>;

} // namespace detail

// Every thread of the group gets `operation` over the values of all.
template <unsigned Size, typename Parent, typename T, typename Operation>
T reduce(const thread_block_tile<Size, Parent> &group, T value, Operation operation) {
  using native = detail::native<std::decay_t<Operation>, T>;
  if constexpr (Size == 32 && !std::is_void<native>::value) {
    return sycl::reduce_over_group(group.sub_group(), value, native());
  } else {
    for (unsigned distance = Size / 2; distance != 0; distance /= 2) {
      value = operation(value, group.shfl_xor(value, distance));
    }
    return value;
  }
}
template <typename T, typename Operation>
T reduce(const coalesced_group &group, T value, Operation operation) {
  return cu2x::detail::reduce_lanes(group.sub_group(), group.lanes(), value, operation);
}

// Each thread gets `operation` over the values of the threads up to and with itself.
template <unsigned Size, typename Parent, typename T, typename Operation>
T inclusive_scan(const thread_block_tile<Size, Parent> &group, T value, Operation operation) {
  for (unsigned distance = 1; distance < Size; distance *= 2) {
    const T before = group.shfl_up(value, distance);
    value = group.thread_rank() >= distance ? operation(before, value) : value;
  }
  return value;
}
template <typename T, typename Operation>
T inclusive_scan(const coalesced_group &group, T value, Operation operation) {
  T result = value;
  bool first = true;
  for (unsigned lanes = group.lanes(); lanes != 0; lanes &= lanes - 1) {
    const unsigned lane = static_cast<unsigned>(__builtin_ctz(lanes));
    const T other = cu2x::detail::from_lane(group.sub_group(), value, lane);
    if (lane <= cu2x::lane_id(group.sub_group())) {
      result = first ? other : operation(result, other);
      first = false;
    }
  }
  return result;
}
template <typename Group, typename T>
T inclusive_scan(const Group &group, T value) {
  return inclusive_scan(group, value, plus<T>());
}

// Each thread gets `operation` over the values of the threads before it; the first gets T().
template <typename Group, typename T, typename Operation>
T exclusive_scan(const Group &group, T value, Operation operation) {
  const T before = group.shfl_up(inclusive_scan(group, value, operation), 1);
  return group.thread_rank() == 0 ? T() : before;
}
template <typename Group, typename T>
T exclusive_scan(const Group &group, T value) {
  return exclusive_scan(group, value, plus<T>());
}

// One thread of the group calls `function`; the broadcast form gives its result to all.
template <typename Group, typename Function, typename... Arguments>
void invoke_one(const Group &group, Function &&function, Arguments &&...arguments) {
  if (group.thread_rank() == 0) {
    function(static_cast<Arguments &&>(arguments)...);
  }
}
template <typename Group, typename Function, typename... Arguments>
auto invoke_one_broadcast(const Group &group, Function &&function, Arguments &&...arguments) {
  decltype(function(static_cast<Arguments &&>(arguments)...)) result{};
  if (group.thread_rank() == 0) {
    result = function(static_cast<Arguments &&>(arguments)...);
  }
  return group.shfl(result, 0);
}

// A byte count known to be a multiple of `Alignment`.
template <std::size_t Alignment>
struct aligned_size_t {
  std::size_t value;
  constexpr aligned_size_t(std::size_t bytes) : value(bytes) {}
  constexpr operator std::size_t() const { return value; }
};

// The group's threads copy together; the copy is over after `wait`.
template <typename Group, typename To, typename From>
void memcpy_async(const Group &group, To *to, const From *from, std::size_t bytes) {
  const auto places = reinterpret_cast<std::uintptr_t>(to) | reinterpret_cast<std::uintptr_t>(from) | bytes;
  const std::size_t step = group.size();
  if (places % 4 == 0) {
    for (std::size_t i = group.thread_rank(); i < bytes / 4; i += step) {
      reinterpret_cast<unsigned *>(to)[i] = reinterpret_cast<const unsigned *>(from)[i];
    }
  } else {
    for (std::size_t i = group.thread_rank(); i < bytes; i += step) {
      reinterpret_cast<unsigned char *>(to)[i] = reinterpret_cast<const unsigned char *>(from)[i];
    }
  }
}
template <typename Group>
void wait(const Group &group) {
  group.sync();
}
template <unsigned Stages, typename Group>
void wait_prior(const Group &group) {
  group.sync();
}

} // namespace cooperative_groups

#endif
