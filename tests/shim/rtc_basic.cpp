// The run-time-compilation path, written as the translator writes it: host text with stubs, device text as a string.

#include <cu2x/device_variable.hpp>
#include <cu2x/rtc.hpp>
#include <cuda_runtime.h>

#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "check.hpp"

static const cu2x::rtc::file cu2x_files[] = {{"own/types.h", R"cu2x(
#pragma once
namespace shapes {
enum class color : short { red = 1, green = 2 };
struct box { float scale; int *counts; double shift; };
}
)cu2x"}};

static cu2x::rtc::unit cu2x_unit("rtc_basic.cu", R"cu2x(
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/device_variable.hpp>
#include <iostream>
#include "own/types.h"
cu2x::constant<float[4]> weights{{1, 2, 3, 4}};
cu2x::device_variable<int> counter{0};
namespace math {
template <typename T, int N>
void reverse(const sycl::nd_item<3> &item, T (&tile)[N], T *a, int n) {
  const int i = item.get_global_id(2), l = item.get_local_id(2);
  if (i < n) tile[l] = a[i];
  sycl::group_barrier(item.get_group());
  if (i < n) a[i] = tile[N - 1 - l];
}
}
void weigh(const sycl::nd_item<3> &item, char *dynamic_local, const float (&weights)[4], int &counter, float *a, int n,
           shapes::color c, shapes::box b) {
  float *s = reinterpret_cast<float *>(dynamic_local);
  const int i = item.get_global_id(2), l = item.get_local_id(2);
  s[l] = weights[i % 4];
  sycl::group_barrier(item.get_group());
  if (i < n) {
    a[i] = s[l ^ 1] * b.scale + (c == shapes::color::green ? 100 : 0) + static_cast<float>(b.shift);
    b.counts[i] += 1;
  }
  sycl::atomic_ref<int, sycl::memory_order::relaxed, sycl::memory_scope::device> all(counter);
  all.fetch_add(1);
}
void plain(int *out, bool flag, char letter, unsigned long long big, sycl::half h) { *out = flag + letter + int(big >> 40) + int(h); }
void warp(const sycl::nd_item<3> &item, int *out) {
  auto group = item.get_sub_group();
  out[item.get_global_id(2)] = sycl::reduce_over_group(group, 1, sycl::plus<int>());
}
int main() { std::cout << "host text stays\n"; }
)cu2x", cu2x_files, 1, CU2X_TEST_OPTIONS);

static cu2x::rtc::unit cu2x_broken_unit("broken.cu", "void wrong(int *a) { a = not_declared; }\n", nullptr, 0, "");

namespace shapes {
enum class color : short { red = 1, green = 2 };
struct box {
  float scale;
  int *counts;
  double shift;
};
}  // namespace shapes

namespace sycl { struct half { unsigned short bits; }; }  // the name that the device text gives to a 16-bit float

__constant__ float weights[4] = {1, 2, 3, 4};
static const cu2x::rtc::variable cu2x_variable_weights(&weights, sizeof weights, "weights", cu2x::rtc::space::constant, &weights);
__device__ int counter;
static const cu2x::rtc::variable cu2x_variable_counter(&counter, sizeof counter, "counter", cu2x::rtc::space::device);

namespace math {
template <typename T, int N>
__global__ void reverse(T *a, int n) {
  struct cu2x_description {
    static cu2x::rtc::kernel make() {
      return cu2x::rtc::kernel_builder(cu2x_unit, "math::reverse")
          .template type_argument<T>("T").template value_argument<N>("N").template parameters<T *, int>(&reverse<T, N>).item().template local<T[N]>("T[N]").build();
    }
  };
  cu2x::rtc::instance<cu2x_description>::kernel_object.launch(a, n);
}
}  // namespace math

__global__ void weigh(float *a, int n, shapes::color c, shapes::box b) {
  struct cu2x_description {
    static cu2x::rtc::kernel make() {
      return cu2x::rtc::kernel_builder(cu2x_unit, "weigh")
          .template parameters<float *, int, shapes::color, shapes::box>(&weigh).item().dynamic_local()
          .variable(&weights, "weights").variable(&counter, "counter").build();
    }
  };
  cu2x::rtc::instance<cu2x_description>::kernel_object.launch(a, n, c, b);
}

__global__ void plain(int *out, bool flag, char letter, unsigned long long big, sycl::half h) {
  struct cu2x_description {
    static cu2x::rtc::kernel make() {
      return cu2x::rtc::kernel_builder(cu2x_unit, "plain")
          .template parameters<int *, bool, char, unsigned long long, sycl::half>(&plain).build();
    }
  };
  cu2x::rtc::instance<cu2x_description>::kernel_object.launch(out, flag, letter, big, h);
}

__global__ void warp(int *out) {
  struct cu2x_description {
    static cu2x::rtc::kernel make() {
      return cu2x::rtc::kernel_builder(cu2x_unit, "warp").template parameters<int *>(&warp).item().sub_group_size(32).build();
    }
  };
  cu2x::rtc::instance<cu2x_description>::kernel_object.launch(out);
}

__global__ void wrong(int *a) {
  struct cu2x_description {
    static cu2x::rtc::kernel make() {
      return cu2x::rtc::kernel_builder(cu2x_broken_unit, "wrong").template parameters<int *>(&wrong).build();
    }
  };
  cu2x::rtc::instance<cu2x_description>::kernel_object.launch(a);
}

static void test_template_and_local_memory() {
  const int n = 1024;
  std::vector<float> h(n);
  for (int i = 0; i < n; ++i) h[i] = float(i);
  float *d = nullptr;
  OK(cudaMalloc(&d, n * sizeof(float)));
  OK(cudaMemcpy(d, h.data(), n * sizeof(float), cudaMemcpyHostToDevice));
  (cu2x::rtc::push_config(n / 256, 256), math::reverse<float, 256>(d, n));
  OK(cudaGetLastError());
  OK(cudaMemcpy(h.data(), d, n * sizeof(float), cudaMemcpyDeviceToHost));
  CHECK(h[0] == 255 && h[255] == 0 && h[1023] == 768);
  long long *wide = nullptr;
  OK(cudaMallocManaged(&wide, 128 * sizeof(long long)));
  for (int i = 0; i < 128; ++i) wide[i] = i;
  (cu2x::rtc::push_config(2, 64), math::reverse<long long, 64>(wide, 128));
  OK(cudaDeviceSynchronize());
  CHECK(wide[0] == 63 && wide[127] == 64);
  OK(cudaFree(wide));
  OK(cudaFree(d));
}

static void test_variables_and_structs() {
  const int n = 64;
  float *a = nullptr;
  int *counts = nullptr;
  OK(cudaMallocManaged(&a, n * sizeof(float)));
  OK(cudaMallocManaged(&counts, n * sizeof(int)));
  OK(cudaMemset(counts, 0, n * sizeof(int)));
  (cu2x::rtc::push_config(2, 32, 32 * sizeof(float)), weigh(a, n, shapes::color::green, shapes::box{10, counts, 0.5}));
  OK(cudaDeviceSynchronize());
  CHECK(a[0] == 120.5f && a[1] == 110.5f && a[63] == 130.5f && counts[5] == 1);
  int seen = 0;
  OK(cudaMemcpyFromSymbol(&seen, counter, sizeof seen));
  CHECK(seen == 64);
  const float fresh[2] = {7, 8};
  OK(cudaMemcpyToSymbol(weights, fresh, sizeof fresh, 2 * sizeof(float)));
  void *args[] = {&a, nullptr, nullptr, nullptr};
  int count = n;
  shapes::color red = shapes::color::red;
  shapes::box box{1, counts, 0};
  args[1] = &count, args[2] = &red, args[3] = &box;
  OK(cudaLaunchKernel(weigh, dim3(2), dim3(32), args, 32 * sizeof(float), 0));
  OK(cudaLaunchKernel((void *)weigh, dim3(2), dim3(32), args, 32 * sizeof(float), 0));
  OK(cudaDeviceSynchronize());
  CHECK(a[2] == 8 && a[3] == 7 && a[0] == 2 && counts[9] == 3);
  size_t size = 0;
  OK(cudaGetSymbolSize(&size, weights));
  CHECK(size == 16);
  int *address = nullptr;
  OK(cudaGetSymbolAddress((void **)&address, counter));
  OK(cudaMemset(address, 0, 4));
  OK(cudaMemcpyFromSymbol(&seen, counter, sizeof seen));
  CHECK(seen == 0);
  int unknown = 0;
  CHECK_ERROR(cudaMemcpyToSymbol(unknown, fresh, 4), cudaErrorInvalidSymbol);
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidSymbol);
  OK(cudaFree(a));
  OK(cudaFree(counts));
}

