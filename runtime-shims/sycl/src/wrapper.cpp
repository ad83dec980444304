// The text that turns translated kernels into kernels that can be launched by name: for each instantiation a small
// extern "C" function that is no template, because the run-time compiler of 2026 crashes on template kernels with local
// memory among their parameters.
//
// A wrapper's parameters are, in order: the kernel's own parameters (pointers, numbers, and everything else as bytes),
// the device variables' memory, the extents of a block launched in one line, and one local_accessor for all local
// memory.

#include "texts.hpp"

namespace cu2x::sycl_target {

namespace {

using rtc::detail::kernel_record;
using rtc::detail::parameter;
using rtc::detail::parameter_kind;

std::string number(size_t value) { return std::to_string(value); }

// "a::b" of "a::b::kernel".
std::string enclosing_namespace(const std::string &name) {
  const size_t colons = name.rfind("::");
  return colons == std::string::npos ? "" : name.substr(0, colons);
}

// The template arguments and parameter types, in a namespace of their own at global scope, where types are spelled as
// the host compiler prints them.
std::string argument_types(const kernel_record &kernel, const std::string &scope) {
  std::string text = "namespace " + scope + " {\n";
  for (size_t i = 0; i < kernel.arguments.size(); ++i) {
    const auto &argument = kernel.arguments[i];
    text += argument.value.empty()
                ? "using t" + number(i) + " = " + argument.type + ";\n"
                : "constexpr auto t" + number(i) + " = static_cast<" + argument.type + ">(" +
                      argument.value + ");\n";
  }
  for (size_t i = 0; i < kernel.parameters.size(); ++i) {
    const parameter &p = kernel.parameters[i];
    text += "using p" + number(i) + " = " + p.type + ";\n";
    if (p.kind == parameter_kind::enumeration) text += "using e" + number(i) + " = " + p.plain_type + ";\n";
    if (p.kind == parameter_kind::bytes)
      text += "struct b" + number(i) + " { alignas(" + number(p.align) + ") unsigned char bytes[" + number(p.size) +
              "]; };\n";
  }
  return text + "}\n";
}

// Local types whose printed form the device compiler cannot read are spelled as the source does, inside the kernel's
// namespace and with its template parameters' names.
std::string local_types(const kernel_record &kernel, const std::string &scope) {
  const std::string outer = enclosing_namespace(kernel.name);
  std::string text = outer.empty() ? "" : "namespace " + outer + " {\n";
  text += "namespace " + scope + "_local {\n";
  for (size_t i = 0; i < kernel.arguments.size(); ++i) {
    const auto &argument = kernel.arguments[i];
    if (argument.name.empty()) continue;
    text += argument.value.empty() ? "using " + argument.name + " = ::" + scope + "::t" + number(i) + ";\n"
                                   : "constexpr auto " + argument.name + " = ::" + scope + "::t" + number(i) + ";\n";
  }
  for (size_t i = 0; i < kernel.locals.size(); ++i) {
    const auto &local = kernel.locals[i];
    const bool spelled = !local.spelled.empty() && rtc::detail::is_unnameable(local.type);
    text += "using l" + number(i) + " = " + (spelled ? local.spelled : local.type) + ";\n";
  }
  return text + (outer.empty() ? "}\n" : "}}\n");
}

std::string parameter_list(const kernel_record &kernel, const std::string &scope) {
  std::string text;
  const auto add = [&](const std::string &one) { text += (text.empty() ? "" : ", ") + one; };
  for (size_t i = 0; i < kernel.parameters.size(); ++i) {
    const parameter_kind kind = kernel.parameters[i].kind;
    const char *letter = kind == parameter_kind::bytes ? "b" : kind == parameter_kind::enumeration ? "e" : "p";
    add(scope + "::" + letter + number(i) + " a" + number(i));
  }
  for (size_t i = 0; i < kernel.variables.size(); ++i) add("void *v" + number(i));
  if (launched_in_line(kernel)) add("unsigned block_x, unsigned block_y, unsigned block_z");
  const std::string chunk = kernel.local_align > 16 ? "sycl::vec<unsigned long, 16>" : "sycl::vec<unsigned, 4>";
  if (!kernel.locals.empty() || kernel.dynamic_local) add("sycl::local_accessor<" + chunk + ", 1> local");
  return text;
}

std::string call_arguments(const kernel_record &kernel, const std::string &scope, const std::string &locals) {
  std::string text;
  const auto add = [&](const std::string &one) { text += (text.empty() ? "" : ", ") + one; };
  if (kernel.item) add("item");
  for (size_t i = 0; i < kernel.locals.size(); ++i)
    add("*reinterpret_cast<" + locals + "::l" + number(i) + " *>(bytes + " + number(kernel.locals[i].offset) + ")");
  if (kernel.dynamic_local) add("bytes + " + number(kernel.static_local_bytes));
  for (size_t i = 0; i < kernel.variables.size(); ++i)
    add("*static_cast<typename decltype(::" + kernel.variables[i].name + ")::value_type *>(v" + number(i) + ")");
  for (size_t i = 0; i < kernel.parameters.size(); ++i) {
    const std::string type = scope + "::p" + number(i), name = "a" + number(i);
    switch (kernel.parameters[i].kind) {
      case parameter_kind::pointer:
      case parameter_kind::scalar: add(name); break;
      case parameter_kind::enumeration: add("static_cast<" + type + ">(" + name + ")"); break;
      case parameter_kind::bytes: add("reinterpret_cast<" + type + " &>(" + name + ")"); break;
    }
  }
  return text;
}

std::string one_wrapper(const kernel_record &kernel) {
  const std::string scope = kernel.wrapper + "_types";
  const std::string outer = enclosing_namespace(kernel.name);
  const std::string locals = (outer.empty() ? "::" : "::" + outer + "::") + scope + "_local";
  std::string text = argument_types(kernel, scope);
  if (!kernel.locals.empty()) text += local_types(kernel, scope);
  text += "extern \"C\" SYCL_EXT_ONEAPI_FUNCTION_PROPERTY((sycl::ext::oneapi::experimental::nd_range_kernel<3>))\n";
  if (kernel.sub_group)
    text += "SYCL_EXT_ONEAPI_FUNCTION_PROPERTY((sycl::ext::oneapi::experimental::sub_group_size<" +
            number(kernel.sub_group) + ">))\n";
  text += "void " + kernel.wrapper + "(" + parameter_list(kernel, scope) + ") {\n";
  if (kernel.item)
    text += std::string("  const sycl::nd_item<3> item(") +
            (launched_in_line(kernel) ? "block_x, block_y, block_z, " : "") +
            "sycl::ext::oneapi::this_work_item::get_nd_item<3>());\n";
  if (!kernel.locals.empty() || kernel.dynamic_local) text += "  char *bytes = reinterpret_cast<char *>(&local[0]);\n";
  text += "  ::" + kernel.name;
  for (size_t i = 0; i < kernel.arguments.size(); ++i)
    text += (i ? ", " : "<") + ("::" + scope + "::t" + number(i));
  if (!kernel.arguments.empty()) text += ">";
  return text + "(" + call_arguments(kernel, scope, locals) + ");\n}\n";
}

}  // namespace

bool launched_in_line(const kernel_record &kernel) { return kernel.item && kernel.sub_group != 0; }

std::string prefix_text(const std::vector<kernel_record *> &kernels) {
  for (const kernel_record *kernel : kernels)
    if (launched_in_line(*kernel)) return "#include <cu2x/linear_item.hpp>\n#line 1\n";
  return "";
}

std::string wrapper_name(const kernel_record &kernel) { return kernel.wrapper + ".hpp"; }

std::string wrapper_text(const kernel_record &kernel) { return "#include <sycl/sycl.hpp>\n" + one_wrapper(kernel); }

}  // namespace cu2x::sycl_target
