// Overloads: one needs the work item, one does not.
__device__ int pick(int x) { return x + threadIdx.x; }
__device__ float pick(float x) { return x; }

__global__ void kernel(int *a) { a[0] = pick(1); }
__global__ void kernel(float *a) { a[0] = pick(1.0f); }

void run(int *a, float *b)
{
    kernel<<<1, 1>>>(a);
    kernel<<<1, 1>>>(b);
}
