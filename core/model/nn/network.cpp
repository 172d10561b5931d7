#include "core/model/nn/network.h"

#include "core/model/nn/tensor_bridge.h"

namespace descry::nn {
namespace {

// On a CPU each core computes items of its own, so few that their activations stay in its cache
// and within the sizes that the allocator keeps for reuse.
constexpr std::int64_t kImagesPerCore = 2;
constexpr std::int64_t kPairsPerCore = 8;
constexpr std::int64_t kGpuImageBatch = 64;
constexpr std::int64_t kGpuPairBatch = 128;

}  // namespace

void NetworkText::encode(const std::shared_ptr<const Network>& network) {
    const Placement& placement = network->device.placement;
    const at::Tensor ids =
        tensorOf(std::vector<std::int64_t>(m_ids), {numTokens()}).to(placement.device);
    m_state = network->texts(ids);
    m_feature = valuesOf(network->texts.feature(m_state));
    m_network = network;
}

BatchPacer imagePacer(const RasaConfig& config, const Placement& placement) {
    const std::int64_t stops = config.vit.depth;
    if (!placement.device.is_cpu()) {
        return BatchPacer({.stopsPerRun = stops, .firstBatch = 16, .maxBatch = kGpuImageBatch});
    }
    const std::int64_t cores = at::get_num_threads();
    return BatchPacer({.stopsPerRun = stops,
                       .firstBatch = cores,
                       .maxBatch = kImagesPerCore * cores,
                       .multiple = cores});
}

BatchPacer pairPacer(const RasaConfig& config, const Placement& placement) {
    const std::int64_t stops = config.bert.numHiddenLayers - config.bert.fusionLayer;
    const bool cpu = placement.device.is_cpu();
    const std::int64_t cores = cpu ? at::get_num_threads() : 1;
    const std::int64_t batch = cpu ? kPairsPerCore * cores : kGpuPairBatch;
    return BatchPacer(
        {.stopsPerRun = stops, .firstBatch = batch, .maxBatch = batch, .multiple = cores});
}

}  // namespace descry::nn