static void test_scalars_and_warps() {
  int *out = nullptr;
  OK(cudaMallocManaged(&out, 64 * sizeof(int)));
  (cu2x::rtc::push_config(1, 1), plain(out, true, 'a', 5ull << 40, sycl::half{0x4200}));
  OK(cudaDeviceSynchronize());
  CHECK(*out == 1 + 97 + 5 + 3);
  (cu2x::rtc::push_config(1, 64), warp(out));
  OK(cudaDeviceSynchronize());
  CHECK(out[0] == 32 && out[63] == 32);
  OK(cudaFree(out));
}

static void test_failures() {
  int *p = nullptr;
  (cu2x::rtc::push_config(1, 1), wrong(p));
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidDeviceFunction);
  (cu2x::rtc::push_config(0, 1), warp(p));
  CHECK_ERROR(cudaPeekAtLastError(), cudaErrorInvalidConfiguration);
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidConfiguration);
  (cu2x::rtc::push_config(1, 2048), warp(p));
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidConfiguration);
  (cu2x::rtc::push_config(1, 32, 1 << 24), warp(p));
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidValue);
  warp(p);
  CHECK_ERROR(cudaGetLastError(), cudaErrorMissingConfiguration);
  OK(cudaGetLastError());
  CHECK(cu2x::rtc::describe(&warp) != nullptr);
}

