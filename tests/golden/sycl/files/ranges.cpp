// Range loops over an object whose begin and end need the work item.
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>

struct grid_range {
    int last;
    struct iterator {
        int at, step;
        int operator*() const { return at; }
        iterator &operator++() { at += step; return *this; }
        bool operator!=(const iterator &other) const { return at < other.at; }
    };
    iterator begin(const sycl::nd_item<3> &item) const { return {(int)(item.get_global_id(2)), (int)(item.get_global_range(2))}; }
    iterator end() const { return {last, 0}; }
};

void k(const sycl::nd_item<3> &item, float *a, int n)
{
    if (auto &&cu2x_range = grid_range{n}; true) for (auto cu2x_at = cu2x_range.begin(item), cu2x_end = cu2x_range.end(); cu2x_at != cu2x_end; ++cu2x_at) if (int i = *cu2x_at; true)
        a[i] = 1;
}
