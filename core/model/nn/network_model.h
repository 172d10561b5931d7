#pragma once
/// RasaModel on LibTorch: splits work into batches, moves to a smaller batch and then to the next
/// device when memory runs out, and says so. Made here from any weight source, so that benches and
/// conformance can run formula weights and tests can make any site run out of memory.
/// Thread rule and failure rule: core/model/rasa_model.h.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/model/nn/device.h"
#include "core/model/nn/unpack_tokens.h"
#include "core/model/nn/weight_source.h"
#include "core/model/rasa_model.h"

namespace descry::nn {

/// Where device memory is taken.
enum class WorkSite { Images, Text, Pairs };

struct ModelSetup {
    RasaConfig config;
    std::shared_ptr<const WeightSource> weights;
    std::optional<DoubtReference> doubtReference;
    std::vector<ChosenDevice> devices;  ///< The first is used; the next ones where memory runs out.
    int numThreads = 0;                 ///< CPU threads; 0 = all cores.
    std::function<void(WorkSite)> beforeWork;  ///< Test seam: called ahead of every batch.
};

/// The device asked for, then (if that is a GPU) the CPU.
std::vector<ChosenDevice> deviceChain(const DeviceRequest& request);
std::unique_ptr<RasaModel> makeRasaModel(ModelSetup setup);

}  // namespace descry::nn
