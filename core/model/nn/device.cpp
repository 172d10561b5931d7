#include "core/model/nn/device.h"

#include <ATen/Context.h>
#include <dlfcn.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/model/device.h"
#include "core/model/torch_folder.h"

namespace descry::nn {
namespace {

namespace fs = std::filesystem;

/// What the driver says of its first device; the driver is loaded for good.
struct Driver {
    void* library = nullptr;
    std::string deviceName;
    std::int64_t memoryBytes = 0;
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
    using GetMemory = int(std::size_t*, int);
    auto* const init = symbolOf<Init>(driver.library, "cuInit");
    auto* const getDevice = symbolOf<GetDevice>(driver.library, "cuDeviceGet");
    auto* const getName = symbolOf<GetName>(driver.library, "cuDeviceGetName");
    auto* const getMemory = symbolOf<GetMemory>(driver.library, "cuDeviceTotalMem_v2");
    int device = 0;
    if (!init || !getDevice || init(0) != 0 || getDevice(&device, 0) != 0) return driver;
    std::array<char, 256> name{};
    if (getName && getName(name.data(), static_cast<int>(name.size()), device) == 0) {
        driver.deviceName = name.data();
    }
    std::size_t bytes = 0;
    if (getMemory && getMemory(&bytes, device) == 0) {
        driver.memoryBytes = static_cast<std::int64_t>(bytes);
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

/// Where libtorch_cuda.so is to be taken from; throws why there is none that fits.
fs::path cudaLibrary() {
    const char* const chosen = std::getenv(kTorchFolderVariable);
    if (chosen && *chosen) return checkTorchFolder(chosen).cudaPart;
    fs::path ours = loadedTorchFolder() / "libtorch_cuda.so";
    if (!fs::exists(ours)) {
        fail(
            ErrorCode::NotFound,
            "the program's LibTorch has no CUDA part: name a folder with a full LibTorch {} in the "
            "settings or in {}, or run the set-up script with --cuda",
            linkedTorchVersion(),
            kTorchFolderVariable);
    }
    return ours;
}

/// Opens it for good, or says why not.
std::optional<Error> loadCudaLibrary() {
    try {
        if (dlopen(cudaLibrary().c_str(), RTLD_NOW | RTLD_GLOBAL)) return {};
        const char* const why = dlerror();
        return makeError(ErrorCode::Device,
                         "an NVIDIA driver is there, but LibTorch's CUDA part did not load: {}",
                         why ? why : "unknown reason");
    } catch (const Error& error) {
        return makeError(error.code(), "an NVIDIA driver is there, but {}", error);
    } catch (const std::exception& error) {
        return makeError(ErrorCode::Device, "an NVIDIA driver is there, but {}", error.what());
    }
}

/// Runs one small product, so that a driver too old or a card too old shows here and not later.
std::optional<Error> tryCuda() {
    try {
        const at::Tensor ones = at::ones({16, 16}, at::TensorOptions(at::kCUDA));
        if (at::mm(ones, ones).sum().item<float>() == 4096.0F) return {};
        return makeError(ErrorCode::Device, "CUDA does not work: a test product came out wrong");
    } catch (const c10::Error& error) {
        return makeError(
            ErrorCode::Device, "CUDA does not work: {}", error.what_without_backtrace());
    }
}

/// Why the device of this driver cannot be used, if it cannot.
std::optional<Error> cudaProblem(const Driver& driver) {
    if (!driver.library) return makeError(ErrorCode::Device, "no CUDA device");
    if (auto problem = loadCudaLibrary()) return problem;
    if (!at::hasCUDA() || at::getNumGPUs() == 0) {
        return makeError(ErrorCode::Device, "no CUDA device is visible to the driver");
    }
    return tryCuda();
}

CudaSearch searchCuda() {
    const Driver driver = openDriver();
    if (auto problem = cudaProblem(driver)) {
        return {.usable = false, .name = {}, .reason = *std::move(problem)};
    }
    return {.usable = true,
            .name = driver.deviceName.empty() ? "CUDA device" : driver.deviceName,
            .reason = makeError(ErrorCode::Device, "CUDA device found"),
            .memoryBytes = driver.memoryBytes};
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
    return {{at::Device(at::kCUDA, 0), scalarType(type)},
            {cuda.name, cuda.reason, type, true, cuda.memoryBytes}};
}

}  // namespace

const CudaSearch& findCuda() {
    static const CudaSearch found = [] {
        CudaSearch search = searchCuda();
        log().debug("CUDA: {} {}", search.name, search.reason.what());
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

ChosenDevice cpuDevice(ComputeType type, const Error& reason) {
    return {{at::kCPU, scalarType(type)}, {"CPU", reason, type, false}};
}

ChosenDevice chooseDevice(const DeviceRequest& request) {
    if (request.kind == DeviceRequest::Kind::Cpu) {
        return cpuDevice(cpuType(request), makeError(ErrorCode::Device, "the CPU was asked for"));
    }
    const CudaSearch& cuda = findCuda();
    if (cuda.usable) return cudaDevice(request, cuda);
    if (request.kind == DeviceRequest::Kind::Cuda) {
        fail(ErrorCode::Device, "CUDA was asked for: {}", cuda.reason);
    }
    return cpuDevice(cpuType(request), cuda.reason);
}

}  // namespace descry::nn

namespace descry {

DeviceStatus findDevice(const DeviceRequest& request) {
    return nn::chooseDevice(request).status;
}

void askForRepeatableProducts() {
    setenv("MKL_CBWR", "AUTO", 0);
}

}  // namespace descry
