// Streams, events, the legacy default stream's order, host functions, devices, errors, occupancy.

#include <cu2x/rtc.hpp>
#include <cuda.h>
#include <cuda_profiler_api.h>
#include <cuda_runtime.h>
#include <nvToolsExt.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "check.hpp"

static cu2x::rtc::unit cu2x_unit("api_streams.cu", R"cu2x(
#include <sycl/sycl.hpp>
void spin(int *flag, int value, int rounds) {
  volatile int *v = flag;
  int x = 1;
  for (int i = 0; i < rounds; ++i) x = x * 1664525 + *v;
  *v = x == 77 ? x : value;
}
void copy(int *to, const int *from) { *to = *from; }
void sum(const sycl::nd_item<3> &item, float (&tile)[64], char *dynamic_local, float *out) { *out = tile[0]; }
)cu2x", nullptr, 0, "-std=c++17");

#define STUB(name, builder, ...)                                                                         \
  struct cu2x_description {                                                                              \
    static cu2x::rtc::kernel make() { return cu2x::rtc::kernel_builder(cu2x_unit, name) builder.build(); } \
  };                                                                                                     \
  cu2x::rtc::instance<cu2x_description>::kernel_object.launch(__VA_ARGS__)

#define SPIN_BUILDER .template parameters<int *, int, int>(&spin)
#define COPY_BUILDER .template parameters<int *, const int *>(&copy)
#define SUM_BUILDER .template parameters<float *>(&sum).item().template local<float[64]>("float[64]").dynamic_local()
__global__ void spin(int *flag, int value, int rounds) { STUB("spin", SPIN_BUILDER, flag, value, rounds); }
__global__ void copy(int *to, const int *from) { STUB("copy", COPY_BUILDER, to, from); }
__global__ void sum(float *out) { STUB("sum", SUM_BUILDER, out); }

#define LAUNCH(call, ...) (cu2x::rtc::push_config(__VA_ARGS__), call)
constexpr int long_time = 20000000;

static void test_legacy_order() {
  cudaStream_t a, b, free_stream;
  OK(cudaStreamCreate(&a));
  OK(cudaStreamCreate(&b));
  OK(cudaStreamCreateWithFlags(&free_stream, cudaStreamNonBlocking));
  int *m = nullptr;
  OK(cudaMallocManaged(&m, 64));
  for (int round = 0; round < 3; ++round) {
    std::memset(m, 0, 64);
    // a writes slowly; the default stream copies what a wrote; b copies what the default stream copied.
    LAUNCH(spin(m, 5 + round, long_time), 1, 1, 0, a);
    LAUNCH(copy(m + 1, m), 1, 1);
    LAUNCH(copy(m + 2, m + 1), 1, 1, 0, b);
    OK(cudaStreamSynchronize(b));
    CHECK(m[2] == 5 + round);
  }
  // The default stream waits for blocking streams, synchronising it too.
  LAUNCH(spin(m, 11, long_time), 1, 1, 0, a);
  CHECK_ERROR(cudaStreamQuery(0), cudaErrorNotReady);
  OK(cudaStreamSynchronize(0));
  CHECK(m[0] == 11);
  OK(cudaStreamQuery(a));
  // A non-blocking stream is not waited for.
  LAUNCH(spin(m + 4, 1, long_time), 1, 1, 0, free_stream);
  OK(cudaStreamSynchronize(0));
  OK(cudaStreamSynchronize(free_stream));
  CHECK(m[4] == 1);
  OK(cudaGetLastError());
  OK(cudaFree(m));
  OK(cudaStreamDestroy(a));
  OK(cudaStreamDestroy(b));
  OK(cudaStreamDestroy(free_stream));
  CHECK_ERROR(cudaStreamSynchronize(a), cudaErrorInvalidResourceHandle);
  CHECK_ERROR(cudaStreamDestroy(a), cudaErrorInvalidResourceHandle);
  cudaGetLastError();
}

