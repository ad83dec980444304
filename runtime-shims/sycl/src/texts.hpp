// The parts of the SYCL back end that need no SYCL header, which is slow to compile: the run-time's environment, and the
// texts that go around a unit's device text.
#pragma once

#include <string>
#include <vector>

#include "../../common/kernel_record.hpp"

namespace cu2x::sycl_target {

// Sets what SYCL's run-time reads from the environment, before it reads it: `library` is an address inside libsycl.so,
// beside which its CPU driver may lie. Values that the user set stay.
void prepare_environment(const void *library);

// Whether the kernel's blocks are launched with their rows and planes in one line, so that warps are CUDA's.
bool launched_in_line(const rtc::detail::kernel_record &kernel);

// The device text that goes before the unit's own.
std::string prefix_text(const std::vector<rtc::detail::kernel_record *> &kernels);
// The text that wraps a kernel, and the name of the header that holds it: see wrapper.cpp. Each wrapper is a header of
// its own so that a compiler's message tells by its place which kernel it is about.
std::string wrapper_name(const rtc::detail::kernel_record &kernel);
std::string wrapper_text(const rtc::detail::kernel_record &kernel);

}  // namespace cu2x::sycl_target
