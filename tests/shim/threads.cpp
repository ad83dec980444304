// Several threads use streams, events, memory and kernels at once; also run under -fsanitize=thread.

#include <cu2x/rtc.hpp>
#include <cuda_runtime.h>
#include <thread>
#include <vector>
#include "check.hpp"
static cu2x::rtc::unit u("t.cu", "#include <cu2x/device_variable.hpp>\ncu2x::device_variable<int> counter;\nvoid add(int &counter, int *a, int n) { *a += n; }\n", nullptr, 0, CU2X_TEST_OPTIONS);
__device__ int counter; static const cu2x::rtc::variable vc(&counter, 4, "counter", cu2x::rtc::space::device);
void add(int *a, int n) { struct D { static cu2x::rtc::kernel make() { return cu2x::rtc::kernel_builder(u, "add").variable(&counter,"counter").template parameters<int*,int>(&add).build(); } }; cu2x::rtc::instance<D>::kernel_object.launch(a,n); }
int main() {
  std::vector<std::thread> t;
  for (int k = 0; k < 4; ++k) t.emplace_back([k] {
    for (int r = 0; r < 10; ++r) {
      cudaStream_t s; OK(cudaStreamCreateWithFlags(&s, k % 2 ? cudaStreamNonBlocking : 0));
      cudaEvent_t e; OK(cudaEventCreate(&e));
      int *a, h = 1; OK(cudaMalloc(&a, 64)); OK(cudaMemcpyAsync(a, &h, 4, cudaMemcpyHostToDevice, s));
      (cu2x::rtc::push_config(1, 1, 0, s), add(a, 2)); OK(cudaGetLastError());
      OK(cudaEventRecord(e, s)); OK(cudaStreamWaitEvent(s, e)); OK(cudaMemcpyAsync(&h, a, 4, cudaMemcpyDeviceToHost, s));
      OK(cudaStreamSynchronize(s)); CHECK(h == 3);
      int *b; OK(cudaMallocAsync(&b, 100, s)); OK(cudaMemsetAsync(b, 0, 100, s)); OK(cudaFreeAsync(b, s));
      OK(cudaMemcpyFromSymbol(&h, counter, 4));
      OK(cudaLaunchHostFunc(s, [](void *) {}, nullptr));
      OK(cudaEventDestroy(e)); OK(cudaStreamDestroy(s)); OK(cudaFree(a));
    }
  });
  for (auto &x : t) x.join();
  return check_report("threads");
}
