#pragma once
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <cuda_runtime.h>
#include "image.h"

#define CUDA_REQUIRE(call)                                                                      \
    do {                                                                                        \
        const cudaError_t status_ = (call);                                                     \
        if (status_ != cudaSuccess)                                                             \
            throw std::runtime_error(std::string(#call ": ") + cudaGetErrorString(status_));    \
    } while (false)

// What a kernel sees of a picture: rows lie `pitch` bytes apart.
template <typename T>
struct View {
    T *base;
    std::size_t pitch;
    int width, height;

    __device__ T &at(int x, int y) const
    {
        using Byte = typename std::conditional<std::is_const<T>::value, const char, char>::type;
        return reinterpret_cast<T *>(reinterpret_cast<Byte *>(base) + y * pitch)[x];
    }
    __device__ T &clamped(int x, int y) const { return at(min(max(x, 0), width - 1), min(max(y, 0), height - 1)); }
    __device__ bool holds(int x, int y) const { return x < width && y < height; }
    View<const T> read_only() const { return {base, pitch, width, height}; }
};

// A picture on the device: owns pitched memory.
template <typename T>
class DeviceImage
{
public:
    DeviceImage(int width, int height) : view_{nullptr, 0, width, height}
    {
        CUDA_REQUIRE(cudaMallocPitch(&view_.base, &view_.pitch, width * sizeof(T), height));
    }
    explicit DeviceImage(const Image<T> &from, cudaStream_t stream = 0) : DeviceImage(from.width(), from.height())
    {
        CUDA_REQUIRE(cudaMemcpy2DAsync(view_.base, view_.pitch, from.data(), from.width() * sizeof(T),
                                       from.width() * sizeof(T), from.height(), cudaMemcpyHostToDevice, stream));
    }
    DeviceImage(DeviceImage &&other) noexcept : view_(other.view_) { other.view_.base = nullptr; }
    DeviceImage &operator=(DeviceImage &&other) noexcept
    {
        std::swap(view_, other.view_);
        return *this;
    }
    ~DeviceImage() { cudaFree(view_.base); }

    View<T> write() { return view_; }
    View<const T> read() const { return view_.read_only(); }
    int width() const { return view_.width; }
    int height() const { return view_.height; }

    Image<T> download(cudaStream_t stream) const
    {
        Image<T> to(view_.width, view_.height);
        CUDA_REQUIRE(cudaMemcpy2DAsync(to.data(), view_.width * sizeof(T), view_.base, view_.pitch,
                                       view_.width * sizeof(T), view_.height, cudaMemcpyDeviceToHost, stream));
        CUDA_REQUIRE(cudaStreamSynchronize(stream));
        return to;
    }

private:
    View<T> view_;
};
