// Blocks of several dimensions whose warps are CUDA's: 32 threads in a row by linear id, across the block's rows.
//
// SYCL leaves open which work-items of a work-group of two or three dimensions make up a sub-group; on the CPU device a
// sub-group never goes beyond one row. The run-time path therefore compiles text with kernels that use warps behind this
// header, and launches those kernels with rows and planes put in one line. From here on `sycl::nd_item` is the class
// below, which gives the ids of the block's own shape. Its groups and sub-groups are SYCL's.
#ifndef CU2X_LINEAR_ITEM_HPP
#define CU2X_LINEAR_ITEM_HPP

#include <sycl/sycl.hpp>

#include <cstddef>

namespace sycl {

template <int Dimensions>
class cu2x_linear_item {
  static_assert(Dimensions == 3, "kernels have three dimensions");

public:
  // Of a kernel that is launched with its own shape.
  explicit cu2x_linear_item(const sycl::nd_item<3> &item)
      : item_(item), extent_{item.get_local_range(0), item.get_local_range(1), item.get_local_range(2)},
        id_{item.get_local_id(0), item.get_local_id(1), item.get_local_id(2)},
        linear_id_(item.get_local_linear_id()) {}

  // Of a block of x * y * z threads that is launched as one line.
  cu2x_linear_item(unsigned x, unsigned y, unsigned z, const sycl::nd_item<3> &item)
      : item_(item), extent_{z, y, x}, id_{0, 0, item.get_local_id(2)}, linear_id_(item.get_local_id(2)) {
    if (y * z != 1) {
      const unsigned line = static_cast<unsigned>(linear_id_);
      id_[2] = line % x;
      id_[1] = line / x % y;
      id_[0] = line / x / y;
    }
  }

  std::size_t get_local_id(int dimension) const { return id_[dimension]; }
  std::size_t get_local_range(int dimension) const { return extent_[dimension]; }
  std::size_t get_group(int dimension) const { return item_.get_group(dimension); }
  std::size_t get_group_range(int dimension) const { return item_.get_group_range(dimension); }
  std::size_t get_global_id(int dimension) const { return get_group(dimension) * extent_[dimension] + id_[dimension]; }
  std::size_t get_global_range(int dimension) const { return get_group_range(dimension) * extent_[dimension]; }
  sycl::id<3> get_local_id() const { return {id_[0], id_[1], id_[2]}; }
  sycl::id<3> get_global_id() const { return {get_global_id(0), get_global_id(1), get_global_id(2)}; }
  sycl::range<3> get_local_range() const { return {extent_[0], extent_[1], extent_[2]}; }
  sycl::range<3> get_group_range() const { return item_.get_group_range(); }
  std::size_t get_local_linear_id() const { return linear_id_; }
  std::size_t get_group_linear_id() const { return item_.get_group_linear_id(); }
  std::size_t get_global_linear_id() const {
    return (get_global_id(0) * get_global_range(1) + get_global_id(1)) * get_global_range(2) + get_global_id(2);
  }
  sycl::group<3> get_group() const { return item_.get_group(); }
  sycl::sub_group get_sub_group() const { return item_.get_sub_group(); }

private:
  sycl::nd_item<3> item_;
  std::size_t extent_[3];
  std::size_t id_[3];
  std::size_t linear_id_;
};

} // namespace sycl

#define nd_item cu2x_linear_item

#endif
