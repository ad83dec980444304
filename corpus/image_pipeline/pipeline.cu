#include "pipeline.h"
#include <cmath>
#include "kernels.cuh"

namespace {

class Stream
{
public:
    Stream() { CUDA_REQUIRE(cudaStreamCreateWithFlags(&handle_, cudaStreamNonBlocking)); }
    ~Stream() { cudaStreamDestroy(handle_); }
    operator cudaStream_t() const { return handle_; }

private:
    cudaStream_t handle_;
};

template <typename T>
class DeviceArray
{
public:
    DeviceArray(std::size_t count, cudaStream_t stream) : stream_(stream)
    {
        CUDA_REQUIRE(cudaMalloc(&data_, count * sizeof(T)));
        CUDA_REQUIRE(cudaMemsetAsync(data_, 0, count * sizeof(T), stream_));
    }
    ~DeviceArray() { cudaFree(data_); }
    T *get() const { return data_; }

private:
    T *data_ = nullptr;
    cudaStream_t stream_;
};

const dim3 tile(kernels::kTileX, kernels::kTileY);

template <typename T>
dim3 grid_for(const DeviceImage<T> &image)
{
    return dim3((image.width() + tile.x - 1) / tile.x, (image.height() + tile.y - 1) / tile.y);
}

template <int Radius>
void blur(const DeviceImage<float> &in, DeviceImage<float> &between, DeviceImage<float> &out, cudaStream_t stream)
{
    kernels::blur<false, Radius><<<grid_for(between), tile, 0, stream>>>(in.read(), between.write());
    kernels::blur<true, Radius><<<grid_for(out), tile, 0, stream>>>(between.read(), out.write());
    CUDA_REQUIRE(cudaGetLastError());
}

void blur(int radius, const DeviceImage<float> &in, DeviceImage<float> &out, cudaStream_t stream)
{
    const std::vector<float> weights = gaussian(radius);
    CUDA_REQUIRE(cudaMemcpyToSymbolAsync(kernels::blur_weights, weights.data(), weights.size() * sizeof(float), 0,
                                         cudaMemcpyHostToDevice, stream));
    DeviceImage<float> between(in.width(), in.height());
    switch (radius) {
    case 1: blur<1>(in, between, out, stream); break;
    case 3: blur<3>(in, between, out, stream); break;
    case 5: blur<5>(in, between, out, stream); break;
    default: throw std::invalid_argument("no blur of that radius");
    }
    CUDA_REQUIRE(cudaStreamSynchronize(stream)); // `between` and the weights go
}

} // namespace

std::vector<float> gaussian(int radius)
{
    std::vector<float> w(2 * radius + 1);
    float sum = 0;
    for (int k = -radius; k <= radius; ++k)
        sum += w[k + radius] = std::exp(-0.5f * k * k / (0.3f * radius * radius + 0.2f));
    for (float &v : w)
        v /= sum;
    return w;
}

Results run_pipeline(const Colour &picture, int radius, float level)
{
    Stream stream;
    Results r;
    const int w = picture.width(), h = picture.height();
    DeviceImage<Rgb> colour(picture, stream);
    DeviceImage<float> grey(w, h), work(w, h), small((w + 1) / 2, (h + 1) / 2);
    DeviceImage<unsigned char> mask(w, h), other(w, h);

    kernels::to_grey<<<grid_for(grey), tile, 0, stream>>>(colour.read(), grey.write());
    CUDA_REQUIRE(cudaGetLastError());
    r.grey = grey.download(stream);

    blur(radius, grey, work, stream);
    r.blurred = work.download(stream);

    kernels::half_size<<<grid_for(small), tile, 0, stream>>>(work.read(), small.write());
    kernels::gradient<<<grid_for(grey), tile, 0, stream>>>(work.read(), grey.write());
    CUDA_REQUIRE(cudaGetLastError());
    r.small = small.download(stream);
    r.edges = grey.download(stream);

    DeviceArray<unsigned> bins(kernels::kBins, stream);
    DeviceArray<float> table(kernels::kBins, stream);
    kernels::histogram<<<grid_for(work), tile, 0, stream>>>(work.read(), bins.get());
    kernels::levels<<<1, kernels::kBins, 0, stream>>>(bins.get(), table.get(), static_cast<unsigned>(w * h));
    DeviceImage<float> equalised(w, h);
    kernels::map<<<grid_for(equalised), tile, 0, stream>>>(work.read(), equalised.write(), kernels::LookUp{table.get()});
    CUDA_REQUIRE(cudaGetLastError());
    r.histogram.resize(kernels::kBins);
    CUDA_REQUIRE(cudaMemcpyAsync(r.histogram.data(), bins.get(), kernels::kBins * sizeof(unsigned),
                                 cudaMemcpyDeviceToHost, stream));
    work = std::move(equalised);
    r.equalised = work.download(stream);

    kernels::map<float, unsigned char><<<grid_for(mask), tile, 0, stream>>>(work.read(), mask.write(), kernels::Above{level});
    r.mask = mask.download(stream);
    using kernels::Morph;
    kernels::morph<Morph::Erode><<<grid_for(mask), tile, 0, stream>>>(mask.read(), other.write());
    kernels::morph<Morph::Dilate><<<grid_for(mask), tile, 0, stream>>>(other.read(), mask.write());
    CUDA_REQUIRE(cudaGetLastError());
    r.opened = mask.download(stream);
    return r;
}