static void test_events() {
  cudaEvent_t start, stop, plain;
  OK(cudaEventCreate(&start));
  OK(cudaEventCreate(&stop, cudaEventBlockingSync));
  OK(cudaEventCreateWithFlags(&plain, cudaEventDisableTiming));
  OK(cudaEventQuery(start));
  OK(cudaEventSynchronize(start));
  float ms = -1;
  CHECK_ERROR(cudaEventElapsedTime(&ms, start, stop), cudaErrorInvalidResourceHandle);
  int *m = nullptr;
  OK(cudaMallocManaged(&m, 64));
  LAUNCH(copy(m, m + 1), 1, 1);
  OK(cudaDeviceSynchronize());
  const auto before = std::chrono::steady_clock::now();
  OK(cudaEventRecord(start));
  LAUNCH(spin(m, 1, long_time * 3), 1, 1);
  OK(cudaEventRecord(stop));
  CHECK_ERROR(cudaEventQuery(stop), cudaErrorNotReady);
  CHECK_ERROR(cudaEventElapsedTime(&ms, start, stop), cudaErrorNotReady);
  OK(cudaEventSynchronize(stop));
  const double host = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
  OK(cudaEventElapsedTime(&ms, start, stop));
  std::printf("event: %.3f ms, host: %.3f ms\n", ms, host);
  CHECK(ms > 0.5f * host && ms <= host * 1.05);
  OK(cudaEventRecord(plain));
  OK(cudaEventSynchronize(plain));
  CHECK_ERROR(cudaEventElapsedTime(&ms, start, plain), cudaErrorInvalidResourceHandle);
  // Waiting across non-blocking streams.
  cudaStream_t a, b;
  OK(cudaStreamCreateWithFlags(&a, cudaStreamNonBlocking));
  OK(cudaStreamCreateWithPriority(&b, cudaStreamNonBlocking, -1));
  m[0] = m[1] = 0;
  LAUNCH(spin(m, 9, long_time), 1, 1, 0, a);
  OK(cudaEventRecord(plain, a));
  OK(cudaStreamWaitEvent(b, plain, 0));
  LAUNCH(copy(m + 1, m), 1, 1, 0, b);
  OK(cudaStreamSynchronize(b));
  CHECK(m[1] == 9);
  unsigned flags = 0;
  OK(cudaStreamGetFlags(a, &flags));
  CHECK(flags == cudaStreamNonBlocking);
  cudaGetLastError();
  OK(cudaEventDestroy(start));
  OK(cudaEventDestroy(stop));
  OK(cudaEventDestroy(plain));
  CHECK_ERROR(cudaEventDestroy(plain), cudaErrorInvalidResourceHandle);
  cudaGetLastError();
  OK(cudaStreamDestroy(a));
  OK(cudaStreamDestroy(b));
  OK(cudaFree(m));
}

static std::atomic<int> called{0};

static void test_host_functions() {
  cudaStream_t s;
  OK(cudaStreamCreate(&s));
  static int *m = nullptr;
  OK(cudaMallocManaged(&m, 64));
  m[0] = m[1] = 0;
  LAUNCH(spin(m, 21, long_time), 1, 1, 0, s);
  OK(cudaLaunchHostFunc(s, [](void *data) { ++called; m[0] += *static_cast<int *>(data); }, m));
  LAUNCH(copy(m + 1, m), 1, 1, 0, s);
  OK(cudaStreamAddCallback(s, [](cudaStream_t, cudaError_t error, void *) { called += error == cudaSuccess ? 10 : 100; },
                           nullptr, 0));
  OK(cudaStreamSynchronize(s));
  CHECK(called == 11 && m[1] == 42);
  OK(cudaStreamDestroy(s));
  OK(cudaFree(m));
}

static void test_per_thread_stream() {
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t)
    threads.emplace_back([t] {
      int *m = nullptr;
      OK(cudaMallocManaged(&m, 64));
      LAUNCH(spin(m, t, 1000), 1, 1, 0, cudaStreamPerThread);
      OK(cudaStreamSynchronize(cudaStreamPerThread));
      CHECK(m[0] == t);
      OK(cudaFree(m));
      CHECK_ERROR(cudaSetDevice(99), cudaErrorInvalidDevice);
      CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidDevice);
    });
  for (std::thread &thread : threads) thread.join();
  OK(cudaGetLastError());
}

