// Libraries known by their namespace are refused by name.
#include <thrust/device_vector.h>

void vector()
{
    //~ CU0301 thrust
    thrust::device_vector<float> v(32);
}
