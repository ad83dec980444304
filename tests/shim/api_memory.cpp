// Memory of the runtime API: allocations, copies of every shape, fills, attributes, pools, symbols by object.

#include <cu2x/device_variable.hpp>
#include <cuda_runtime.h>

#include <cstring>
#include <vector>

#include "check.hpp"

cu2x::constant<float[3]> weights{{1, 2, 3}};
cu2x::device_variable<int> counter;
cu2x::managed<int> shared{5};

static void test_allocations() {
  float *d = nullptr;
  OK(cudaMalloc(&d, 1000));
  CHECK(reinterpret_cast<size_t>(d) % 256 == 0);
  cudaPointerAttributes a;
  OK(cudaPointerGetAttributes(&a, d + 10));
  CHECK(a.type == cudaMemoryTypeDevice && a.device == 0 && a.devicePointer == d + 10 && a.hostPointer == nullptr);
  CHECK_ERROR(cudaFree(d + 1), cudaErrorInvalidValue);
  CHECK_ERROR(cudaFreeHost(d), cudaErrorInvalidValue);
  OK(cudaFree(d));
  CHECK_ERROR(cudaFree(d), cudaErrorInvalidValue);
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidValue);
  OK(cudaGetLastError());
  OK(cudaFree(nullptr));
  OK(cudaFreeHost(nullptr));
  OK(cudaMalloc(&d, 0));
  CHECK(d == nullptr);
  CHECK_ERROR(cudaMalloc(&d, size_t(1) << 60), cudaErrorMemoryAllocation);
  CHECK_ERROR(cudaMalloc((void **)nullptr, 4), cudaErrorInvalidValue);
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidValue);
  int *h = nullptr, *mapped = nullptr;
  OK(cudaMallocHost(&h, 64));
  OK(cudaHostGetDevicePointer(&mapped, h, 0));
  CHECK(mapped == h);
  unsigned flags = 0;
  OK(cudaHostGetFlags(&flags, h));
  CHECK(flags & cudaHostAllocMapped);
  OK(cudaPointerGetAttributes(&a, h));
  CHECK(a.type == cudaMemoryTypeHost && a.hostPointer == h);
  OK(cudaFreeHost(h));
  OK(cudaHostAlloc(&h, 64, cudaHostAllocPortable | cudaHostAllocWriteCombined));
  OK(cudaFreeHost(h));
  OK(cudaMallocManaged(&h, 64));
  h[3] = 4;
  OK(cudaPointerGetAttributes(&a, h));
  CHECK(a.type == cudaMemoryTypeManaged && a.hostPointer == h && a.devicePointer == h);
  OK(cudaMemPrefetchAsync(h, 64, 0));
  OK(cudaMemAdvise(h, 64, cudaMemAdviseSetReadMostly, 0));
  OK(cudaFree(h));
  int local = 0;
  OK(cudaPointerGetAttributes(&a, &local));
  CHECK(a.type == cudaMemoryTypeUnregistered);
}

static void test_registration() {
  std::vector<int> v(100);
  OK(cudaHostRegister(v.data(), 400, cudaHostRegisterMapped));
  CHECK_ERROR(cudaHostRegister(v.data(), 400, 0), cudaErrorHostMemoryAlreadyRegistered);
  cudaPointerAttributes a;
  OK(cudaPointerGetAttributes(&a, v.data() + 3));
  CHECK(a.type == cudaMemoryTypeHost);
  OK(cudaHostUnregister(v.data()));
  CHECK_ERROR(cudaHostUnregister(v.data()), cudaErrorHostMemoryNotRegistered);
  cudaGetLastError();
}

