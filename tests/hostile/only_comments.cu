// Attacks: a file with nothing but comments, one of them with a launch: k<<<1, 2>>>(a);
/* and __global__ void k(int *a); /* no nesting */
//\
continued by a splice: __shared__ int s[4];
