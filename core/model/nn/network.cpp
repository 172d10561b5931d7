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

BatchSizes batchSizes(const Placement& placement) {
    if (!placement.device.is_cpu()) return {.images = kGpuImageBatch, .pairs = kGpuPairBatch};
    const std::int64_t cores = at::get_num_threads();
    return {.images = kImagesPerCore * cores, .pairs = kPairsPerCore * cores};
}

}  // namespace descry::nn