static void test_devices() {
  int count = 0, device = -1, value = 0;
  OK(cudaGetDeviceCount(&count));
  CHECK(count >= 1);
  OK(cudaSetDevice(0));
  OK(cudaGetDevice(&device));
  CHECK(device == 0);
  CHECK_ERROR(cudaSetDevice(count), cudaErrorInvalidDevice);
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidDevice);
  cudaDeviceProp p;
  OK(cudaGetDeviceProperties(&p, 0));
  std::printf("%s, %d.%d, %d units, %zu MB, %d threads a block, %zu local\n", p.name, p.major, p.minor,
              p.multiProcessorCount, p.totalGlobalMem >> 20, p.maxThreadsPerBlock, p.sharedMemPerBlock);
  CHECK(p.warpSize == 32 && p.maxThreadsPerBlock >= 256 && p.multiProcessorCount >= 1 && p.name[0]);
  OK(cudaDeviceGetAttribute(&value, cudaDevAttrWarpSize, 0));
  CHECK(value == 32);
  size_t free = 0, total = 0;
  OK(cudaMemGetInfo(&free, &total));
  CHECK(free > 0 && free <= total && total == p.totalGlobalMem);
  OK(cudaDeviceCanAccessPeer(&value, 0, 0));
  CHECK(value == 0);
  CHECK_ERROR(cudaDeviceEnablePeerAccess(0, 0), cudaErrorInvalidDevice);
  CHECK_ERROR(cudaDeviceDisablePeerAccess(0), cudaErrorPeerAccessNotEnabled);
  OK(cudaDeviceSetLimit(cudaLimitMallocHeapSize, 1 << 20));
  size_t limit = 0;
  OK(cudaDeviceGetLimit(&limit, cudaLimitMallocHeapSize));
  CHECK(limit == 1 << 20);
  OK(cudaDriverGetVersion(&value));
  CHECK(value == CUDART_VERSION);
  OK(cudaChooseDevice(&device, &p));
  char bus[32];
  OK(cudaDeviceGetPCIBusId(bus, 32, 0));
  OK(cudaDeviceGetByPCIBusId(&device, bus));
  OK(cudaProfilerStart());
  nvtxRangePush("range");
  nvtxRangePop();
  cudaGetLastError();
  CHECK(std::string(cudaGetErrorName(cudaErrorInvalidValue)) == "cudaErrorInvalidValue");
  CHECK(std::string(cudaGetErrorString(cudaErrorMemoryAllocation)) == "out of memory");
  CHECK(std::string(cudaGetErrorString(cudaError_t(12345))) == "unrecognized error code");
  cudaGraph_t graph;
  CHECK_ERROR(cudaGraphCreate(&graph, 0), cudaErrorNotSupported);
  CHECK_ERROR(cudaGetLastError(), cudaErrorNotSupported);
}

static void test_driver_api() {
  CUdevice device;
  CUdeviceptr memory;
  int value = 3, back = 0;
  CHECK(cuInit(0) == CUDA_SUCCESS && cuDeviceGet(&device, 0) == CUDA_SUCCESS);
  CHECK(cuMemAlloc(&memory, 64) == CUDA_SUCCESS && cuMemcpyHtoD(memory, &value, 4) == CUDA_SUCCESS);
  CHECK(cuMemcpyDtoH(&back, memory, 4) == CUDA_SUCCESS && back == 3 && cuMemFree(memory) == CUDA_SUCCESS);
}

static void test_functions() {
  cudaFuncAttributes attributes;
  OK(cudaFuncGetAttributes(&attributes, sum));
  CHECK(attributes.sharedSizeBytes == 256 && attributes.maxThreadsPerBlock >= 256 && attributes.numRegs > 0);
  OK(cudaFuncGetAttributes(&attributes, reinterpret_cast<const void *>(&sum)));
  CHECK_ERROR(cudaFuncGetAttributes(&attributes, reinterpret_cast<const void *>(&called)), cudaErrorInvalidDeviceFunction);
  OK(cudaFuncSetCacheConfig(sum, cudaFuncCachePreferL1));
  int blocks = 0, grid = 0, block = 0;
  OK(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, sum, 256, 0));
  CHECK(blocks == 8);
  OK(cudaOccupancyMaxPotentialBlockSize(&grid, &block, sum));
  CHECK(grid > 0 && block % 32 == 0 && block >= 256);
  OK(cudaOccupancyMaxPotentialBlockSizeVariableSMem(&grid, &block, sum, [](int size) { return size_t(size) * 4; }, 128));
  CHECK(block <= 128);
}

static void test_function_limits() {
  float *out = nullptr;
  OK(cudaMalloc(&out, 4));
  LAUNCH(sum(out), 1, 32, 49152);
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidValue);
  OK(cudaFuncSetAttribute(sum, cudaFuncAttributeMaxDynamicSharedMemorySize, 65536));
  LAUNCH(sum(out), 1, 32, 65536);
  OK(cudaGetLastError());
  CHECK_ERROR(cudaFuncSetAttribute(sum, cudaFuncAttributeMaxDynamicSharedMemorySize, 1 << 28), cudaErrorInvalidValue);
  cudaGetLastError();
  void *arguments[] = {&out};
  OK(cudaLaunchCooperativeKernel(sum, dim3(1), dim3(32), arguments));
  cudaLaunchConfig_t config = {};
  config.gridDim = dim3(1);
  config.blockDim = dim3(32);
  OK(cudaLaunchKernelEx(&config, sum, out));
  config.blockDim = dim3(1, 1, 65);
  CHECK_ERROR(cudaLaunchKernelEx(&config, sum, out), cudaErrorInvalidConfiguration);
  cudaGetLastError();
  OK(cudaDeviceSynchronize());
  OK(cudaFree(out));
}

int main() {
  test_devices();
  test_legacy_order();
  test_events();
  test_host_functions();
  test_per_thread_stream();
  test_driver_api();
  test_functions();
  test_function_limits();
  return check_report("api_streams");
}
