#pragma once
/// The encoders on one device, a text encoded there, and how large batches are there. Thread rule:
/// Network is immutable, any thread; a NetworkText is encoded by one thread and then read by any.
/// Errors: those of torch, which NetworkModel translates.

#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "core/model/nn/attention_maps.h"
#include "core/model/nn/image_encoder.h"
#include "core/model/nn/network_model.h"
#include "core/model/nn/pair_scorer.h"
#include "core/model/nn/text_layers.h"
#include "core/model/rasa_model.h"

namespace descry::nn {

/// The encoders on one device.
struct Network {
    Network(const RasaConfig& config, const WeightSource& source, ChosenDevice chosen)
        : device(std::move(chosen)),
          images(config, source, device.placement),
          texts(config, source, device.placement),
          pairs(config, source, device.placement) {}

    ChosenDevice device;
    ImageEncoder images;
    TextLayers texts;
    PairScorer pairs;

    /// Read when first asked for: most models never explain themselves.
    const AttentionMaps& maps(const RasaConfig& config, const WeightSource& source) const {
        std::call_once(m_mapsOnce, [&] {
            m_maps = std::make_unique<AttentionMaps>(config, source, device.placement.device);
        });
        return *m_maps;
    }

  private:
    mutable std::once_flag m_mapsOnce;
    mutable std::unique_ptr<AttentionMaps> m_maps;
};

/// A text on the device of the network that encoded it, with what is needed to do it again.
class NetworkText : public TextEncoding {
  public:
    NetworkText(std::vector<std::int64_t> ids, std::shared_ptr<const void> owner)
        : m_ids(std::move(ids)), m_owner(std::move(owner)) {}

    std::span<const float> feature() const override { return m_feature; }
    std::int64_t numTokens() const override { return static_cast<std::int64_t>(m_ids.size()); }

    const std::vector<std::int64_t>& ids() const { return m_ids; }
    bool belongsTo(const std::shared_ptr<const void>& owner) const { return m_owner == owner; }
    bool isOn(const std::shared_ptr<const Network>& network) const {
        return m_network.lock() == network;
    }

    void encode(const std::shared_ptr<const Network>& network);

    /// The part of the fusion that needs no image; made at the first call.
    const FusionStart& fusionStart(const Network& network) const {
        std::call_once(m_once, [&] { m_start = network.pairs.prepare(m_state, numTokens()); });
        return m_start;
    }
    /// The same for every token's state, made anew.
    FusionStart fusionStartOfAll(const Network& network) const {
        return network.pairs.prepare(m_state, numTokens(), FusedRows::All);
    }

  private:
    std::vector<std::int64_t> m_ids;
    std::shared_ptr<const void> m_owner;
    std::weak_ptr<const Network> m_network;
    HiddenState m_state;
    std::vector<float> m_feature;
    mutable std::once_flag m_once;
    mutable FusionStart m_start;
};

/// How many items are computed at once. Fixed for a device and its number of threads, not measured:
/// a batch's size shows in the last bits of what is computed, and the same work must give the same
/// numbers on a busy machine.
struct BatchSizes {
    std::int64_t images = 1;
    std::int64_t pairs = 1;
};

BatchSizes batchSizes(const Placement& placement);

}  // namespace descry::nn
