// Cooperative groups: ranks and sizes, tiles of every size, coalesced groups and partitions, reductions and scans, copies.
#include "harness.hpp"

#ifdef CU2X_RTC
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cooperative_groups/scan.h>

namespace cg = cooperative_groups;

KERNEL(ranks) {
  const int t = thread_of(item);
  cg::thread_block block = cg::this_thread_block(item);
  cg::thread_block_tile<8> tile = cg::tiled_partition<8>(block);
  auto pair = cg::tiled_partition<2>(tile);
  cg::thread_group any = cg::tiled_partition(block, 16);
  out[t] = block.thread_rank() + 1000 * block.size() + 1000000 * cg::thread_rank(any);
  out[64 + t] = tile.thread_rank() + 100 * tile.meta_group_rank() + 10000 * tile.meta_group_size() + 1000000 * any.size();
  out[128 + t] = pair.thread_rank() + 100 * pair.meta_group_rank() + 10000 * pair.meta_group_size();
  out[192 + t] = cg::this_grid(item).thread_rank() + 1000 * cg::this_grid(item).size();
  cg::thread_group base = block;
  cg::sync(base);
  any.sync();
  tile.sync();
}

template <unsigned Size>
void tile_of(const sycl::nd_item<3> &item, long long *out) {
  const int t = thread_of(item);
  auto tile = cg::tiled_partition<Size>(cg::this_thread_block(item));
  out[t] = tile.shfl(t, 1);
  out[64 + t] = tile.shfl_down(static_cast<short>(t), 1);
  out[128 + t] = tile.shfl_up(t * 0.5, 1) * 2;
  out[192 + t] = tile.shfl_xor(t, 1);
  out[256 + t] = tile.ballot(t % 3 == 0);
  out[320 + t] = tile.any(t == 33) + 2 * tile.all(t != 33);
  out[384 + t] = cg::reduce(tile, t, cg::plus<int>());
  out[448 + t] = cg::reduce(tile, t * 1.0f, cg::greater<float>()) + cg::reduce(tile, t, [](int a, int b) { return a < b ? a : b; });
  out[512 + t] = cg::inclusive_scan(tile, t) + 1000000ll * cg::exclusive_scan(tile, t, cg::plus<int>());
  out[576 + t] = tile.match_any(t % 2);
  int same;
  out[640 + t] = tile.match_all(t / 4, same);
}

KERNEL(tiles) {
  tile_of<1>(item, out);
  tile_of<2>(item, out + 1024);
  tile_of<4>(item, out + 2048);
  tile_of<8>(item, out + 3072);
  tile_of<16>(item, out + 4096);
  tile_of<32>(item, out + 5120);
}

KERNEL(coalesced) {
  const int t = thread_of(item);
  if (t % 3 == 0) {
    cg::coalesced_group active = cg::coalesced_threads(item);
    out[t] = active.thread_rank() + 100 * active.size();
    out[64 + t] = active.shfl(t, 2);
    out[128 + t] = active.shfl_down(t, 1) + 1000 * active.shfl_up(t, 2);
    out[192 + t] = active.ballot(t % 2) + 100000 * active.any(t == 3) + 1000000 * active.all(t >= 33);
    out[256 + t] = cg::reduce(active, t, cg::plus<int>());
    out[320 + t] = cg::inclusive_scan(active, t) + 10000ll * cg::exclusive_scan(active, t);
    active.sync();
  }
  auto warp = cg::tiled_partition<32>(cg::this_thread_block(item));
  cg::coalesced_group half = cg::binary_partition(warp, t % 4 == 1);
  out[384 + t] = half.size() + 100 * half.thread_rank();
  cg::coalesced_group label = cg::labeled_partition(warp, t % 5);
  out[448 + t] = label.size() + 100 * cg::reduce(label, 1, cg::plus<int>()) + 10000 * label.shfl(t, 0);
}

KERNEL(copy) {
  const int t = thread_of(item);
  auto block = cg::this_thread_block(item);
  cg::memcpy_async(block, reinterpret_cast<long long *>(local), out, sizeof(long long) * 64);
  cg::memcpy_async(block, local + 1024, reinterpret_cast<char *>(out) + 1, 7);
  cg::wait(block);
  out[t] = reinterpret_cast<long long *>(local)[63 - t] + local[1024 + t % 7];
  out[64 + t] = cg::invoke_one_broadcast(cg::tiled_partition<4>(block), [=] { return t; });
}

