// Attacks: launches hidden by macros: the brackets by object-like macros, the name pasted, the whole as an
// argument of another macro, a launch in a stringised argument (which is none), half a launch in each macro.
#define OPEN <<<
#define CLOSE >>>
#define KERNEL(n) __global__ void n##_kernel
#define RUN(n, ...) n##_kernel<<<1, 32>>>(__VA_ARGS__)
#define BOTH(x) x; (void)#x
#define HEAD k_kernel<<<
#define TAIL 1, 2>>>
#define LT <
KERNEL(k)(int *a) { *a = 1; }
#define DEFINE_AND_LAUNCH(n) __global__ void n(int *a) { *a = 2; } void launch_##n(int *a) { n<<<1, 1>>>(a); }
DEFINE_AND_LAUNCH(first) DEFINE_AND_LAUNCH(second)
void launch(int *a)
{
    k_kernel OPEN 1, 2 CLOSE (a);
    RUN(k, a);
    BOTH(RUN(k, a));
    BOTH(k_kernel<<<1, 2>>>(a));
    HEAD TAIL (a);
    k_kernel LT LT LT 1, 2 > > > (a);
}
