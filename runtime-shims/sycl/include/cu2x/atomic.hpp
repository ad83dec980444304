// CUDA's atomic operations on SYCL 2020.
//
// `cu2x::atomic_ref(object)` is `sycl::atomic_ref` with the memory order and scope of CUDA's atomic functions (relaxed,
// device), so that `atomicAdd(p, v)` reads `cu2x::atomic_ref(*p).fetch_add(v)`. `atomic_ref_block` and
// `atomic_ref_system` are those of the `_block` and `_system` functions. Every operation returns the old value, and its
// operand converts to the object's type, as the parameters of CUDA's functions do.
//
// Types that `sycl::atomic_ref` does not take are updated by compare-and-exchange on the 32- or 64-bit word that holds
// them: 16-bit types (unsigned short, half, bfloat16) and structs of four or eight bytes (half2, bfloat162). Vector types of
// several floats are updated element by element, which is what CUDA promises for them.
#ifndef CU2X_ATOMIC_HPP
#define CU2X_ATOMIC_HPP

#include <sycl/sycl.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace cu2x {

namespace detail {

template <typename To, typename From>
To copy_bits(const From &from) {
  static_assert(sizeof(To) == sizeof(From), "copy_bits needs types of one size");
  To to;
  __builtin_memcpy(&to, &from, sizeof to);
  return to;
}

template <typename Word, sycl::memory_scope Scope>
using word_ref = sycl::atomic_ref<Word, sycl::memory_order::relaxed, Scope>;

// The word of one atomic access that holds an object of type T, and where in it the object's bits lie.
template <typename T, std::size_t Size = sizeof(T)>
struct atomic_word {
  using word = std::conditional_t<Size == 8, unsigned long long, unsigned>;
  static_assert(Size == 4 || Size == 8, "CUDA has no atomic operation on an object of this size");

  word *address;

  explicit atomic_word(T &object) : address(reinterpret_cast<word *>(&object)) {}
  T get(word whole) const { return copy_bits<T>(whole); }
  word with(word, T part) const { return copy_bits<word>(part); }
};

template <typename T>
struct atomic_word<T, 2> {
  using word = unsigned;

  word *address;
  unsigned shift;

  explicit atomic_word(T &object) {
    const auto bits = reinterpret_cast<std::uintptr_t>(&object);
    address = reinterpret_cast<word *>(bits & ~std::uintptr_t{3});
    shift = static_cast<unsigned>(bits & 2) * 8;
  }
  T get(word whole) const { return copy_bits<T>(static_cast<std::uint16_t>(whole >> shift)); }
  word with(word whole, T part) const {
    const word bits = copy_bits<std::uint16_t>(part);
    return (whole & ~(0xffffu << shift)) | (bits << shift);
  }
};

// Replaces `object` by `change(object)` in one atomic step and returns what it was.
template <sycl::memory_scope Scope, typename T, typename Change>
T atomic_update(T &object, Change change) {
  const atomic_word<T> place(object);
  word_ref<typename atomic_word<T>::word, Scope> reference(*place.address);
  auto seen = reference.load();
  while (!reference.compare_exchange_strong(seen, place.with(seen, change(place.get(seen))))) {
  }
  return place.get(seen);
}

// How many floats a vector type holds whose elements CUDA adds one by one; 0 for every other type.
template <typename T, typename = void>
struct float_elements : std::integral_constant<int, 0> {};
template <typename T>
struct float_elements<T, std::enable_if_t<std::is_class<T>::value &&
                                          std::is_same<decltype(std::declval<T &>().x), float>::value &&
                                          (sizeof(T) == 8 || sizeof(T) == 16)>>
    : std::integral_constant<int, sizeof(T) / sizeof(float)> {};

template <typename T>
constexpr bool has_native_atomics =
    (std::is_integral<T>::value || std::is_floating_point<T>::value) && (sizeof(T) == 4 || sizeof(T) == 8);

} // namespace detail

template <typename T, sycl::memory_scope Scope>
class scoped_atomic_ref {
public:
  explicit scoped_atomic_ref(T &object) : object_(object) {}

