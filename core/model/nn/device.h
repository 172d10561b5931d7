#pragma once
/// Which device the model runs on, and why. CUDA is found at run time: where there is a driver,
/// LibTorch's CUDA library is opened before torch asks for its hooks (platform.md); one binary
/// serves both. Thread rule: any thread; the search for CUDA happens once. Failure rule: Device if
/// CUDA was asked for by name and cannot be had; InvalidInput for a type the device does not do.

#include <cstdint>
#include <string>

#include "core/base/error.h"
#include "core/model/nn/cpu_features.h"
#include "core/model/nn/placement.h"
#include "core/model/rasa_model.h"

namespace descry::nn {

/// What looking for a CUDA device found.
struct CudaSearch {
    bool usable = false;
    std::string name;  ///< The device's, if usable.
    Error reason;      ///< Why not, else why.
    std::int64_t memoryBytes = 0;  ///< Of the device; 0: not known.
};

/// Looks once per process.
const CudaSearch& findCuda();

struct ChosenDevice {
    Placement placement;
    DeviceStatus status;
};

ChosenDevice chooseDevice(const DeviceRequest& request);
/// The CPU, with the reason for it.
ChosenDevice cpuDevice(ComputeType type, const Error& reason);

at::ScalarType scalarType(ComputeType type) noexcept;

}  // namespace descry::nn
