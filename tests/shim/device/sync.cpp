// Block barriers with a vote, fences, whole built-in variables, printf and the clock.
#include "harness.hpp"

#ifdef CU2X_RTC
#include <cu2x/clock.hpp>
#include <cu2x/index.hpp>
#include <cu2x/printf.hpp>
#include <cu2x/sync.hpp>

KERNEL(votes) {
  const int t = thread_of(item);
  int *tile = reinterpret_cast<int *>(local);
  tile[t] = t;
  out[t] = cu2x::barrier_count(item.get_group(), t % 3) + 1000 * tile[99 - t];
  out[128 + t] = cu2x::barrier_all(item.get_group(), t < 100);
  out[256 + t] = cu2x::barrier_all(item.get_group(), t & 1);
  out[384 + t] = cu2x::barrier_any(item.get_group(), t == 63);
  out[512 + t] = cu2x::barrier_any(item.get_group(), t >> 8);
}

// Threads that have returned are not waited for.
KERNEL(returned) {
  const int t = thread_of(item);
  int *tile = reinterpret_cast<int *>(local);
  if (t >= 70) {
    return;
  }
  tile[t] = t;
  sycl::group_barrier(item.get_group());
  out[t] = tile[69 - t];
}

KERNEL(variables) {
  const int t = thread_of(item);
  const uint3 thread = cu2x::thread_index(item);
  const dim3 block = cu2x::block_size(item);
  out[t] = thread.x + 100 * thread.y + 10000 * thread.z;
  out[64 + t] = block.x + 100 * block.y + 10000 * block.z;
  out[128 + t] = cu2x::grid_size(item).x + 100 * cu2x::block_index(item).y;
}

KERNEL(others) {
  const int t = thread_of(item);
  cu2x::fence(sycl::memory_scope::work_group);
  cu2x::fence(sycl::memory_scope::device);
  cu2x::fence(sycl::memory_scope::system);
  const long long start = cu2x::clock64();
  sycl::group_barrier(item.get_group());
  out[t] = start > 0 && cu2x::clock64() >= start;
  if (t == 0) {
    out[64] = cu2x::printf("%d %5.2f %s %lu %c%%\n", -5, 2.5f, "text", 1ul << 40, 'x');
    out[65] = cu2x::printf("none %%\n");
  }
}

#else

int main() {
  const auto got = run(__FILE__, "votes", {100}, std::vector<long long>(640));
  expect("votes", got,
         [](int i) -> long long {
           switch (i / 128) {
           case 0: return i < 100 ? 66 + 1000 * (99 - i) : 0;
           case 1:
           case 3: return i % 128 < 100;
           default: return 0;
           }
         },
         640);
  expect("returned", run(__FILE__, "returned", {96}, std::vector<long long>(96)),
         [](int t) { return t < 70 ? 69 - t : 0; }, 96);
  expect("variables", run(__FILE__, "variables", {4, 3, 5, 1}, std::vector<long long>(256)),
         [](int i) -> long long {
           const int t = i % 64;
           switch (i / 64) {
           case 0: return t < 60 ? t % 4 + 100 * (t / 4 % 3) + 10000 * (t / 12) : 0;
           case 1: return t < 60 ? 50304 : 0;
           case 2: return t < 60;
           default: return 0;
           }
         },
         256);
  const auto others = run(__FILE__, "others", {64}, std::vector<long long>(66));
  expect("others", others, [](int i) -> long long { return i < 64 ? 1 : i == 64 ? 5 : 0; }, 66);
  return verdict();
}

#endif
