// Methods, static methods, templates of classes, inheritance.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

struct grid {
    int width;
    int column(const sycl::nd_item<3> &item) const { return static_cast<unsigned>(item.get_local_id(2)) % width; }
    static int row(const sycl::nd_item<3> &item) { return item.get_local_id(1); }
    int area() const { return width * width; }
};

template <typename T>
struct tile : grid {
    T *data;
    T &at(const sycl::nd_item<3> &item) { return data[row(item) * width + column(item)]; }
};

void k(const sycl::nd_item<3> &item, tile<float> t)
{
    t.at(item) = grid::row(item) + t.area();
}
