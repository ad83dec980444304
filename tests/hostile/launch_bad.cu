// Attacks: launches that are wrong: no configuration, one part, five parts, no arguments' list, unclosed,
// closed by >> >, a launch of something that is no kernel, and one at namespace scope.
__global__ void k(int *a) { *a = 1; }
void host(int) {}
void launch(int *a)
{
    k<<<>>>(a);
    k<<<1>>>(a);
    k<<<1, 2, 3, 0, 5>>>(a);
    k<<<1, 2>>>;
    k<<<1, 2>> >(a);
    k<<<1, , 2>>>(a);
    host<<<1, 2>>>(1);
    unknown<<<1, 2>>>(a);
    <<<1, 2>>>(a);
    k<<<(1, 2>>>(a);
    k<<<1, 2)>>>(a);
    k<<<1, 2(a);
}
k<<<1, 2>>>(0);
