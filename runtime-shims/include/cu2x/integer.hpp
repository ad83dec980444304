// Integer intrinsics of CUDA that SYCL 2020 and C++17 have no function for. Plain C++: host and device alike.
#ifndef CU2X_INTEGER_HPP
#define CU2X_INTEGER_HPP

#include <cstdint>
#include "../vector_types.h"

namespace cu2x {

// The position of the lowest bit set, counted from 1; 0 for 0.
constexpr int ffs(int x) { return __builtin_ffs(x); }
constexpr int ffsll(long long x) { return __builtin_ffsll(x); }

// The bits in reverse order. By nibbles from a table in a word: Intel's CPU device (2026.2) fails to build kernels where
// the compiler recognises the usual exchange of halves, quarters, ... as one bit-reversal instruction.
constexpr unsigned brev(unsigned x) {
  unsigned result = 0;
  for (int i = 0; i < 32; i += 4)
    result |= static_cast<unsigned>(0xf7b3d591e6a2c480ull >> (4 * (x >> i & 15u)) & 15u) << (28 - i);
  return result;
}
constexpr unsigned long long brevll(unsigned long long x) {
  return static_cast<unsigned long long>(brev(static_cast<unsigned>(x))) << 32 | brev(static_cast<unsigned>(x >> 32));
}

// Four bytes picked from the eight of y:x, each by the low three bits of a nibble of `selector`.
constexpr unsigned byte_perm(unsigned x, unsigned y, unsigned selector) {
  const std::uint64_t bytes = static_cast<std::uint64_t>(y) << 32 | x;
  unsigned result = 0;
  for (int i = 0; i < 4; ++i) {
    const unsigned from = selector >> (4 * i) & 7u;
    result |= static_cast<unsigned>(bytes >> (8 * from) & 0xffu) << (8 * i);
  }
  return result;
}

// The low 32 bits of the product of the low 24 bits; what is above them does not count.
constexpr int mul24(int x, int y) {
  const int a = static_cast<int>(static_cast<unsigned>(x) << 8) >> 8;
  const int b = static_cast<int>(static_cast<unsigned>(y) << 8) >> 8;
  return static_cast<int>(static_cast<unsigned>(a) * static_cast<unsigned>(b));
}
constexpr unsigned umul24(unsigned x, unsigned y) { return (x & 0xffffffu) * (y & 0xffffffu); }

// The upper half of the product.
constexpr int mulhi(int x, int y) { return static_cast<int>(static_cast<std::int64_t>(x) * y >> 32); }
constexpr unsigned umulhi(unsigned x, unsigned y) {
  return static_cast<unsigned>(static_cast<std::uint64_t>(x) * y >> 32);
}
constexpr unsigned long long umul64hi(unsigned long long x, unsigned long long y) {
  const unsigned long long x0 = x & 0xffffffffu, x1 = x >> 32, y0 = y & 0xffffffffu, y1 = y >> 32;
  const unsigned long long middle = x1 * y0 + (x0 * y0 >> 32);
  const unsigned long long other = x0 * y1 + (middle & 0xffffffffu);
  return x1 * y1 + (middle >> 32) + (other >> 32);
}
constexpr long long mul64hi(long long x, long long y) {
  unsigned long long r = umul64hi(static_cast<unsigned long long>(x), static_cast<unsigned long long>(y));
  if (x < 0) r -= static_cast<unsigned long long>(y);
  if (y < 0) r -= static_cast<unsigned long long>(x);
  return static_cast<long long>(r);
}

// Averages without overflow; the r forms round halves up.
constexpr int hadd(int x, int y) { return (x & y) + ((x ^ y) >> 1); }
constexpr int rhadd(int x, int y) { return (x | y) - ((x ^ y) >> 1); }
constexpr unsigned uhadd(unsigned x, unsigned y) { return (x & y) + ((x ^ y) >> 1); }
constexpr unsigned urhadd(unsigned x, unsigned y) { return (x | y) - ((x ^ y) >> 1); }

// |x - y| + z.
constexpr unsigned sad(int x, int y, unsigned z) {
  const unsigned a = static_cast<unsigned>(x), b = static_cast<unsigned>(y);
  return (x > y ? a - b : b - a) + z;
}
constexpr unsigned usad(unsigned x, unsigned y, unsigned z) { return (x > y ? x - y : y - x) + z; }

// high:low shifted, the upper (l) or the lower (r) word of the result; the c forms clamp the shift to 32.
constexpr unsigned funnelshift_l(unsigned low, unsigned high, unsigned shift) {
  return static_cast<unsigned>(((static_cast<std::uint64_t>(high) << 32 | low) << (shift & 31u)) >> 32);
}
constexpr unsigned funnelshift_lc(unsigned low, unsigned high, unsigned shift) {
  return shift >= 32 ? low : funnelshift_l(low, high, shift);
}
constexpr unsigned funnelshift_r(unsigned low, unsigned high, unsigned shift) {
  return static_cast<unsigned>((static_cast<std::uint64_t>(high) << 32 | low) >> (shift & 31u));
}
constexpr unsigned funnelshift_rc(unsigned low, unsigned high, unsigned shift) {
  return shift >= 32 ? high : funnelshift_r(low, high, shift);
}

// The place of the offset-th bit set in `mask`, counted from bit `base` upwards (downwards for a negative offset),
// an offset of 0 asking for the bit at `base` itself; 0xffffffff where there is none.
constexpr unsigned fns(unsigned mask, unsigned base, int offset) {
  if (base >= 32) return 0xffffffffu;
  if (offset == 0) return mask >> base & 1u ? base : 0xffffffffu;
  int left = offset > 0 ? offset : -offset;
  for (int i = static_cast<int>(base); i >= 0 && i < 32; i += offset > 0 ? 1 : -1)
    if (mask >> i & 1u && --left == 0) return static_cast<unsigned>(i);
  return 0xffffffffu;
}

namespace detail {
constexpr int signed_byte(unsigned word, int i) { return static_cast<std::int8_t>(word >> (8 * i) & 0xffu); }
constexpr unsigned unsigned_byte(unsigned word, int i) { return word >> (8 * i) & 0xffu; }
constexpr int signed_half(unsigned word, int i) { return static_cast<std::int16_t>(word >> (16 * i) & 0xffffu); }
constexpr unsigned unsigned_half(unsigned word, int i) { return word >> (16 * i) & 0xffffu; }
} // namespace detail

// Dot products of four bytes, added to c.
constexpr int dp4a(int a, int b, int c) {
  unsigned sum = static_cast<unsigned>(c);
  for (int i = 0; i < 4; ++i)
    sum += static_cast<unsigned>(detail::signed_byte(static_cast<unsigned>(a), i) *
                                 detail::signed_byte(static_cast<unsigned>(b), i));
  return static_cast<int>(sum);
}
constexpr unsigned dp4a(unsigned a, unsigned b, unsigned c) {
  for (int i = 0; i < 4; ++i) c += detail::unsigned_byte(a, i) * detail::unsigned_byte(b, i);
  return c;
}
constexpr int dp4a(char4 a, char4 b, int c) {
  return static_cast<int>(static_cast<unsigned>(a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w) +
                          static_cast<unsigned>(c));
}
constexpr unsigned dp4a(uchar4 a, uchar4 b, unsigned c) {
  return static_cast<unsigned>(a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w) + c;
}

// Dot products of two halves with the two lower (lo) or upper (hi) bytes, added to c.
namespace detail {
constexpr int dp2a(int a, int b, int c, int first) {
  unsigned sum = static_cast<unsigned>(c);
  for (int i = 0; i < 2; ++i)
    sum += static_cast<unsigned>(signed_half(static_cast<unsigned>(a), i) *
                                 signed_byte(static_cast<unsigned>(b), first + i));
  return static_cast<int>(sum);
}
constexpr unsigned dp2a(unsigned a, unsigned b, unsigned c, int first) {
  for (int i = 0; i < 2; ++i) c += unsigned_half(a, i) * unsigned_byte(b, first + i);
  return c;
}
} // namespace detail
constexpr int dp2a_lo(int a, int b, int c) { return detail::dp2a(a, b, c, 0); }
constexpr int dp2a_hi(int a, int b, int c) { return detail::dp2a(a, b, c, 2); }
constexpr unsigned dp2a_lo(unsigned a, unsigned b, unsigned c) { return detail::dp2a(a, b, c, 0); }
constexpr unsigned dp2a_hi(unsigned a, unsigned b, unsigned c) { return detail::dp2a(a, b, c, 2); }
constexpr int dp2a_lo(short2 a, char4 b, int c) { return a.x * b.x + a.y * b.y + c; }
constexpr int dp2a_hi(short2 a, char4 b, int c) { return a.x * b.z + a.y * b.w + c; }
constexpr unsigned dp2a_lo(ushort2 a, uchar4 b, unsigned c) {
  return static_cast<unsigned>(a.x * b.x + a.y * b.y) + c;
}
constexpr unsigned dp2a_hi(ushort2 a, uchar4 b, unsigned c) {
  return static_cast<unsigned>(a.x * b.z + a.y * b.w) + c;
}

} // namespace cu2x

#endif
