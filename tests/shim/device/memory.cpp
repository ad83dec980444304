// Volatile loads and stores of every size, and the pipeline primitives' copy.
#include "harness.hpp"

#ifdef CU2X_RTC
#include <cu2x/memory.hpp>
#include <vector_types.h>

KERNEL(copies) {
  const int t = thread_of(item);
  float4 *wide = reinterpret_cast<float4 *>(local);
  cu2x::store_volatile(&wide[t], float4{t * 1.0f, t + 1.0f, t + 2.0f, t + 3.0f});
  char *narrow = local + 2048;
  cu2x::store_volatile(&narrow[t], t);
  sycl::group_barrier(item.get_group());
  const float4 other = cu2x::load_volatile(&wide[63 - t]);
  out[t] = static_cast<long long>(other.x + other.w * 100);
  out[64 + t] = cu2x::load_volatile(&narrow[t ^ 1]);
  // 16 bytes, of which the last t % 17 become zero.
  unsigned char from[16], to[16];
  for (int i = 0; i < 16; ++i) {
    from[i] = i + 1;
  }
  cu2x::copy_now(to, from, 16, t % 17);
  long long sum = 0;
  for (int i = 0; i < 16; ++i) {
    sum += to[i];
  }
  cu2x::copy_now(to, from + 8, 8);
  out[128 + t] = sum + 1000 * to[7];
}

#else

int main() {
  expect("copies", run(__FILE__, "copies", {64}, std::vector<long long>(192)),
         [](int i) -> long long {
           const int t = i % 64, whole = 16 - t % 17;
           switch (i / 64) {
           case 0: return (63 - t) + (66 - t) * 100;
           case 1: return t ^ 1;
           default: return whole * (whole + 1) / 2 + 16000;
           }
         },
         192);
  return verdict();
}

#endif
