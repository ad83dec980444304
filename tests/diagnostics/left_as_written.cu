// What only device code has, outside device code.
inline unsigned lane()
{
    //~ CU0211 threadIdx
    return threadIdx.x & 31;
}
