// Methods, static methods, templates of classes, inheritance.
struct grid {
    int width;
    __device__ int column() const { return threadIdx.x % width; }
    __device__ static int row() { return threadIdx.y; }
    __host__ __device__ int area() const { return width * width; }
};

template <typename T>
struct tile : grid {
    T *data;
    __device__ T &at() { return data[row() * width + column()]; }
};

__global__ void k(tile<float> t)
{
    t.at() = grid::row() + t.area();
}
