// Loads, stores and copies that CUDA has functions for and C++ has no single expression for.
#ifndef CU2X_MEMORY_HPP
#define CU2X_MEMORY_HPP

#include <cstddef>
#include <type_traits>

namespace cu2x {

namespace detail {
// The widest word that an object of type T is made of.
template <typename T>
using volatile_word = std::conditional_t<
    sizeof(T) % 8 == 0 && alignof(T) % 8 == 0, unsigned long long,
    std::conditional_t<sizeof(T) % 4 == 0 && alignof(T) % 4 == 0, unsigned,
                       std::conditional_t<sizeof(T) % 2 == 0 && alignof(T) % 2 == 0, unsigned short, unsigned char>>>;
} // namespace detail

// Loads `*address` from memory even where an earlier load already has.
template <typename T>
std::remove_cv_t<T> load_volatile(const T *address) {
  using word = detail::volatile_word<T>;
  word words[sizeof(T) / sizeof(word)];
  for (std::size_t i = 0; i < sizeof(T) / sizeof(word); ++i) {
    words[i] = reinterpret_cast<const volatile word *>(address)[i];
  }
  std::remove_cv_t<T> value;
  __builtin_memcpy(&value, words, sizeof value);
  return value;
}

// Stores `value` even where a later store overwrites it.
template <typename T>
void store_volatile(T *address, std::common_type_t<T> value) {
  using word = detail::volatile_word<T>;
  word words[sizeof(T) / sizeof(word)];
  __builtin_memcpy(words, &value, sizeof value);
  for (std::size_t i = 0; i < sizeof(T) / sizeof(word); ++i) {
    reinterpret_cast<volatile word *>(address)[i] = words[i];
  }
}

// CUDA's __pipeline_memcpy_async, done at once: `bytes` is 4, 8 or 16, of which the last `zeros` become 0.
inline void copy_now(void *to, const void *from, std::size_t bytes, std::size_t zeros = 0) {
  if (zeros == 0 && bytes == 16) {
    __builtin_memcpy(__builtin_assume_aligned(to, 16), __builtin_assume_aligned(from, 16), 16);
    return;
  }
  for (std::size_t i = 0; i < bytes; i += 4) {
    unsigned word = 0;
    const std::size_t whole = i + 4 + zeros <= bytes ? 4 : bytes > i + zeros ? bytes - i - zeros : 0;
    for (std::size_t k = 0; k < whole; ++k) {
      word |= static_cast<unsigned>(static_cast<const unsigned char *>(from)[i + k]) << 8 * k;
    }
    __builtin_memcpy(static_cast<char *>(to) + i, &word, 4);
  }
}

} // namespace cu2x

#endif
