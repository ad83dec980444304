// CUDA's dynamic-programming intrinsics: sums and maxima of three values, of 32-bit words or of the two 16-bit lanes of
// one, with `relu` limited to 0 from below. Plain C++: host and device alike.
#ifndef CU2X_DPX_HPP
#define CU2X_DPX_HPP

#include "simd.hpp"

namespace cu2x {
namespace dpx {

template <typename T> constexpr T larger(T a, T b) { return a > b ? a : b; }
template <typename T> constexpr T smaller(T a, T b) { return a < b ? a : b; }
template <typename T> constexpr T sum(T a, T b) { return static_cast<T>(static_cast<unsigned>(a) + static_cast<unsigned>(b)); }

template <typename Lane, typename Operation>
constexpr unsigned lanes(unsigned a, unsigned b, unsigned c, Operation operation) {
  unsigned result = 0;
  for (int i = 0; i < 2; ++i) {
    const Lane x = static_cast<Lane>(a >> 16 * i), y = static_cast<Lane>(b >> 16 * i), z = static_cast<Lane>(c >> 16 * i);
    result |= static_cast<unsigned>(static_cast<std::uint16_t>(operation(x, y, z))) << 16 * i;
  }
  return result;
}

} // namespace dpx

// name, and the result from the values x, y and z of a lane of type T.
#define CU2X_DPX_THREE(X) \
  X(viaddmax, dpx::larger<T>(dpx::sum<T>(x, y), z)) \
  X(viaddmin, dpx::smaller<T>(dpx::sum<T>(x, y), z)) \
  X(vimax3, dpx::larger<T>(dpx::larger<T>(x, y), z)) \
  X(vimin3, dpx::smaller<T>(dpx::smaller<T>(x, y), z))
#define CU2X_DPX_TWO(X) \
  X(vimax, dpx::larger<T>(x, y)) \
  X(vimin, dpx::smaller<T>(x, y))

#define CU2X_DPX_DEFINE(name, result) \
  constexpr int name##_s32(int x, int y, int z) { using T = int; return result; } \
  constexpr unsigned name##_u32(unsigned x, unsigned y, unsigned z) { using T = unsigned; return result; } \
  constexpr int name##_s32_relu(int x, int y, int z) { return dpx::larger(name##_s32(x, y, z), 0); } \
  constexpr unsigned name##_s16x2(unsigned a, unsigned b, unsigned c) { \
    using T = std::int16_t; \
    return dpx::lanes<T>(a, b, c, [](T x, T y, T z) { return result; }); \
  } \
  constexpr unsigned name##_u16x2(unsigned a, unsigned b, unsigned c) { \
    using T = std::uint16_t; \
    return dpx::lanes<T>(a, b, c, [](T x, T y, T z) { return result; }); \
  } \
  constexpr unsigned name##_s16x2_relu(unsigned a, unsigned b, unsigned c) { \
    using T = std::int16_t; \
    return dpx::lanes<T>(a, b, c, [](T x, T y, T z) { return dpx::larger<T>(result, 0); }); \
  }
CU2X_DPX_THREE(CU2X_DPX_DEFINE)
#undef CU2X_DPX_DEFINE

#define CU2X_DPX_DEFINE(name, result) \
  constexpr int name##_s32_relu(int x, int y) { using T = int; return dpx::larger<T>(result, 0); } \
  constexpr unsigned name##_s16x2_relu(unsigned a, unsigned b) { \
    using T = std::int16_t; \
    return dpx::lanes<T>(a, b, 0, [](T x, T y, T) { return dpx::larger<T>(result, 0); }); \
  }
CU2X_DPX_TWO(CU2X_DPX_DEFINE)
#undef CU2X_DPX_DEFINE

// The maximum or minimum, and whether it is the first operand.
#define CU2X_DPX_PICK(name, order) \
  constexpr int name##_s32(int x, int y, bool *first) { return (*first = x order y) ? x : y; } \
  constexpr unsigned name##_u32(unsigned x, unsigned y, bool *first) { return (*first = x order y) ? x : y; } \
  constexpr unsigned name##_s16x2(unsigned a, unsigned b, bool *high, bool *low) { \
    *high = static_cast<std::int16_t>(a >> 16) order static_cast<std::int16_t>(b >> 16); \
    *low = static_cast<std::int16_t>(a) order static_cast<std::int16_t>(b); \
    return ((*high ? a : b) & 0xffff0000u) | ((*low ? a : b) & 0xffffu); \
  } \
  constexpr unsigned name##_u16x2(unsigned a, unsigned b, bool *high, bool *low) { \
    *high = a >> 16 order b >> 16; \
    *low = (a & 0xffffu) order (b & 0xffffu); \
    return ((*high ? a : b) & 0xffff0000u) | ((*low ? a : b) & 0xffffu); \
  }
CU2X_DPX_PICK(vibmax, >=)
CU2X_DPX_PICK(vibmin, <=)
#undef CU2X_DPX_PICK

} // namespace cu2x

#endif