  T load() const {
    if constexpr (detail::has_native_atomics<T>) {
      return reference(object_).load();
    } else {
      return detail::atomic_update<Scope>(object_, [](T old) { return old; });
    }
  }

  void store(T value) const { exchange(value); }

  T exchange(T value) const {
    if constexpr (detail::has_native_atomics<T>) {
      return reference(object_).exchange(value);
    } else {
      return detail::atomic_update<Scope>(object_, [=](T) { return value; });
    }
  }

  // CUDA's atomicCAS: stores `desired` where the object equals `expected`; the old value tells whether it did.
  T compare_exchange(T expected, T desired) const {
    if constexpr (detail::has_native_atomics<T>) {
      reference(object_).compare_exchange_strong(expected, desired);
      return expected;
    } else {
      return detail::atomic_update<Scope>(object_, [=](T old) { return old == expected ? desired : old; });
    }
  }

  T fetch_add(T value) const {
    if constexpr (detail::has_native_atomics<T>) {
      return reference(object_).fetch_add(value);
    } else if constexpr (detail::float_elements<T>::value != 0) {
      return add_elements(value);
    } else {
      return detail::atomic_update<Scope>(object_, [=](T old) { return static_cast<T>(old + value); });
    }
  }

  T fetch_sub(T value) const {
    if constexpr (detail::has_native_atomics<T>) {
      return reference(object_).fetch_sub(value);
    } else {
      return detail::atomic_update<Scope>(object_, [=](T old) { return static_cast<T>(old - value); });
    }
  }

  T fetch_min(T value) const { return reference(object_).fetch_min(value); }
  T fetch_max(T value) const { return reference(object_).fetch_max(value); }
  T fetch_and(T value) const { return reference(object_).fetch_and(value); }
  T fetch_or(T value) const { return reference(object_).fetch_or(value); }
  T fetch_xor(T value) const { return reference(object_).fetch_xor(value); }

  // CUDA's atomicInc: counts up from 0 to `limit` and starts over.
  T fetch_inc(T limit) const {
    return detail::atomic_update<Scope>(object_, [=](T old) { return old >= limit ? T{0} : old + 1; });
  }

  // CUDA's atomicDec: counts down from `limit` to 0 and starts over; a value above `limit` becomes `limit`.
  T fetch_dec(T limit) const {
    return detail::atomic_update<Scope>(object_, [=](T old) { return old == 0 || old > limit ? limit : old - 1; });
  }

private:
  template <typename U>
  static detail::word_ref<U, Scope> reference(U &object) {
    return detail::word_ref<U, Scope>(object);
  }

  T add_elements(T value) const {
    T old{};
    old.x = reference(object_.x).fetch_add(value.x);
    old.y = reference(object_.y).fetch_add(value.y);
    if constexpr (detail::float_elements<T>::value == 4) {
      old.z = reference(object_.z).fetch_add(value.z);
      old.w = reference(object_.w).fetch_add(value.w);
    }
    return old;
  }

  T &object_;
};

template <typename T>
struct atomic_ref : scoped_atomic_ref<T, sycl::memory_scope::device> {
  using scoped_atomic_ref<T, sycl::memory_scope::device>::scoped_atomic_ref;
};
template <typename T>
atomic_ref(T &) -> atomic_ref<T>;

template <typename T>
struct atomic_ref_block : scoped_atomic_ref<T, sycl::memory_scope::work_group> {
  using scoped_atomic_ref<T, sycl::memory_scope::work_group>::scoped_atomic_ref;
};
template <typename T>
atomic_ref_block(T &) -> atomic_ref_block<T>;

template <typename T>
struct atomic_ref_system : scoped_atomic_ref<T, sycl::memory_scope::system> {
  using scoped_atomic_ref<T, sycl::memory_scope::system>::scoped_atomic_ref;
};
template <typename T>
atomic_ref_system(T &) -> atomic_ref_system<T>;

} // namespace cu2x

#endif