static void test_threads() {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([t] {
      cudaStream_t stream;
      OK(cudaStreamCreate(&stream));
      int *d = nullptr;
      OK(cudaMalloc(&d, 256 * sizeof(int)));
      std::vector<int> h(256);
      for (int round = 0; round < 20; ++round) {
        for (int i = 0; i < 256; ++i) h[i] = i + t;
        OK(cudaMemcpyAsync(d, h.data(), 256 * sizeof(int), cudaMemcpyHostToDevice, stream));
        (cu2x::rtc::push_config(4, 64, 0, stream), math::reverse<int, 64>(d, 256));
        OK(cudaMemcpyAsync(h.data(), d, 256 * sizeof(int), cudaMemcpyDeviceToHost, stream));
        OK(cudaStreamSynchronize(stream));
        CHECK(h[0] == 63 + t && h[255] == 192 + t);
      }
      OK(cudaFree(d));
      OK(cudaStreamDestroy(stream));
    });
  for (std::thread &thread : threads) thread.join();
}

static void print_overhead() {
  using clock = std::chrono::steady_clock;
  int *out = nullptr;
  OK(cudaMalloc(&out, 64));
  const int launches = 5000;
  for (int pass = 0; pass < 3; ++pass) {
    const auto start = clock::now();
    for (int i = 0; i < launches; ++i) (cu2x::rtc::push_config(1, 1), plain(out, true, 'a', 1, sycl::half{0}));
    const auto queued = clock::now();
    OK(cudaDeviceSynchronize());
    const auto done = clock::now();
    const auto us = [&](clock::time_point t) { return std::chrono::duration<double, std::micro>(t - start).count() / launches; };
    if (pass == 2) std::printf("launch: %.2f us to queue, %.2f us to run\n", us(queued), us(done));
  }
  OK(cudaFree(out));
}

int main() {
  test_template_and_local_memory();
  test_variables_and_structs();
  test_scalars_and_warps();
  test_failures();
  test_threads();
  print_overhead();
  return check_report("rtc_basic");
}
