// An operator that needs the work item.
struct vector {
    int x;
    //~ CU0204 operator+
    __device__ vector operator+(const vector &other) const { return {x + other.x + (int)threadIdx.x}; }
};

__global__ void k(vector *a) { a[0] = a[1] + a[2]; }
