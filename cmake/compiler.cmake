# How every file of the project is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION OFF)

set(SANITIZERS "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE}")
endif()

add_library(project_options INTERFACE)
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these two inside the standard library's own inlined code once optimising or sanitizing.
  target_compile_options(project_options INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict
    -Wno-stringop-overflow -Wno-array-bounds)
endif()
# The headers that most files use are compiled once; the launcher must know that they hold no times.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(project_options INTERFACE -fpch-preprocess)
endif()
if(SANITIZERS)
  target_compile_options(project_options INTERFACE -fsanitize=${SANITIZERS} -fno-omit-frame-pointer -g1 -O1
    -fno-sanitize-recover=all)
  target_link_options(project_options INTERFACE -fsanitize=${SANITIZERS})
  if(SANITIZERS MATCHES thread)  # it does not see fences, and says so of Asio's, which stand beside locks it does see
    target_compile_options(project_options INTERFACE -Wno-tsan)
  endif()
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_link_options(project_options INTERFACE -Wl,--gc-sections -s)
  target_compile_options(project_options INTERFACE -ffunction-sections -fdata-sections)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")  # the same in moved strings, once -O2 inlines them
    target_compile_options(project_options INTERFACE -Wno-stringop-overread)
  endif()
endif()

# For rooms with coroutines: clang 14 cannot put that check's mark before their parts.
add_library(coroutine_options INTERFACE)
target_compile_options(coroutine_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
