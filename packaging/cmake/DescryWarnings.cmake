# Warnings for our own targets alone; DESCRY_WERROR (preset ci) turns them into errors.
option(DESCRY_WERROR "Treat warnings as errors" OFF)
add_library(descry_warnings INTERFACE)
target_compile_options(descry_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
    $<$<BOOL:${DESCRY_WERROR}>:-Werror>)
# GCC 12 sees overlapping and endless copies inside std::string where there are none (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(descry_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow)
endif()
