// What kinds of kernels the run-time path carries: template arguments of every kind, parameters of every kind, variables
// of every kind, kernels in namespaces, overloads, and what happens to types that have no name.

#include <cu2x/device_variable.hpp>
#include <cu2x/rtc.hpp>
#include <cuda_runtime.h>

#include <cstring>
#include <vector>

#include "check.hpp"

static cu2x::rtc::unit cu2x_unit("rtc_types.cu", R"cu2x(
#include <sycl/sycl.hpp>
#include <cuda_runtime.h>
#include <cu2x/device_variable.hpp>
enum mode { slow, fast = 7 };
struct functor { int bias; template <typename T> T operator()(T x) const { return x + bias; } };
template <typename... T> struct list {};
struct counted { int value; counted() : value(0) {} counted(const counted &o) : value(o.value) {} };
typedef struct { float x; char c; } untagged;
cu2x::device_variable<volatile int> flag;
cu2x::device_variable<int *> list_head;
cu2x::managed<int> total;
namespace { cu2x::constant<int> hidden{41}; }
namespace outer { namespace {
struct pair { short a; double b; };
template <typename T, mode M, bool B, char C, typename Op>
void all(T *out, Op op, pair p) { *out = op(T(M) + B + C) + T(p.a) + T(p.b); }
} }
template <typename... T> void pack(int *out, T... values) { *out = int((values + ... + 0)); }
template <typename T> void fails(T *out) { out->nothing(); }
template <int... N> void numbers(int *out) { *out = (N + ... + 0); }
void over(int *out) { *out = 1; }
void over(float *out) { *out = 2; }
void classes(int *out, counted c, untagged u, float4 f, uchar3 b, dim3 d, mode m, void (*)(int)) {
  *out = c.value + int(u.x) + u.c + int(f.w) + b.z + d.y + m;
}
void variables(volatile int &flag, int *&list_head, int &total, const int (&hidden), int *out) {
  flag = 5; list_head = out; total += 3; *out = hidden;
}
struct alignas(64) line { double d[8]; };
template <typename T> void local_structs(const sycl::nd_item<3> &item, line (&lines)[2], T (&one), char *dynamic_local, int *out) {
  one = T(item.get_local_id(2));
  lines[1].d[7] = 9;
  sycl::group_barrier(item.get_group());
  *out = int(reinterpret_cast<unsigned long>(&lines[0]) % 64 == 0) + int(reinterpret_cast<unsigned long>(dynamic_local) % 16 == 0) + int(lines[1].d[7]);
}
void deep(const sycl::nd_item<3> &item, int *out, int n) {
  double big[1024];
  for (int i = 0; i < 1024; ++i) big[i] = i * n;
  sycl::group_barrier(item.get_group());
  double sum = 0;
  for (int i = 0; i < 1024; ++i) sum += big[(i * 7 + n) % 1024];
  out[item.get_local_id(2)] = sum > 0;
}
void grid(const sycl::nd_item<3> &item, unsigned *out) {
  if (item.get_local_id(2) == 0 && item.get_group(2) % 65536 == 0) sycl::atomic_ref<unsigned, sycl::memory_order::relaxed, sycl::memory_scope::device>(*out).fetch_add(1);
}
)cu2x", nullptr, 0, CU2X_TEST_OPTIONS);

enum mode { slow, fast = 7 };
struct functor {
  int bias;
};
struct counted {
  int value;
  counted() : value(0) {}
  counted(const counted &o) : value(o.value) {}
};
typedef struct {
  float x;
  char c;
} untagged;
__device__ volatile int flag;
static const cu2x::rtc::variable v1(&flag, sizeof flag, "flag", cu2x::rtc::space::device);
__device__ int *list_head;
static const cu2x::rtc::variable v2(&list_head, sizeof list_head, "list_head", cu2x::rtc::space::device);
__managed__ int total = 10;
static const cu2x::rtc::variable v3(&total, sizeof total, "total", cu2x::rtc::space::managed, &total);
namespace {
__constant__ int hidden = 41;
const cu2x::rtc::variable v4(&hidden, sizeof hidden, "hidden", cu2x::rtc::space::constant, &hidden);
}

#define DESCRIBE(name, ...)                                                                                  \
  struct cu2x_description {                                                                                  \
    static cu2x::rtc::kernel make() { return cu2x::rtc::kernel_builder(cu2x_unit, name) __VA_ARGS__.build(); } \
  }
#define GO cu2x::rtc::instance<cu2x_description>::kernel_object.launch

