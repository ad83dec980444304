// Arguments that cannot be captured as they stand become initialised captures.
struct box { float *data; int size; };
int global_size;
static float *pointer();

__global__ void k(float *data, int size) { data[0] = size; }

struct owner {
    float *mine;
    int length;
    void run() { k<<<1, 1>>>(mine, length); }
};

void run(box b, box &r)
{
    float *list[2] = {b.data, r.data};
    k<<<1, 1>>>(b.data, b.size);
    k<<<1, 1>>>(r.data + 1, global_size);
    k<<<1, 1>>>(pointer(), sizeof(float));
    k<<<1, 1>>>(list[1], -1);
}
