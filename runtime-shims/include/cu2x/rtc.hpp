// Run-time compilation: what a translated source that is built by a plain C++ compiler says about its kernels, so that
// the runtime can compile them for the device when they are first launched.
//
//   static cu2x::rtc::unit cu2x_unit("main.cu", "device text", files, count, "-std=c++17");
//
//   template <typename T, int N> void scale(T *a, int n) {          // the kernel's stub
//     struct cu2x_description {
//       static cu2x::rtc::kernel make() {
//         return cu2x::rtc::kernel_builder(cu2x_unit, "ns::scale")
//             .template type_argument<T>("T").template value_argument<N>("N").template parameters<T *, int>(&scale<T, N>)
//             .item().template local<T[N]>("T[N]").dynamic_local().variable(&coef, "ns::coef").sub_group_size(32).build();
//       }
//     };
//     cu2x::rtc::instance<cu2x_description>::kernel_object.launch(a, n);
//   }
//   (cu2x::rtc::push_config(grid, block, bytes, stream), scale<float, 4>(p, n));      // scale<float, 4><<<...>>>(p, n)
//
// Each instantiation of a stub registers its kernel when the program starts, so one build serves all of a unit's kernels.
// Nothing here includes the target's headers: host sources stay quick to compile.
#ifndef CU2X_RTC_HPP
#define CU2X_RTC_HPP

#include <stddef.h>

#include <type_traits>

#include "../driver_types.h"

namespace cu2x {
namespace rtc {

// One of the device text's own headers, under the name by which `#include` asks for it.
struct file {
  const char *name;
  const char *text;
};

// The device text of one translation unit. Options are compiler options, one a line. Everything is borrowed: string
// literals live as long as the program.
class unit {
 public:
  constexpr unit(const char *name, const char *text, const file *files, size_t file_count, const char *options)
      : name_(name), text_(text), files_(files), file_count_(file_count), options_(options) {}
  unit(const unit &) = delete;
  unit &operator=(const unit &) = delete;

  const char *name() const { return name_; }
  const char *text() const { return text_; }
  const file *files() const { return files_; }
  size_t file_count() const { return file_count_; }
  const char *options() const { return options_; }

 private:
  const char *name_;
  const char *text_;
  const file *files_;
  size_t file_count_;
  const char *options_;
};

enum class space { device, constant, managed };

namespace detail {

struct kernel_record;

enum class parameter_kind { pointer, scalar, enumeration, bytes };

// `type` and `value` are what __PRETTY_FUNCTION__ says of a template over them; the runtime cuts out what it needs.
template <typename T>
inline const char *type_text() {
  return __PRETTY_FUNCTION__;
}
template <auto V>
inline const char *value_text() {
  return __PRETTY_FUNCTION__;
}

template <typename T>
constexpr parameter_kind kind_of() {
  if (std::is_pointer<T>::value) return parameter_kind::pointer;
  if (std::is_enum<T>::value) return parameter_kind::enumeration;
  if (std::is_arithmetic<T>::value) return parameter_kind::scalar;
  return parameter_kind::bytes;
}

template <typename T, bool = std::is_enum<T>::value>
struct plain {
  using type = T;
};
template <typename T>
struct plain<T, true> {
  using type = typename std::underlying_type<T>::type;
};

// An argument's address, whatever its qualifiers and its class's operator &.
template <typename T>
inline const void *address(const T &argument) {
  return const_cast<const void *>(static_cast<const volatile void *>(__builtin_addressof(argument)));
}
template <typename T>
inline const void *address(T *__restrict__ const &argument) {
  return (const void *)__builtin_addressof(argument);
}

// A parameter's type as it counts inside the kernel: decayed, without the qualifiers that bind the callee only.
template <typename T>
struct unrestricted {
  using type = T;
};
template <typename T>
struct unrestricted<T *__restrict__> {
  using type = T *;
};
template <typename P>
using parameter_type = typename unrestricted<typename std::decay<P>::type>::type;

template <typename T>
struct identity {
  using type = T;
};

kernel_record *new_kernel(const unit &source, const char *name);
void add_type_argument(kernel_record *kernel, const char *type, const char *name);
void add_value_argument(kernel_record *kernel, const char *type, const char *value, const char *name);
void add_parameter(kernel_record *kernel, parameter_kind kind, size_t size, size_t align, const char *type,
                   const char *plain_type);
void set_address(kernel_record *kernel, const void *stub);
void set_item(kernel_record *kernel);
void add_local(kernel_record *kernel, size_t size, size_t align, const char *type, const char *spelled);
void set_dynamic_local(kernel_record *kernel);
void add_variable(kernel_record *kernel, const volatile void *variable, const char *name);
void set_sub_group_size(kernel_record *kernel, unsigned size);
void register_kernel(kernel_record *kernel);
void launch(kernel_record *kernel, const void *const *arguments, size_t count);

}  // namespace detail

// A kernel as the runtime knows it. Copies name the same kernel.
class kernel {
 public:
  explicit kernel(detail::kernel_record *record) : record_(record) {}

