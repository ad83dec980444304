// Attacks: a raw string whose closing delimiter has one letter too many: it runs to the end of the file.
__global__ void before(int *a) { a[threadIdx.x] = 1; }
const char *text = R"cuda( kernel<<<1, 2>>>(a); )" )cud" )cudaa";
__global__ void inside(int *a) { a[threadIdx.x] = 2; }
