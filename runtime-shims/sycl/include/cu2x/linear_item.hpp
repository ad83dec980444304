// Blocks of several dimensions whose warps are CUDA's: 32 threads in a row by linear id, across the block's rows.
//
// SYCL leaves open which work-items of a work-group of two or three dimensions make up a sub-group; on the CPU device a
// sub-group never goes beyond one row. A kernel that uses warps and is launched with rows that 32 does not divide is
// therefore built with this header first and launched with rows and planes put in one line. From here on `sycl::nd_item`
// is the class below, which gives the ids of the block's own shape. Its groups and sub-groups are SYCL's.
#ifndef CU2X_LINEAR_ITEM_HPP
#define CU2X_LINEAR_ITEM_HPP

#include <sycl/sycl.hpp>

#include <cstddef>

namespace sycl {

template <int Dimensions>
class cu2x_linear_item {
  static_assert(Dimensions == 3, "kernels have three dimensions");

public:
  // `item` is that of a work-group of x * y * z work-items in one line.
  cu2x_linear_item(unsigned x, unsigned y, unsigned z, const sycl::nd_item<3> &item)
      : item_(item), extent_{z, y, x} {
    const unsigned line = static_cast<unsigned>(item.get_local_id(2));
    id_[2] = line % x;
    id_[1] = line / x % y;
    id_[0] = line / x / y;
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
  std::size_t get_local_linear_id() const { return item_.get_local_id(2); }
  std::size_t get_group_linear_id() const { return item_.get_group_linear_id(); }
  std::size_t get_global_linear_id() const {
    return (get_global_id(0) * get_global_range(1) + get_global_id(1)) * get_global_range(2) + get_global_id(2);
  }
  sycl::group<3> get_group() const { return item_.get_group(); }
  sycl::sub_group get_sub_group() const { return item_.get_sub_group(); }

private:
  sycl::nd_item<3> item_;
  unsigned extent_[3];
  unsigned id_[3];
};

} // namespace sycl

#define nd_item cu2x_linear_item

#endif