  // Launches with the configuration that push_config left, or only reports itself to describe(). The arguments are the
  // stub's own parameters. Errors become the calling thread's last CUDA error.
  template <typename... A>
  void launch(const A &...arguments) const {
    const void *pointers[sizeof...(A) + 1] = {detail::address(arguments)..., nullptr};
    detail::launch(record_, pointers, sizeof...(A));
  }

  detail::kernel_record *record() const { return record_; }

 private:
  detail::kernel_record *record_;
};

// Collects what the runtime has to know of one instantiation of a kernel. The order of calls is the order of the
// translated kernel's parameters within each kind: template arguments, parameters, local variables, device variables.
class kernel_builder {
 public:
  kernel_builder(const unit &source, const char *name) : record_(detail::new_kernel(source, name)) {}

  // The next template argument, a type. `name`, where given, is the name the texts of local() may use for it.
  template <typename T>
  kernel_builder &type_argument(const char *name = "") {
    detail::add_type_argument(record_, detail::type_text<T>(), name);
    return *this;
  }
  // A pack of types.
  template <typename... T>
  kernel_builder &type_arguments() {
    const int expand[] = {0, (type_argument<T>(), 0)...};
    (void)expand;
    return *this;
  }
  // The next template argument, a value.
  template <auto V>
  kernel_builder &value_argument(const char *name = "") {
    detail::add_value_argument(record_, detail::type_text<typename std::remove_cv<decltype(V)>::type>(),
                               detail::value_text<V>(), name);
    return *this;
  }
  template <auto... V>
  kernel_builder &value_arguments() {
    const int expand[] = {0, (value_argument<V>(), 0)...};
    (void)expand;
    return *this;
  }
  // The types of the kernel's own parameters, and the stub, by whose address cudaLaunchKernel and cudaFuncGetAttributes
  // know the kernel.
  template <typename... P>
  kernel_builder &parameters(typename detail::identity<void (*)(detail::parameter_type<P>...)>::type stub = nullptr) {
    const int expand[] = {0, (parameter<detail::parameter_type<P>>(), 0)...};
    (void)expand;
    if (stub) detail::set_address(record_, reinterpret_cast<const void *>(stub));
    return *this;
  }
  // The translated kernel takes a `const sycl::nd_item<3> &` first.
  kernel_builder &item() {
    detail::set_item(record_);
    return *this;
  }
  // It takes a reference to a local variable of type T; `spelled` is the type as the device text spells it.
  template <typename T>
  kernel_builder &local(const char *spelled = "") {
    detail::add_local(record_, sizeof(T), alignof(T), detail::type_text<T>(), spelled);
    return *this;
  }
  // It takes a `char *` to the launch's dynamic local memory.
  kernel_builder &dynamic_local() {
    detail::set_dynamic_local(record_);
    return *this;
  }
  // It takes a reference to a device variable, registered by its host address; `name` is its qualified name.
  kernel_builder &variable(const volatile void *address, const char *name) {
    detail::add_variable(record_, address, name);
    return *this;
  }
  kernel_builder &sub_group_size(unsigned size) {
    detail::set_sub_group_size(record_, size);
    return *this;
  }
  // Registers the kernel. The runtime keeps it for good.
  kernel build() {
    detail::register_kernel(record_);
    return kernel(record_);
  }

 private:
  template <typename P>
  void parameter() {
    detail::add_parameter(record_, detail::kind_of<P>(), sizeof(P), alignof(P), detail::type_text<P>(),
                          detail::type_text<typename detail::plain<P>::type>());
  }

  detail::kernel_record *record_;
};

// The kernel that a description makes, made when the program starts: `Description` has a static `kernel make()`.
template <typename Description>
struct instance {
  static const kernel kernel_object;
};
template <typename Description>
const kernel instance<Description>::kernel_object = Description::make();

// Leaves the configuration of the launch whose stub is called next on this thread. Configurations nest: an argument of
// a launch may itself launch.
void push_config(dim3 grid, dim3 block, size_t dynamic_local = 0, cudaStream_t stream = 0);

// Makes a plain variable of the host text stand for a device variable of the device text. `initial` points to the bytes
// that the device variable starts with; without it, it starts with zeros.
class variable {
 public:
  variable(const volatile void *address, size_t size, const char *name, space where,
           const volatile void *initial = nullptr);
};

// The registered kernel whose stub stands at `address`, or null.
detail::kernel_record *find(const void *address);

namespace detail {

void begin_description();
kernel_record *end_description();

template <typename P>
struct dummy {
  alignas(P) unsigned char bytes[sizeof(P)] = {};
  P &get() { return reinterpret_cast<P &>(bytes); }
};

}  // namespace detail

// The kernel of a stub. One that has not registered its address is called with dummy arguments while a flag of the
// thread makes its launch only report itself; class arguments are then copied from zero bytes.
template <typename... P>
detail::kernel_record *describe(void (*stub)(P...)) {
  if (detail::kernel_record *known = find(reinterpret_cast<const void *>(stub))) return known;
  detail::begin_description();
  stub(detail::dummy<detail::parameter_type<P>>().get()...);
  return detail::end_description();
}

}  // namespace rtc
}  // namespace cu2x

#endif
