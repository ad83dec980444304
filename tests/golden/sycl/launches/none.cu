// Without arguments; in a condition; in a loop; in a lambda of the host.
__global__ void tick() {}

void run(bool on)
{
    tick<<<1, 1>>>();
    if (on)
        tick<<<2, 2>>>();
    for (int i = 0; i < 3; i++) tick<<<i + 1, 1>>>();
    auto again = [&] { tick<<<1, 1>>>(); };
    again();
}
