// CUDA's SIMD video intrinsics: arithmetic on the four bytes or two halves of a 32-bit word, each lane by itself.
//
// Plain C++: host and device alike. One table says what each operation does to a lane; compilers turn the loops into
// straight code.
#ifndef CU2X_SIMD_HPP
#define CU2X_SIMD_HPP

#include <cstdint>
#include <limits>

namespace cu2x {
namespace simd {

template <typename Lane> inline constexpr int lane_count = 4 / sizeof(Lane);

template <typename Lane> constexpr int lane(unsigned word, int i) {
  return static_cast<Lane>(word >> (8 * sizeof(Lane) * i));
}

template <typename Lane, typename Operation> constexpr unsigned each(unsigned a, unsigned b, Operation operation) {
  constexpr unsigned mask = (1u << (8 * sizeof(Lane))) - 1;
  unsigned result = 0;
  for (int i = 0; i < lane_count<Lane>; ++i)
    result |= (static_cast<unsigned>(operation(lane<Lane>(a, i), lane<Lane>(b, i))) & mask) << (8 * sizeof(Lane) * i);
  return result;
}

template <typename Lane> constexpr unsigned sum_of_differences(unsigned a, unsigned b) {
  unsigned sum = 0;
  for (int i = 0; i < lane_count<Lane>; ++i) {
    const int d = lane<Lane>(a, i) - lane<Lane>(b, i);
    sum += static_cast<unsigned>(d < 0 ? -d : d);
  }
  return sum;
}

template <typename Lane> constexpr int saturate(int x) {
  constexpr int low = std::numeric_limits<Lane>::min(), high = std::numeric_limits<Lane>::max();
  return x < low ? low : x > high ? high : x;
}

// Halves away from zero.
constexpr int rounded_average(int x, int y) { return x + y >= 0 ? (x + y + 1) >> 1 : (x + y) >> 1; }

} // namespace simd

// name, lane signedness (s or u), and the lane's result from its values x and y.
#define CU2X_SIMD_BINARY(X) \
  X(vadd, u, x + y) \
  X(vaddss, s, saturate(x + y)) \
  X(vaddus, u, saturate(x + y)) \
  X(vsub, u, x - y) \
  X(vsubss, s, saturate(x - y)) \
  X(vsubus, u, saturate(x - y)) \
  X(vavgs, s, simd::rounded_average(x, y)) \
  X(vavgu, u, simd::rounded_average(x, y)) \
  X(vhaddu, u, (x + y) >> 1) \
  X(vabsdiffs, s, x > y ? x - y : y - x) \
  X(vabsdiffu, u, x > y ? x - y : y - x) \
  X(vmaxs, s, x > y ? x : y) \
  X(vmaxu, u, x > y ? x : y) \
  X(vmins, s, x < y ? x : y) \
  X(vminu, u, x < y ? x : y) \
  X(vcmpeq, u, -(x == y)) \
  X(vcmpne, u, -(x != y)) \
  X(vcmpges, s, -(x >= y)) \
  X(vcmpgeu, u, -(x >= y)) \
  X(vcmpgts, s, -(x > y)) \
  X(vcmpgtu, u, -(x > y)) \
  X(vcmples, s, -(x <= y)) \
  X(vcmpleu, u, -(x <= y)) \
  X(vcmplts, s, -(x < y)) \
  X(vcmpltu, u, -(x < y)) \
  X(vseteq, u, x == y) \
  X(vsetne, u, x != y) \
  X(vsetges, s, x >= y) \
  X(vsetgeu, u, x >= y) \
  X(vsetgts, s, x > y) \
  X(vsetgtu, u, x > y) \
  X(vsetles, s, x <= y) \
  X(vsetleu, u, x <= y) \
  X(vsetlts, s, x < y) \
  X(vsetltu, u, x < y)

#define CU2X_SIMD_UNARY(X) \
  X(vabs, s, x < 0 ? -x : x) \
  X(vabsss, s, saturate(x < 0 ? -x : x)) \
  X(vneg, s, -x) \
  X(vnegss, s, saturate(-x))

#define CU2X_SIMD_LANE_s4 std::int8_t
#define CU2X_SIMD_LANE_u4 std::uint8_t
#define CU2X_SIMD_LANE_s2 std::int16_t
#define CU2X_SIMD_LANE_u2 std::uint16_t

#define CU2X_SIMD_DEFINE(name, arguments, a, b, lane, result) \
  constexpr unsigned name arguments { \
    constexpr auto saturate = [](int v) { return simd::saturate<lane>(v); }; \
    static_cast<void>(saturate); \
    return simd::each<lane>(a, b, [=](int x, [[maybe_unused]] int y) { return result; }); \
  }
#define CU2X_SIMD_DEFINE_BINARY(name, sign, result) \
  CU2X_SIMD_DEFINE(name##4, (unsigned a, unsigned b), a, b, CU2X_SIMD_LANE_##sign##4, result) \
  CU2X_SIMD_DEFINE(name##2, (unsigned a, unsigned b), a, b, CU2X_SIMD_LANE_##sign##2, result)
#define CU2X_SIMD_DEFINE_UNARY(name, sign, result) \
  CU2X_SIMD_DEFINE(name##4, (unsigned a), a, 0u, CU2X_SIMD_LANE_##sign##4, result) \
  CU2X_SIMD_DEFINE(name##2, (unsigned a), a, 0u, CU2X_SIMD_LANE_##sign##2, result)

CU2X_SIMD_BINARY(CU2X_SIMD_DEFINE_BINARY)
CU2X_SIMD_UNARY(CU2X_SIMD_DEFINE_UNARY)

constexpr unsigned vsads4(unsigned a, unsigned b) { return simd::sum_of_differences<std::int8_t>(a, b); }
constexpr unsigned vsads2(unsigned a, unsigned b) { return simd::sum_of_differences<std::int16_t>(a, b); }
constexpr unsigned vsadu4(unsigned a, unsigned b) { return simd::sum_of_differences<std::uint8_t>(a, b); }
constexpr unsigned vsadu2(unsigned a, unsigned b) { return simd::sum_of_differences<std::uint16_t>(a, b); }

#undef CU2X_SIMD_DEFINE
#undef CU2X_SIMD_DEFINE_BINARY
#undef CU2X_SIMD_DEFINE_UNARY

} // namespace cu2x

#endif
