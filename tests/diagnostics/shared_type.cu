// A shared variable whose type cannot be told at the launch.
template <typename T>
struct wrapper {
    T *data;
    T *get() const;
};

template <typename T>
__global__ void k(T *p)
{
    __shared__ T t[4];
    t[0] = p[0];
    p[1] = t[0];
}

template <typename F>
void run(F f)
{
    //~ CU0205 k
    k<<<1, 1>>>(f.get());
}
