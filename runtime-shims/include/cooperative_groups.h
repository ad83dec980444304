/* CUDA's cooperative groups.
 *
 * In device code these are the classes of the target's device headers. A compiler that sees only the host side of a
 * program gets declarations: kernels and device functions, which alone can call them, have no bodies there. */
#ifndef CU2X_COOPERATIVE_GROUPS_H
#define CU2X_COOPERATIVE_GROUPS_H

#if defined(CU2X_RTC) || defined(SYCL_LANGUAGE_VERSION) || defined(__ACPP__) || defined(__ADAPTIVECPP__) || \
    defined(__HIPSYCL__)

#include <cu2x/cooperative_groups.hpp>

#else

#include <vector_types.h>

#include <cstddef>

namespace cooperative_groups {

class thread_group {
public:
  unsigned size() const;
  unsigned num_threads() const;
  unsigned thread_rank() const;
  bool is_valid() const;
  void sync() const;
};

class thread_block : public thread_group {
public:
  struct arrival_token {};
  uint3 thread_index() const;
  uint3 group_index() const;
  dim3 dim_threads() const;
  dim3 group_dim() const;
  arrival_token barrier_arrive() const;
  void barrier_wait(arrival_token) const;
};

class grid_group {
public:
  bool is_valid() const;
  void sync() const;
  unsigned long long size() const;
  unsigned long long num_threads() const;
  unsigned long long num_blocks() const;
  unsigned long long block_rank() const;
  unsigned long long thread_rank() const;
  uint3 block_index() const;
  dim3 dim_blocks() const;
  dim3 group_dim() const;
};

class coalesced_group : public thread_group {
public:
  unsigned meta_group_size() const;
  unsigned meta_group_rank() const;
};

template <unsigned Size, typename Parent = void>
class thread_block_tile : public thread_group {
public:
  static constexpr unsigned size() { return Size; }
  static constexpr unsigned num_threads() { return Size; }
  unsigned meta_group_size() const;
  unsigned meta_group_rank() const;
};

template <typename T>
struct plus;
template <typename T>
struct less;
template <typename T>
struct greater;
template <typename T>
struct bit_and;
template <typename T>
struct bit_or;
template <typename T>
struct bit_xor;
template <std::size_t Alignment>
struct aligned_size_t;

} // namespace cooperative_groups

#endif
#endif
