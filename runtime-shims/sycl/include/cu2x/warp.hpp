// CUDA's warp functions on a SYCL sub-group of 32 work-items.
//
// The kernel must require sub-group size 32. A lane mask is a 32-bit word whose bit i stands for the work-item with
// sub-group local id i. As in CUDA, the value read from a lane that does not take part is undefined.
#ifndef CU2X_WARP_HPP
#define CU2X_WARP_HPP

#include <sycl/sycl.hpp>

#include <cstdint>
#include <type_traits>

namespace cu2x {

constexpr int warp_size = 32;

template <typename SubGroup>
unsigned lane_id(const SubGroup &sub_group) {
  return static_cast<unsigned>(sub_group.get_local_linear_id());
}

// The lanes before, up to, after and from this one.
template <typename SubGroup>
unsigned lanes_below(const SubGroup &sub_group) {
  return (1u << lane_id(sub_group)) - 1u;
}
template <typename SubGroup>
unsigned lanes_above(const SubGroup &sub_group) {
  return ~lanes_below(sub_group) & ~(1u << lane_id(sub_group));
}

namespace detail {

// CUDA's shuffles return the type that the argument has after the usual promotions; so do these for small integers.
template <typename T>
using shuffled = std::conditional_t<std::is_integral<T>::value && (sizeof(T) < sizeof(int)), int, std::remove_cv_t<T>>;

template <typename T>
T from_lane(const sycl::sub_group &sub_group, T value, unsigned lane) {
  return sycl::select_from_group(sub_group, value, lane);
}

// The bits in which lanes of different `width`-lane segments differ.
inline unsigned segment_bits(int width) { return static_cast<unsigned>(warp_size - width) & 31u; }

// `operation` over the values of `lanes`, in their order; all of them must make the call.
template <typename T, typename Operation>
T reduce_lanes(const sycl::sub_group &sub_group, unsigned lanes, T value, Operation operation) {
  T result = value;
  bool first = true;
  for (; lanes != 0; lanes &= lanes - 1) {
    const T other = from_lane(sub_group, value, static_cast<unsigned>(__builtin_ctz(lanes)));
    result = first ? other : operation(result, other);
    first = false;
  }
  return result;
}

template <typename T>
using bits_of = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

template <typename T>
bits_of<T> comparable(const T &value) {
  static_assert(sizeof(T) == 4 || sizeof(T) == 8, "lanes are matched by values of 32 or 64 bits");
  bits_of<T> bits;
  __builtin_memcpy(&bits, &value, sizeof bits);
  return bits;
}

} // namespace detail

// The value of lane `source` of this lane's segment; `source` counts modulo `width`.
template <typename T>
detail::shuffled<T> shfl(const sycl::sub_group &sub_group, T value, int source, int width = warp_size) {
  const unsigned segment = detail::segment_bits(width);
  const unsigned first = lane_id(sub_group) & segment;
  return detail::from_lane<detail::shuffled<T>>(sub_group, value, first | (static_cast<unsigned>(source) & 31u & ~segment));
}

// The value of the lane `delta` below this one; a lane with none in its segment gets its own value.
template <typename T>
detail::shuffled<T> shfl_up(const sycl::sub_group &sub_group, T value, unsigned delta, int width = warp_size) {
  const unsigned lane = lane_id(sub_group);
  const unsigned first = lane & detail::segment_bits(width);
  const unsigned distance = delta & 31u;
  return detail::from_lane<detail::shuffled<T>>(sub_group, value, lane >= first + distance ? lane - distance : lane);
}

// The value of the lane `delta` above this one; a lane with none in its segment gets its own value.
template <typename T>
detail::shuffled<T> shfl_down(const sycl::sub_group &sub_group, T value, unsigned delta, int width = warp_size) {
  const unsigned lane = lane_id(sub_group);
  const unsigned last = lane | (~detail::segment_bits(width) & 31u);
  const unsigned source = lane + (delta & 31u);
  return detail::from_lane<detail::shuffled<T>>(sub_group, value, source <= last ? source : lane);
}

// The value of the lane whose id differs from this one's in the bits of `lane_mask`; a lane may read from earlier
// segments but gets its own value instead of one from a later segment.
template <typename T>
detail::shuffled<T> shfl_xor(const sycl::sub_group &sub_group, T value, int lane_mask, int width = warp_size) {
  const unsigned lane = lane_id(sub_group);
  const unsigned last = lane | (~detail::segment_bits(width) & 31u);
  const unsigned source = lane ^ (static_cast<unsigned>(lane_mask) & 31u);
  return detail::from_lane<detail::shuffled<T>>(sub_group, value, source <= last ? source : lane);
}

// Bit i is set where lane i takes part with a true predicate.
inline unsigned ballot(const sycl::sub_group &sub_group, bool predicate) {
#ifdef SYCL_IMPLEMENTATION_ONEAPI
  unsigned lanes = 0;
  sycl::ext::oneapi::group_ballot(sub_group, predicate).extract_bits(lanes);
  return lanes;
#else
  return sycl::reduce_over_group(sub_group, predicate ? 1u << lane_id(sub_group) : 0u, sycl::bit_or<unsigned>());
#endif
}

inline unsigned active_mask(const sycl::sub_group &sub_group) { return ballot(sub_group, true); }

// The votes over the lanes named in `mask`.
inline unsigned ballot(const sycl::sub_group &sub_group, unsigned mask, bool predicate) {
  return ballot(sub_group, predicate) & mask;
}
inline bool any(const sycl::sub_group &sub_group, unsigned mask, bool predicate) {
  return (ballot(sub_group, predicate) & mask) != 0;
}
inline bool all(const sycl::sub_group &sub_group, unsigned mask, bool predicate) {
  return (ballot(sub_group, !predicate) & mask) == 0;
}

// The lanes of `mask` that hold the same bits as this one.
template <typename T>
unsigned match_any(const sycl::sub_group &sub_group, unsigned mask, T value) {
  const auto bits = detail::comparable(value);
  unsigned remaining = active_mask(sub_group);
  unsigned peers = 0;
  while (remaining != 0) {
    const unsigned leader = static_cast<unsigned>(__builtin_ctz(remaining));
    const bool same = bits == detail::from_lane(sub_group, bits, leader);
    const unsigned matching = ballot(sub_group, same);
    peers = same ? matching : peers;
    remaining &= ~matching;
  }
  return peers & mask;
}

// `mask` where all of its lanes hold the same bits, and 0 otherwise.
template <typename T>
unsigned match_all(const sycl::sub_group &sub_group, unsigned mask, T value, int *same) {
  const auto bits = detail::comparable(value);
  const unsigned lanes = active_mask(sub_group) & mask;
  const unsigned leader = static_cast<unsigned>(__builtin_ctz(lanes != 0 ? lanes : 1u));
  const bool equal = all(sub_group, mask, bits == detail::from_lane(sub_group, bits, leader));
  *same = equal;
  return equal ? mask : 0;
}

// `operation` over the values of all lanes, given to each of them. Small integers and bools count as int.
template <typename T, typename Operation>
detail::shuffled<T> reduce(const sycl::sub_group &sub_group, T value, Operation operation) {
  return sycl::reduce_over_group(sub_group, static_cast<detail::shuffled<T>>(value), operation);
}

// `operation` over the values of the lanes named in `mask`, given to each of them.
template <typename T, typename Operation>
detail::shuffled<T> reduce(const sycl::sub_group &sub_group, unsigned mask, T value, Operation operation) {
  const unsigned lanes = active_mask(sub_group) & mask;
  return detail::reduce_lanes<detail::shuffled<T>>(sub_group, lanes, value, operation);
}

} // namespace cu2x

#endif
