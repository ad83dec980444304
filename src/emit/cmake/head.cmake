# Written by cu2x. Builds the translated project; cu2x itself is not needed.
#
#   cmake -B build && cmake --build build
#
# With a SYCL compiler (icpx or acpp, found on PATH or given as -DCU2X_SYCL_COMPILER=...) the translated sources are
# compiled as they are. Without one, any C++17 compiler builds the host texts in rtc/, which carry their kernels along
# and have them compiled at run time by DPC++'s run-time compiler. That comes from PyPI:
#
#   python3 -m venv sycl && sycl/bin/pip install intel-sycl-rt intel-opencl-rt
#   cmake -B build -DCU2X_SYCL_ROOT=$PWD/sycl
#
# Programs: where the whole tree has one main(), all sources form one program; otherwise each folder with a main()
# gives one, with the sources below it that belong to no nearer one. Where a folder has several, each is a program
# together with the folder's other sources. Rearrange the calls at the end where the original build differs.
cmake_minimum_required(VERSION 3.16)

find_program(CU2X_SYCL_COMPILER NAMES icpx acpp DOC "A SYCL compiler; NO for run-time compilation")
if(CU2X_SYCL_COMPILER AND NOT CMAKE_CXX_COMPILER)
  set(CMAKE_CXX_COMPILER "${CU2X_SYCL_COMPILER}")
endif()
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
project(translated LANGUAGES C CXX)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
find_package(Threads REQUIRED)

