// CUDA's block barriers with a vote, its fences and its trap on SYCL 2020.
#ifndef CU2X_SYNC_HPP
#define CU2X_SYNC_HPP

#include <sycl/sycl.hpp>

#include <atomic>
#include <cassert>

namespace cu2x {

// A barrier of the group that also counts the work-items whose predicate holds.
template <typename Group>
int barrier_count(const Group &group, bool predicate) {
  sycl::group_barrier(group);
  return sycl::reduce_over_group(group, predicate ? 1 : 0, sycl::plus<int>());
}

// A barrier of the group that also tells whether the predicate holds for every work-item.
template <typename Group>
int barrier_all(const Group &group, bool predicate) {
  sycl::group_barrier(group);
  return sycl::all_of_group(group, predicate);
}

// A barrier of the group that also tells whether the predicate holds for any work-item.
template <typename Group>
int barrier_any(const Group &group, bool predicate) {
  sycl::group_barrier(group);
  return sycl::any_of_group(group, predicate);
}

// Orders this work-item's memory accesses before and after it, as seen within the scope.
inline void fence([[maybe_unused]] sycl::memory_scope scope) {
#if defined(__ACPP__) || defined(__ADAPTIVECPP__) || defined(__HIPSYCL__)
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
#else
  sycl::atomic_fence(sycl::memory_order::seq_cst, scope);
#endif
}

// Ends the program as a failed device assertion does.
inline void trap() {
#if defined(__linux__)
  __assert_fail("__trap()", __FILE__, __LINE__, "kernel");
#else
  assert(false && "__trap()");
#endif
}

} // namespace cu2x

#endif