static void test_copies() {
  const size_t n = 1 << 18;
  std::vector<int> from(n), to(n, 0);
  for (size_t i = 0; i < n; ++i) from[i] = int(i * 7);
  int *d = nullptr, *e = nullptr;
  OK(cudaMalloc(&d, n * 4));
  OK(cudaMalloc(&e, n * 4));
  OK(cudaMemcpy(d, from.data(), n * 4, cudaMemcpyHostToDevice));
  OK(cudaMemcpy(e, d, n * 4, cudaMemcpyDeviceToDevice));
  OK(cudaMemcpy(to.data(), e, n * 4, cudaMemcpyDefault));
  CHECK(from == to);
  OK(cudaMemcpy(to.data(), from.data(), 8, cudaMemcpyHostToHost));
  CHECK_ERROR(cudaMemcpy(d, from.data(), 4 * n + 4, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
  CHECK_ERROR(cudaMemcpy(d, from.data(), 4, cudaMemcpyKind(9)), cudaErrorInvalidMemcpyDirection);
  CHECK_ERROR(cudaMemcpy(nullptr, from.data(), 4, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
  OK(cudaMemcpy(d, from.data(), 0, cudaMemcpyHostToDevice));
  cudaGetLastError();
  cudaStream_t s;
  OK(cudaStreamCreate(&s));
  // The source may be used again at once, small and large.
  for (const size_t count : {size_t(16), n}) {
    std::vector<int> h(count, 3);
    OK(cudaMemcpyAsync(d, h.data(), count * 4, cudaMemcpyHostToDevice, s));
    std::fill(h.begin(), h.end(), 9);
    OK(cudaMemcpyAsync(h.data(), d, count * 4, cudaMemcpyDeviceToHost, s));
    OK(cudaStreamSynchronize(s));
    CHECK(h[0] == 3 && h[count - 1] == 3);
  }
  OK(cudaMemcpyPeer(e, 0, d, 0, 4));
  OK(cudaMemsetAsync(e, 0xff, n * 4, s));
  OK(cudaStreamSynchronize(s));
  OK(cudaMemcpy(to.data(), e, n * 4, cudaMemcpyDeviceToHost));
  CHECK(to[0] == -1 && to[n - 1] == -1);
  OK(cudaStreamDestroy(s));
  OK(cudaFree(d));
  OK(cudaFree(e));
}

static void test_pitched() {
  char *d = nullptr;
  size_t pitch = 0;
  OK(cudaMallocPitch(&d, &pitch, 100, 10));
  CHECK(pitch >= 100 && pitch % 256 == 0);
  OK(cudaMemset2D(d, pitch, 7, 100, 10));
  char h[10][120];
  std::memset(h, 0, sizeof h);
  OK(cudaMemcpy2D(h, 120, d, pitch, 100, 10, cudaMemcpyDeviceToHost));
  CHECK(h[9][99] == 7 && h[9][100] == 0 && h[0][0] == 7);
  h[3][4] = 42;
  OK(cudaMemcpy2DAsync(d, pitch, h, 120, 100, 10, cudaMemcpyHostToDevice));
  OK(cudaDeviceSynchronize());
  char one = 0;
  OK(cudaMemcpy(&one, d + 3 * pitch + 4, 1, cudaMemcpyDeviceToHost));
  CHECK(one == 42);
  CHECK_ERROR(cudaMemcpy2D(h, 50, d, pitch, 100, 10, cudaMemcpyDeviceToHost), cudaErrorInvalidPitchValue);
  cudaGetLastError();
  OK(cudaFree(d));

  cudaPitchedPtr cube;
  OK(cudaMalloc3D(&cube, make_cudaExtent(24, 5, 4)));
  CHECK(cube.ysize == 5);
  OK(cudaMemset3D(cube, 1, make_cudaExtent(24, 5, 4)));
  char box[4][5][24];
  for (char &c : reinterpret_cast<char(&)[480]>(box)) c = 3;
  cudaMemcpy3DParms p = {};
  p.srcPtr = make_cudaPitchedPtr(box, 24, 24, 5);
  p.dstPtr = cube;
  p.srcPos = make_cudaPos(2, 1, 1);
  p.dstPos = make_cudaPos(4, 2, 1);
  p.extent = make_cudaExtent(8, 2, 2);
  p.kind = cudaMemcpyHostToDevice;
  OK(cudaMemcpy3D(&p));
  p = {};
  p.srcPtr = cube;
  p.dstPtr = make_cudaPitchedPtr(box, 24, 24, 5);
  p.extent = make_cudaExtent(24, 5, 4);
  p.kind = cudaMemcpyDeviceToHost;
  OK(cudaMemcpy3D(&p));
  CHECK(box[0][0][0] == 1 && box[1][2][4] == 3 && box[2][3][11] == 3 && box[2][3][12] == 1 && box[3][2][4] == 1);
  OK(cudaFree(cube.ptr));
}

static void test_stream_ordered() {
  cudaStream_t s;
  OK(cudaStreamCreate(&s));
  int *a = nullptr, *b = nullptr;
  OK(cudaMallocAsync(&a, 4096, s));
  OK(cudaMemsetAsync(a, 0, 4096, s));
  OK(cudaFreeAsync(a, s));
  OK(cudaMallocAsync(&b, 4096, s));
  CHECK(a == b);
  OK(cudaFreeAsync(b, s));
  OK(cudaStreamSynchronize(s));
  CHECK_ERROR(cudaFreeAsync(b, s), cudaErrorInvalidValue);
  cudaGetLastError();
  OK(cudaMallocAsync(&a, 64, s));
  OK(cudaStreamDestroy(s));
  OK(cudaFree(a));
  cudaMemPool_t pool;
  OK(cudaDeviceGetDefaultMemPool(&pool, 0));
  unsigned long long threshold = ~0ull;
  OK(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &threshold));
  threshold = 0;
  OK(cudaMemPoolGetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &threshold));
  CHECK(threshold == ~0ull);
  OK(cudaMallocAsync(&a, 64, pool, 0));
  OK(cudaFreeAsync(a, 0));
  OK(cudaMemPoolTrimTo(pool, 0));
}

static void test_symbols() {
  float seen[3] = {};
  OK(cudaMemcpyFromSymbol(seen, weights, sizeof seen));
  CHECK(seen[0] == 1 && seen[2] == 3);
  const float two = 20;
  OK(cudaMemcpyToSymbol(weights, &two, sizeof two, sizeof(float)));
  OK(cudaMemcpyFromSymbol(seen, weights, 2 * sizeof(float), sizeof(float)));
  CHECK(seen[0] == 20 && seen[1] == 3);
  CHECK_ERROR(cudaMemcpyToSymbol(weights, seen, 12, 4), cudaErrorInvalidValue);
  CHECK_ERROR(cudaMemcpyToSymbol(weights, seen, 12, 0, cudaMemcpyDeviceToHost), cudaErrorInvalidMemcpyDirection);
  cudaGetLastError();
  CHECK((*weights.device_pointer())[1] == 20);
  int *address = nullptr;
  OK(cudaGetSymbolAddress(&address, counter));
  CHECK(address == counter.device_pointer());
  OK(cudaMemset(address, 1, 4));
  int value = 0;
  OK(cudaMemcpy(&value, address, 4, cudaMemcpyDeviceToHost));
  CHECK(value == 0x01010101);
  shared = shared + 2;
  CHECK(shared == 7);
  OK(cudaMemcpyFromSymbol(&value, shared, 4));
  CHECK(value == 7);
}

static void test_reset() {
  int *d = nullptr;
  OK(cudaMalloc(&d, 64));
  OK(cudaDeviceReset());
  CHECK_ERROR(cudaFree(d), cudaErrorInvalidValue);
  OK(cudaDeviceReset());
  OK(cudaGetLastError());
  float first = 0;
  OK(cudaMemcpyFromSymbol(&first, weights, 4, 4));
  CHECK(first == 2);
  OK(cudaDeviceReset());
}

int main() {
  test_allocations();
  test_registration();
  test_copies();
  test_pitched();
  test_stream_ordered();
  test_symbols();
  test_reset();
  return check_report("api_memory");
}
