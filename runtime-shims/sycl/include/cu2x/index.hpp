// CUDA's built-in variables as whole values, for code that passes them on; `threadIdx.x` alone becomes a plain call of `item`.
#ifndef CU2X_INDEX_HPP
#define CU2X_INDEX_HPP

#include <vector_types.h>

namespace cu2x {

template <typename Item>
uint3 thread_index(const Item &item) {
  return uint3{static_cast<unsigned>(item.get_local_id(2)), static_cast<unsigned>(item.get_local_id(1)),
               static_cast<unsigned>(item.get_local_id(0))};
}

template <typename Item>
uint3 block_index(const Item &item) {
  return uint3{static_cast<unsigned>(item.get_group(2)), static_cast<unsigned>(item.get_group(1)),
               static_cast<unsigned>(item.get_group(0))};
}

template <typename Item>
dim3 block_size(const Item &item) {
  return dim3(static_cast<unsigned>(item.get_local_range(2)), static_cast<unsigned>(item.get_local_range(1)),
              static_cast<unsigned>(item.get_local_range(0)));
}

template <typename Item>
dim3 grid_size(const Item &item) {
  return dim3(static_cast<unsigned>(item.get_group_range(2)), static_cast<unsigned>(item.get_group_range(1)),
              static_cast<unsigned>(item.get_group_range(0)));
}

} // namespace cu2x

#endif
