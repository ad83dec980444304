// What is known of one kernel instantiation: filled by cu2x/rtc.hpp's builder, read by the back end when it compiles
// and launches it.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

#include <cu2x/rtc.hpp>

namespace cu2x::rtc::detail {

struct template_argument {
  std::string type;   // the type, or the value's type
  std::string value;  // empty for a type
  std::string name;   // the template parameter's name; may be empty
};

struct parameter {
  parameter_kind kind;
  size_t size;
  size_t align;
  std::string type;
  std::string plain_type;  // the underlying type of an enumeration
};

struct local_variable {
  size_t size;
  size_t align;
  size_t offset;
  std::string type;
  std::string spelled;
};

struct variable_use {
  const void *address;
  std::string name;
};

constexpr int most_devices = 16;

// A grid of more work-items than an int counts is great: its kernels are compiled with wider indices, which cost time.
enum grid_size { usual_grid = 0, great_grid = 1 };

struct kernel_record {
  const unit *source = nullptr;
  std::string name;     // qualified, without template arguments
  std::string display;  // with template arguments, for messages
  std::string wrapper;  // the name of the extern "C" function that the back end makes
  const void *stub = nullptr;
  bool item = false;
  bool dynamic_local = false;
  unsigned sub_group = 0;
  std::vector<template_argument> arguments;
  std::vector<parameter> parameters;
  std::vector<local_variable> locals;
  std::vector<variable_use> variables;
  size_t static_local_bytes = 0;
  size_t local_align = 16;

  // Set by cudaFuncSetAttribute.
  std::atomic<int> dynamic_limit{-1};

  // Per device, and for grids of usual and of great size: the compiled kernel, or null; and the error that compiling it
  // gave.
  std::atomic<void *> compiled[most_devices][2] = {};
  std::atomic<int> failure[most_devices][2] = {};
  std::atomic<unsigned> largest_block[most_devices] = {};
  std::string log;  // why it does not compile
  std::atomic<bool> reported{false};
};

// Whether a type, as the host compiler prints it, is one that only the host compiler can name: a lambda's, or one that
// is declared inside a function.
bool is_unnameable(const std::string &type);

}  // namespace cu2x::rtc::detail