#else

static long long tile_model(int i) {
  const int size = 1 << i / 1024, t = i % 64, base = t / size * size, end = base + size;
  long long result = 0, before = 0;
  switch (i % 1024 / 64) {
  case 0: return base + 1 % size;
  case 1: return t + 1 < end ? t + 1 : t;
  case 2: return t > base ? t - 1 : t;
  case 3: return size > 1 ? t ^ 1 : t & ~1;
  case 4:
    for (int u = base; u < end; ++u) result |= static_cast<long long>(u % 3 == 0) << (u - base);
    return result;
  case 5: return (base <= 33 && 33 < end) ? 1 : 2;
  case 6: return size * base + size * (size - 1) / 2;
  case 7: return end - 1 + base;
  case 8:
    for (int u = base; u < t; ++u) before += u;
    return before + t + 1000000ll * before;
  case 9:
    for (int u = base; u < end; ++u) result |= static_cast<long long>(u % 2 == t % 2) << (u - base);
    return result;
  case 10: return size <= 4 ? (1ll << size) - 1 : 0;
  default: return 0;
  }
}

static long long coalesced_model(int i) {
  const int t = i % 64, warp = t / 32 * 32;
  std::vector<int> lanes, half, label;
  for (int u = warp; u < warp + 32; ++u) {
    if (u % 3 == 0) lanes.push_back(u);
    if ((u % 4 == 1) == (t % 4 == 1)) half.push_back(u);
    if (u % 5 == t % 5) label.push_back(u);
  }
  const auto rank_in = [t](const std::vector<int> &all) {
    int rank = 0;
    for (const int u : all) rank += u < t;
    return rank;
  };
  const int rank = rank_in(lanes), n = static_cast<int>(lanes.size());
  long long sum = 0, before = 0, bits = 0;
  for (int r = 0; r < n; ++r) {
    sum += lanes[r];
    before += r < rank ? lanes[r] : 0;
    bits |= static_cast<long long>(lanes[r] % 2) << r;
  }
  if (i < 384 && t % 3 != 0) return 0;
  switch (i / 64) {
  case 0: return rank + 100 * n;
  case 1: return lanes[2];
  case 2: return (rank + 1 < n ? lanes[rank + 1] : t) + 1000 * (rank >= 2 ? lanes[rank - 2] : t);
  case 3: return bits + (warp == 0 ? 100000 : 1000000);
  case 4: return sum;
  case 5: return before + t + 10000 * before;
  case 6: return half.size() + 100 * rank_in(half);
  default: return label.size() * 101 + 10000 * label[0];
  }
}

int main() {
  const auto ranks = run(__FILE__, "ranks", {16, 4}, std::vector<long long>(256));
  const auto line = run(__FILE__, "ranks", {64}, std::vector<long long>(256));
  expect("ranks", line, [](int i) -> long long {
    const int t = i % 64;
    switch (i / 64) {
    case 0: return t + 64000 + 1000000 * (t % 16);
    case 1: return t % 8 + 100 * (t / 8) + 80000 + 16000000;
    case 2: return t % 2 + 100 * (t % 8 / 2) + 40000;
    default: return t + 64000;
    }
  }, 256);
  expect("ranks of a plane", ranks, [](int t) { return t + 64000 + 1000000 * (t % 16); }, 64);
  const int tiles = 6 * 1024;
  expect("tiles", run(__FILE__, "tiles", {64}, std::vector<long long>(tiles)), tile_model, tiles);
  expect("coalesced", run(__FILE__, "coalesced", {64}, std::vector<long long>(512)), coalesced_model, 512);
  std::vector<long long> start(128);
  for (int i = 1; i < 128; ++i) start[i] = i * 100;
  start[0] = 0x0807060504030201;
  const auto copied = [&](int i) { return start[63 - i] + i % 7 + 2; };
  expect("copy", run(__FILE__, "copy", {64}, start),
         [&](int i) -> long long { return i < 64 ? copied(i) : (i - 64) / 4 * 4; }, 128);
  return verdict();
}

#endif
