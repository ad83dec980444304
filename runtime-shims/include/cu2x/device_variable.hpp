// Device variables of translated source: a `__constant__ float coef[16];` becomes `cu2x::constant<float[16]> coef;`.
//
// The object lives on the host and stands for one piece of memory per device, which is allocated and given its initial
// value when it is first used. Kernels get a reference to that memory as a parameter:
//   cu2x::launch({grid, block}, [=, coef = coef.device_pointer()](const sycl::nd_item<3> &item) { k(item, *coef, a); });
// cudaMemcpyToSymbol and its kin take the object.
#ifndef CU2X_DEVICE_VARIABLE_HPP
#define CU2X_DEVICE_VARIABLE_HPP

#include <stddef.h>

#include <type_traits>

namespace cu2x {
namespace detail {

enum class variable_space { device, constant, managed };

#ifndef CU2X_RTC
void register_variable(const void *address, size_t size, size_t align, const char *name, variable_space where,
                       const void *initial);
// The variable's memory on the current device; null, with the thread's last error set, when there is none to be had.
void *variable_pointer(const void *address);
#endif

// What the kinds of device variable share. The initial value is the first member, so that object and value have one
// address.
template <typename T, variable_space Space>
class variable_base {
 public:
  using value_type = T;
#ifdef CU2X_RTC
  // The run-time compiler only needs the type: the runtime passes the memory.
  variable_base() = default;
  constexpr variable_base(const T &) {}
#else
  variable_base() { register_variable(this, sizeof(T), alignof(T), "", Space, nullptr); }
  variable_base(const T &value) {
    copy(value);
    register_variable(this, sizeof(T), alignof(T), "", Space, bytes_);
  }
  variable_base(const variable_base &) = delete;
  variable_base &operator=(const variable_base &) = delete;

  // The variable on the current device.
  T *device_pointer() const { return static_cast<T *>(variable_pointer(this)); }

 private:
  void copy(const T &value) {
    const char *from = const_cast<const char *>(&reinterpret_cast<const volatile char &>(value));
    for (size_t i = 0; i < sizeof(T); ++i) bytes_[i] = from[i];
  }
  alignas(T) char bytes_[sizeof(T)] = {};
#endif
};

}  // namespace detail

// A variable in constant memory: `__constant__`.
template <typename T>
class constant : public detail::variable_base<T, detail::variable_space::constant> {
 public:
  using detail::variable_base<T, detail::variable_space::constant>::variable_base;
  constant() = default;
};

// A variable in device memory: `__device__`.
template <typename T>
class device_variable : public detail::variable_base<T, detail::variable_space::device> {
 public:
  using detail::variable_base<T, detail::variable_space::device>::variable_base;
  device_variable() = default;
};

// A variable that host and device share: `__managed__`. On the host it converts to a reference to the shared memory.
template <typename T>
class managed : public detail::variable_base<T, detail::variable_space::managed> {
 public:
  using detail::variable_base<T, detail::variable_space::managed>::variable_base;
  managed() = default;
#ifndef CU2X_RTC
  operator T &() const { return *this->device_pointer(); }
  T &get() const { return *this->device_pointer(); }
  template <typename V>
  T &operator=(const V &value) {
    return *this->device_pointer() = value;
  }
#endif
};

}  // namespace cu2x

#endif
