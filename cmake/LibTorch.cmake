# SPDX-License-Identifier: GPL-3.0-or-later
# LibTorch::LibTorch, imported by hand from a PyTorch wheel or an unpacked LibTorch.
#
# find_package(Torch) of a CUDA wheel refuses to configure without a CUDA toolkit, and nothing here needs a CUDA
# header. Torch_DIR (cache, then environment) decides alone; else the first of CMAKE_PREFIX_PATH (cache, then
# environment) and .deps/venv that holds a LibTorch. A prefix may be LibTorch's folder, the one above it, or what
# torch.utils.cmake_prefix_path says (…/torch/share/cmake).
set(torch_dir "${Torch_DIR}")
if(NOT torch_dir)
  set(torch_dir "$ENV{Torch_DIR}")
endif()
set(roots)
if(torch_dir)
  list(APPEND roots "${torch_dir}/../../..")
else()
  string(REPLACE ":" ";" prefix_path_env "$ENV{CMAKE_PREFIX_PATH}")
  foreach(prefix IN LISTS CMAKE_PREFIX_PATH prefix_path_env)
    list(APPEND roots "${prefix}" "${prefix}/torch" "${prefix}/../..")
  endforeach()
  file(GLOB venv_roots "${CMAKE_SOURCE_DIR}/.deps/venv/lib/python3*/site-packages/torch")
  list(APPEND roots ${venv_roots})
endif()

set(LIBTORCH_ROOT)
foreach(root IN LISTS roots)
  if(EXISTS "${root}/include/torch/csrc/api/include/torch/torch.h" AND EXISTS "${root}/lib/libtorch_cpu.so")
    get_filename_component(LIBTORCH_ROOT "${root}" ABSOLUTE)
    break()
  endif()
endforeach()
if(NOT LIBTORCH_ROOT AND torch_dir)
  message(FATAL_ERROR "Torch_DIR names no LibTorch: ${torch_dir}. It must be the folder that holds TorchConfig.cmake.")
elseif(NOT LIBTORCH_ROOT)
  message(FATAL_ERROR "LibTorch was not found. Run scripts/run, which brings one, or set Torch_DIR to the folder that holds TorchConfig.cmake.")
endif()

set(torch_lib "${LIBTORCH_ROOT}/lib")
add_library(LibTorch::LibTorch INTERFACE IMPORTED)
target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE
  "${LIBTORCH_ROOT}/include" "${LIBTORCH_ROOT}/include/torch/csrc/api/include")
target_link_libraries(LibTorch::LibTorch INTERFACE "${torch_lib}/libtorch_cpu.so" "${torch_lib}/libc10.so")

# The CUDA half is linked where all that it loads is there: a CUDA wheel without its nvidia packages runs on the CPU.
# No symbol of it is named, so the linker must be told to keep it.
set(device CPU)
if(EXISTS "${torch_lib}/libtorch_cuda.so")
  execute_process(COMMAND ldd "${torch_lib}/libtorch_cuda.so" OUTPUT_VARIABLE cuda_needs RESULT_VARIABLE ldd_failed ERROR_QUIET)
  string(REGEX MATCHALL "[^ \t\n]+ => not found" cuda_lacks "${cuda_needs}")
  if(ldd_failed OR cuda_lacks)
    string(REPLACE " => not found" "" cuda_lacks "${cuda_lacks}")
    list(JOIN cuda_lacks ", " cuda_lacks)
    set(device "CPU; its CUDA half is left out for want of ${cuda_lacks}")
  else()
    set(device "CPU and CUDA")
    set(CMAKE_CXX_LINK_LIBRARY_USING_kept "LINKER:--push-state,--no-as-needed" "<LINK_ITEM>" "LINKER:--pop-state")
    set(CMAKE_CXX_LINK_LIBRARY_USING_kept_SUPPORTED ON)
    target_link_libraries(LibTorch::LibTorch INTERFACE
      "$<LINK_LIBRARY:kept,${torch_lib}/libtorch_cuda.so>" "${torch_lib}/libc10_cuda.so")
  endif()
endif()
message(STATUS "LibTorch: ${LIBTORCH_ROOT} (${device})")

# An installed program finds LibTorch where the build found it (.deps or the user's own), and so any other library
# outside the system's folders; those inside the sources must be named.
set(CMAKE_INSTALL_RPATH "${torch_lib}")
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)
