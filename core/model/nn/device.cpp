#include "core/model/nn/device.h"

#include <ATen/Context.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <torch/version.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/log.h"

namespace descry::nn {
namespace {

namespace fs = std::filesystem;

constexpr char kVersionKey[] = "__version__";

/// The driver's own name for its first device; the driver is loaded for good.
struct Driver {
    void* library = nullptr;
    std::string deviceName;
};

template <typename Function>
Function* symbolOf(void* library, const char* name) {
    return reinterpret_cast<Function*>(dlsym(library, name));
}

Driver openDriver() {
    Driver driver;
    driver.library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_GLOBAL);
    if (!driver.library) return driver;
    using Init = int(unsigned);
    using GetDevice = int(int*, int);
    using GetName = int(char*, int, int);
    auto* const init = symbolOf<Init>(driver.library, "cuInit");
    auto* const getDevice = symbolOf<GetDevice>(driver.library, "cuDeviceGet");
    auto* const getName = symbolOf<GetName>(driver.library, "cuDeviceGetName");
    int device = 0;
    std::array<char, 256> name{};
    if (init && getDevice && getName && init(0) == 0 && getDevice(&device, 0) == 0 &&
        getName(name.data(), static_cast<int>(name.size()), device) == 0) {
        driver.deviceName = name.data();
    }
    return driver;
}

/// The folder that libtorch_cpu.so was loaded from.
fs::path loadedTorchFolder() {
    Dl_info where{};
    const auto address = reinterpret_cast<const void*>(&at::globalContext);
    if (dladdr(address, &where) == 0 || !where.dli_fname) return {};
    return fs::path(where.dli_fname).parent_path();
}

/// "2.15.0" of a wheel's version.py; nothing if it cannot be told.
std::optional<std::string> wheelVersion(const fs::path& torchFolder) {
    std::ifstream file(torchFolder / "version.py");
    std::string line;
    while (std::getline(file, line)) {
        if (!line.starts_with(kVersionKey)) continue;
        const auto begin = line.find_first_of("'\"");
        const auto end = line.find_first_of("+'\"", begin + 1);
        if (begin == std::string::npos || end == std::string::npos) return {};
        return line.substr(begin + 1, end - begin - 1);
    }
    return {};
}

/// The folder to take libtorch_cuda.so from, or why DESCRY_TORCH_DIR does not do.
fs::path cudaLibraryFolder(std::string& reason) {
    const char* const chosen = std::getenv("DESCRY_TORCH_DIR");
    if (!chosen || !*chosen) return loadedTorchFolder();
    const std::string ours =
        fmt::format("{}.{}.{}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR, TORCH_VERSION_PATCH);
    const auto theirs = wheelVersion(chosen);
    if (theirs == ours) return fs::path(chosen) / "lib";
    reason = fmt::format("DESCRY_TORCH_DIR {} holds LibTorch {}, this program needs {}",
                         chosen,
                         theirs.value_or("of unknown version"),
                         ours);
    return {};
}

/// Runs one small product, so that a driver too old or a card too old shows here and not later.
std::optional<std::string> tryCuda() {
    try {
        const at::Tensor ones = at::ones({16, 16}, at::TensorOptions(at::kCUDA));
        if (at::mm(ones, ones).sum().item<float>() == 4096.0F) return {};
        return "a test product came out wrong";
    } catch (const c10::Error& error) {
        return error.what_without_backtrace();
    }
}

CudaSearch searchCuda() {
    CudaSearch found;
    const Driver driver = openDriver();
    if (!driver.library) {
        found.reason = "no CUDA device";
        return found;
    }
    const fs::path folder = cudaLibraryFolder(found.reason);
    if (folder.empty()) return found;
    if (!dlopen((folder / "libtorch_cuda.so").c_str(), RTLD_NOW | RTLD_GLOBAL)) {
        const char* const why = dlerror();
        found.reason = fmt::format(
            "an NVIDIA driver is there, but LibTorch's CUDA part did not load ({}): install it "
            "with the set-up script's --cuda",
            why ? why : "unknown reason");
        return found;
    }
    if (!at::hasCUDA() || at::getNumGPUs() == 0) {
        found.reason = "no CUDA device is visible to the driver";
        return found;
    }
    if (const auto problem = tryCuda()) {
        found.reason = fmt::format("CUDA does not work: {}", *problem);
        return found;
    }
    found.usable = true;
    found.name = driver.deviceName.empty() ? "CUDA device" : driver.deviceName;
    found.reason = "CUDA device found";
    return found;
}

ComputeType cpuType(const DeviceRequest& request) {
    if (request.computeType == ComputeType::F16) {
        fail(ErrorCode::InvalidInput,
             "float16 is for CUDA devices: choose float32 or bfloat16 on the CPU");
    }
    const ComputeType fastest = cpuHasBfloat16() ? ComputeType::BF16 : ComputeType::F32;
    return request.computeType.value_or(fastest);
}

ChosenDevice cudaDevice(const DeviceRequest& request, const CudaSearch& cuda) {
    const ComputeType type = request.computeType.value_or(ComputeType::F16);
    // Float32 was asked for where the numbers matter: TF32 keeps 10 bits of them.
    at::globalContext().setAllowTF32CuBLAS(false);
    at::globalContext().setAllowTF32CuDNN(false);
    return {{at::Device(at::kCUDA, 0), scalarType(type)}, {cuda.name, cuda.reason, type, true}};
}

}  // namespace

const CudaSearch& findCuda() {
    static const CudaSearch found = [] {
        CudaSearch search = searchCuda();
        log().debug("CUDA: {} {}", search.name, search.reason);
        return search;
    }();
    return found;
}

at::ScalarType scalarType(ComputeType type) noexcept {
    switch (type) {
        case ComputeType::F16:
            return at::kHalf;
        case ComputeType::BF16:
            return at::kBFloat16;
        case ComputeType::F32:
            break;
    }
    return at::kFloat;
}

ChosenDevice cpuDevice(ComputeType type, const std::string& reason) {
    return {{at::kCPU, scalarType(type)}, {"CPU", reason, type, false}};
}

ChosenDevice chooseDevice(const DeviceRequest& request) {
    if (request.kind == DeviceRequest::Kind::Cpu) {
        return cpuDevice(cpuType(request), "the CPU was asked for");
    }
    const CudaSearch& cuda = findCuda();
    if (cuda.usable) return cudaDevice(request, cuda);
    if (request.kind == DeviceRequest::Kind::Cuda) {
        fail(ErrorCode::Device, "CUDA was asked for: {}", cuda.reason);
    }
    return cpuDevice(cpuType(request), cuda.reason);
}

}  // namespace descry::nn
