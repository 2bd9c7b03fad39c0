# SPDX-License-Identifier: GPL-3.0-or-later
# Finds the OpenCV modules asked for, one by one. OpenCV's own OpenCVConfig.cmake wants every module of OpenCV to be
# installed and comes only with the large libopencv-dev; the small packages, and a folder of unpacked ones, do here.
# Sets OpenCV_INCLUDE_DIRS and OpenCV_LIBS (targets opencv_<module>).
find_path(OpenCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4)
set(OpenCV_LIBS)
foreach(module ${OpenCV_FIND_COMPONENTS})
  find_library(OpenCV_${module}_LIBRARY opencv_${module})
  if(OpenCV_${module}_LIBRARY)
    set(OpenCV_${module}_FOUND TRUE)
    list(APPEND OpenCV_LIBS opencv_${module})
  endif()
endforeach()

if(EXISTS "${OpenCV_INCLUDE_DIR}/opencv2/core/version.hpp")
  file(STRINGS ${OpenCV_INCLUDE_DIR}/opencv2/core/version.hpp version_lines REGEX "#define CV_VERSION_(MAJOR|MINOR|REVISION) ")
  string(REGEX REPLACE "[^0-9;]" "" OpenCV_VERSION "${version_lines}")
  string(REPLACE ";" "." OpenCV_VERSION "${OpenCV_VERSION}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(OpenCV REQUIRED_VARS OpenCV_INCLUDE_DIR VERSION_VAR OpenCV_VERSION HANDLE_COMPONENTS)

if(OpenCV_FOUND)
  set(OpenCV_INCLUDE_DIRS "${OpenCV_INCLUDE_DIR}")
  foreach(module ${OpenCV_FIND_COMPONENTS})
    add_library(opencv_${module} SHARED IMPORTED)
    set_target_properties(opencv_${module} PROPERTIES
      IMPORTED_LOCATION "${OpenCV_${module}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${OpenCV_INCLUDE_DIR}")
    # Outside the system's folders, OpenCV's own needs (TBB, LAPACK) lie beside it: only the old tag finds them there,
    # for it reaches the libraries of libraries.
    get_filename_component(folder "${OpenCV_${module}_LIBRARY}" DIRECTORY)
    if(NOT folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
      target_link_options(opencv_${module} INTERFACE LINKER:--disable-new-dtags)
    endif()
  endforeach()
endif()