namespace outer {
namespace {
struct pair {
  short a;
  double b;
};
template <typename T, mode M, bool B, char C, typename Op>
__global__ void all(T *out, Op op, pair p) {
  DESCRIBE("outer::all", .template type_argument<T>("T").template value_argument<M>("M").template value_argument<B>("B")
           .template value_argument<C>("C").template type_argument<Op>("Op").template parameters<T *, Op, pair>(&all<T, M, B, C, Op>));
  GO(out, op, p);
}
}  // namespace
}  // namespace outer
template <typename... T>
__global__ void pack(int *out, T... values) {
  DESCRIBE("pack", .template type_arguments<T...>().template parameters<int *, T...>(&pack<T...>));
  GO(out, values...);
}
template <int... N>
__global__ void numbers(int *out) {
  DESCRIBE("numbers", .template value_arguments<N...>().template parameters<int *>(&numbers<N...>));
  GO(out);
}
__global__ void over(int *out) {
  DESCRIBE("over", .template parameters<int *>(&over));
  GO(out);
}
__global__ void over(float *out) {
  DESCRIBE("over", .template parameters<float *>(&over));
  GO(out);
}
__global__ void classes(int *__restrict__ out, const counted c, untagged u, float4 f, uchar3 b, dim3 d, mode m, void (*g)(int)) {
  DESCRIBE("classes", .template parameters<int *__restrict__, const counted, untagged, float4, uchar3, dim3, mode, void (*)(int)>(&classes));
  GO(out, c, u, f, b, d, m, g);
}
__global__ void variables(int *out) {
  DESCRIBE("variables", .variable(&flag, "flag").variable(&list_head, "list_head").variable(&total, "total").variable(&hidden, "hidden")
           .template parameters<int *>(&variables));
  GO(out);
}
struct alignas(64) line {
  double d[8];
};
template <typename T>
__global__ void local_structs(int *out) {
  DESCRIBE("local_structs", .template type_argument<T>("T").item().template local<line[2]>("line[2]").template local<T>("T").dynamic_local()
           .template parameters<int *>(&local_structs<T>));
  GO(out);
}
__global__ void deep(int *out, int n) {
  DESCRIBE("deep", .item().template parameters<int *, int>(&deep));
  GO(out, n);
}
__global__ void grid(unsigned *out) {
  DESCRIBE("grid", .item().template parameters<unsigned *>(&grid));
  GO(out);
}
template <typename T>
__global__ void fails(T *out) {
  DESCRIBE("fails", .template type_argument<T>("T").template parameters<T *>(&fails<T>));
  GO(out);
}
template <typename Op>
__global__ void nameless(int *out, Op op) {
  DESCRIBE("nameless", .template type_argument<Op>("Op").template parameters<int *, Op>(&nameless<Op>));
  GO(out, op);
}

static int *out;
static int result() {
  OK(cudaDeviceSynchronize());
  return *out;
}
#define LAUNCH(call, ...) (cu2x::rtc::push_config(__VA_ARGS__), call); OK(cudaGetLastError())

int main() {
  OK(cudaMallocManaged(&out, 4096 * sizeof(int)));
  LAUNCH((outer::all<int, fast, true, 'a', functor>(out, functor{100}, outer::pair{20, 3.5})), 1, 1);
  CHECK(result() == 7 + 1 + 97 + 100 + 20 + 3);
  LAUNCH(pack(out, 1, 2.5f, 3l, short(4)), 1, 1);
  CHECK(result() == 10);
  LAUNCH(pack(out), 1, 1);
  CHECK(result() == 0);
  LAUNCH((numbers<1, 2, 3>(out)), 1, 1);
  CHECK(result() == 6);
  LAUNCH(over(out), 1, 1);
  CHECK(result() == 1);
  LAUNCH(over(reinterpret_cast<float *>(out)), 1, 1);
  OK(cudaDeviceSynchronize());
  CHECK(*reinterpret_cast<float *>(out) == 2);
  counted c;
  c.value = 1000;
  LAUNCH(classes(out, c, untagged{5, 6}, make_float4(1, 2, 3, 4), make_uchar3(1, 2, 3), dim3(1, 50), fast, nullptr), 1, 1);
  CHECK(result() == 1000 + 5 + 6 + 4 + 3 + 50 + 7);
  LAUNCH(variables(out), 1, 1);
  CHECK(result() == 41 && total == 13);
  int seen = 0;
  OK(cudaMemcpyFromSymbol(&seen, flag, sizeof seen));
  int *head = nullptr;
  OK(cudaMemcpyFromSymbol(&head, list_head, sizeof head));
  CHECK(seen == 5 && head == out);
  LAUNCH(local_structs<float>(out), 1, 32, 100);
  CHECK(result() == 11);
  LAUNCH(deep(out, 3), 1, 512);
  OK(cudaDeviceSynchronize());
  for (int i = 0; i < 512; ++i) CHECK(out[i] == 1);
  *out = 0;
  LAUNCH(grid(reinterpret_cast<unsigned *>(out)), 1u << 21, 1);
  CHECK(result() == 32);
  (cu2x::rtc::push_config(1, 1), nameless(out, [](int i) { return i; }));
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidDeviceFunction);
  (cu2x::rtc::push_config(1, 1), fails(out));
  CHECK_ERROR(cudaGetLastError(), cudaErrorInvalidDeviceFunction);
  OK(cudaFree(out));
  return check_report("rtc_types");
}
