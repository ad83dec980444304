// Inline PTX that no rule knows is refused.
__global__ void assembly(unsigned *out)
{
    unsigned lane = 0;
    //~ CU0302 inline PTX
    asm volatile("bogus.b32 %0;" : "=r"(lane));
    *out = lane;
}
