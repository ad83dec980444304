// Range loops over an object whose begin and end need the work item.
struct grid_range {
    int last;
    struct iterator {
        int at, step;
        __device__ int operator*() const { return at; }
        __device__ iterator &operator++() { at += step; return *this; }
        __device__ bool operator!=(const iterator &other) const { return at < other.at; }
    };
    __device__ iterator begin() const { return {(int)(blockIdx.x * blockDim.x + threadIdx.x), (int)(gridDim.x * blockDim.x)}; }
    __device__ iterator end() const { return {last, 0}; }
};

__global__ void k(float *a, int n)
{
    for (int i : grid_range{n})
        a[i] = 1;
}
