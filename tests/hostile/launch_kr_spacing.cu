// Attacks: launches with blanks, comments, newlines and splices wherever they are allowed, and names that
// are qualified, parenthesised, indexed and called.
namespace ns { struct S { static __global__ void *get(); }; template <int> __global__ void t(int *) {} }
__global__ void k (int * a) { * a = 1 ; }
typedef void (*F)(int *);
F pick(int) { return k; }
void launch(int *a)
{
    k <<< 1 , 2 >>> ( a ) ;
    k<<</* grid */1,// block
        2/* end */>>>/* arguments */(a)
        ;
    k
    <<<
    1
    ,
    2
    >>>
    (
    a
    )
    ;
    k<<<1, 2\
>>>(a);
    (k)<<<1, 2>>>(a);
    (*k)<<<1, 2>>>(a);
    (&ns::t<1>)<<<1, 2>>>(a);
    ::ns::t<2><<<1, 2>>>(a);
    ::k<<<1, 2>>>(a);
    pick(1)<<<1, 2>>>(a);
    F table[2] = {k, k};
    table[1]<<<1, 2>>>(a);
    [=] { return k; }()<<<1, 2>>>(a);
    a ? k<<<1, 2>>>(a) : ::k<<<1, 2>>>(a);
    for (k<<<1, 2>>>(a); *a; k<<<1, 2>>>(a)) k<<<1, 2>>>(a);
    if (a) k<<<1, 2>>>(a); else k<<<1, 2>>>(a);
    do k<<<1, 2>>>(a); while (0);
    switch (*a) { case 1: k<<<1, 2>>>(a); default: k<<<1, 2>>>(a); }
}
