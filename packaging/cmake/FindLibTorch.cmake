# LibTorch from a Python wheel, as own imported targets: torch's CMake config insists on a CUDA
# toolkit. descry_torch is what a module links. libtorch_cuda is never linked; it is opened at run
# time where an NVIDIA driver and the full wheels are present (core/model/nn/device.cpp).
set(DESCRY_TORCH_DIR ${DESCRY_DEPS_DIR}/site/torch CACHE PATH "Folder with include/ and lib/ of LibTorch")
if(NOT EXISTS ${DESCRY_TORCH_DIR}/include/torch/csrc/api/include/torch/torch.h)
    message(FATAL_ERROR "No LibTorch in ${DESCRY_TORCH_DIR}: run packaging/setup.sh, or set DESCRY_TORCH_DIR")
endif()

foreach(lib c10 torch_cpu)
    add_library(torch::${lib} SHARED IMPORTED)
    set_target_properties(torch::${lib} PROPERTIES
        IMPORTED_LOCATION ${DESCRY_TORCH_DIR}/lib/lib${lib}.so)
endforeach()
# The wheel's own libgomp has a plain soname; taking the system's beside it would give two pools.
add_library(descry_torch INTERFACE)
# After every other folder: the wheel carries headers of its own fmt and protobuf, which must not
# hide the ones Descry is linked with.
target_compile_options(descry_torch INTERFACE
    "SHELL:-idirafter ${DESCRY_TORCH_DIR}/include"
    "SHELL:-idirafter ${DESCRY_TORCH_DIR}/include/torch/csrc/api/include")
target_link_libraries(descry_torch INTERFACE torch::torch_cpu torch::c10 Threads::Threads)
# libtorch_cpu needs libcudart and libcupti, which its own rpath finds; the linker must not ask.
target_link_options(descry_torch INTERFACE -Wl,--allow-shlib-undefined)

# What a LibTorch for the GPU is compared with (core/model/torch_folder.h). Newer ones keep the
# version in a header that needs no torch.
set(version_header ${DESCRY_TORCH_DIR}/include/torch/headeronly/version.h)
if(NOT EXISTS ${version_header})
    set(version_header ${DESCRY_TORCH_DIR}/include/torch/csrc/api/include/torch/version.h)
endif()
set(numbers "")
foreach(part MAJOR MINOR PATCH)
    file(STRINGS ${version_header} line REGEX "^#define TORCH_VERSION_${part} ")
    string(REGEX MATCH "[0-9]+$" number "${line}")
    list(APPEND numbers ${number})
endforeach()
list(JOIN numbers "." DESCRY_TORCH_VERSION)
if(NOT DESCRY_TORCH_VERSION MATCHES "^[0-9]+\\.[0-9]+\\.[0-9]+$")
    message(FATAL_ERROR "The version of LibTorch in ${DESCRY_TORCH_DIR} cannot be told")
endif()
