#pragma once
/// A RasaModel for tests of what stands on it: features, tokens and logits are fixed arithmetic on
/// the pixels and the token ids, so that a test can work them out again. Thread rule: as RasaModel;
/// counters are atomic.

#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/waiting.h"
#include "core/model/rasa_model.h"

namespace descry::test {

/// A number in [-1, 1) that depends on both arguments only.
inline float mixed(std::uint64_t a, std::uint64_t b) {
    std::uint64_t x = (a + 1) * 0x9E3779B97F4A7C15U ^ (b + 7) * 0xC2B2AE3D27D4EB4FU;
    x ^= x >> 29;
    x *= 0xBF58476D1CE4E5B9U;
    x ^= x >> 32;
    return static_cast<float>(static_cast<double>(x >> 40) / 8388608.0 - 1.0);
}

inline void toUnit(std::span<float> values) {
    double sum = 0;
    for (const float v : values) sum += static_cast<double>(v) * static_cast<double>(v);
    const auto scale = static_cast<float>(1.0 / std::sqrt(sum > 0 ? sum : 1.0));
    for (float& v : values) v *= scale;
}

class FakeText : public TextEncoding {
  public:
    FakeText(std::span<const std::int64_t> ids, std::int64_t dimension)
        : m_ids(ids.begin(), ids.end()) {
        for (const std::int64_t id : ids) m_seed = m_seed * 31 + static_cast<std::uint64_t>(id);
        for (std::int64_t i = 0; i < dimension; ++i) {
            m_feature.push_back(mixed(m_seed, static_cast<std::uint64_t>(i)));
        }
        toUnit(m_feature);
    }

    std::span<const float> feature() const override { return m_feature; }
    std::int64_t numTokens() const override { return static_cast<std::int64_t>(m_ids.size()); }
    std::uint64_t seed() const { return m_seed; }
    const std::vector<std::int64_t>& ids() const { return m_ids; }

  private:
    std::vector<std::int64_t> m_ids;
    std::uint64_t m_seed = 17;
    std::vector<float> m_feature;
};

inline RasaConfig fakeConfig() {
    RasaConfig config;
    config.imageRes = 16;
    config.patchSize = 16;
    config.vit.embedDim = 8;
    config.embedDim = 16;
    config.maxWords = 20;
    config.kTest = 4;
    return config;
}

/// What a test wants done at some point of the model's work; may be set while another thread is
/// there.
class Hook {
  public:
    Hook& operator=(std::function<void()> work) {
        const std::lock_guard lock(m_mutex);
        m_work = std::move(work);
        return *this;
    }
    void operator()() const {
        std::function<void()> work;
        {
            const std::lock_guard lock(m_mutex);
            work = m_work;
        }
        if (work) work();
    }

  private:
    mutable std::mutex m_mutex;
    std::function<void()> m_work;
};

class FakeRasaModel : public RasaModel {
  public:
    explicit FakeRasaModel(RasaConfig config = fakeConfig()) : m_config(std::move(config)) {}

    /// Called at the start of every encodeImages, before the stop token is looked at.
    std::function<void()> beforeEncode;
    /// Called at the start of every matchLogits, before the stop token is looked at.
    Hook beforeMatch;
    std::atomic<int> numEncodedImages{0};
    std::atomic<int> numMatchedPairs{0};
    std::atomic<int> numTexts{0};

    const RasaConfig& config() const override { return m_config; }
    DeviceStatus device() const override {
        DeviceStatus status;
        status.name = "fake";
        return status;
    }
    void onNotice(std::function<void(const Error&)>) override {}

    ImageEncoding encodeImages(std::span<const float> pixels,
                               const EncodeOptions& options) override {
        mayWait("the model");
        if (beforeEncode) beforeEncode();
        ImageEncoding encoding;
        const auto imageFloats =
            static_cast<std::size_t>(3 * m_config.imageRes * m_config.imageRes);
        for (; !pixels.empty(); pixels = pixels.subspan(imageFloats)) {
            if (options.stop.stop_requested()) fail(ErrorCode::Cancelled, "stopped");
            const auto values = folded(pixels.first(imageFloats));
            std::vector<float> feature(values.begin(), values.begin() + m_config.embedDim);
            toUnit(feature);
            encoding.features.insert(encoding.features.end(), feature.begin(), feature.end());
            if (options.keepTokens) {
                encoding.tokens.push_back(
                    packTokens(values, m_config.vit.embedDim, *options.keepTokens));
            }
            ++numEncodedImages;
        }
        return encoding;
    }

    std::shared_ptr<const TextEncoding> encodeText(std::span<const std::int64_t> ids) override {
        mayWait("the model");
        ++numTexts;
        return std::make_shared<FakeText>(ids, m_config.embedDim);
    }

    std::vector<float> matchLogits(const TextEncoding& text,
                                   std::span<const ImageTokens* const> images,
                                   std::stop_token stop) override {
        mayWait("the model");
        beforeMatch();
        if (stop.stop_requested()) fail(ErrorCode::Cancelled, "stopped");
        std::vector<float> logits;
        std::vector<float> values(numValues());
        for (const ImageTokens* image : images) {
            unpackTokens(*image, m_config.vit.embedDim, values);
            float sum = 0;
            for (std::size_t i = 0; i < values.size(); ++i) {
                sum += values[i] * mixed(dynamic_cast<const FakeText&>(text).seed() + 99, i);
            }
            logits.push_back(sum);
            ++numMatchedPairs;
        }
        return logits;
    }

    /// Match logits as above. A pair's relation is its match logit against 0, and a token's
    /// log-odds depend on its id and the image.
    PairReadings readPairs(const TextEncoding& text,
                           std::span<const ImageTokens* const> images,
                           std::stop_token stop) override {
        PairReadings readings;
        readings.matchLogits = matchLogits(text, images, stop);
        std::vector<float> values(numValues());
        for (std::size_t i = 0; i < images.size(); ++i) {
            readings.relationLogits.insert(readings.relationLogits.end(),
                                           {readings.matchLogits[i], 0.0F});
            unpackTokens(*images[i], m_config.vit.embedDim, values);
            for (const std::int64_t id : dynamic_cast<const FakeText&>(text).ids()) {
                const auto place = static_cast<std::size_t>(id) % values.size();
                readings.replacedLogOdds.push_back(values[place]);
            }
        }
        return readings;
    }

    /// A token's map is one hot patch, at its id, half as hot under Raw.
    TokenMaps explain(const TextEncoding& text,
                      const ImageTokens& image,
                      const MapRequest& request,
                      std::stop_token stop) override {
        const ImageTokens* const one = &image;
        TokenMaps maps;
        maps.layer = explainedLayer(m_config, request);
        maps.grid = m_config.imageRes / m_config.patchSize;
        maps.matchLogit = matchLogits(text, std::span(&one, 1), std::move(stop)).front();
        const auto numPatches = static_cast<std::size_t>(maps.grid * maps.grid);
        for (const std::int64_t id : dynamic_cast<const FakeText&>(text).ids()) {
            maps.values.resize(maps.values.size() + numPatches);
            const std::size_t hot = static_cast<std::size_t>(id) % numPatches;
            maps.values[maps.values.size() - numPatches + hot] =
                request.variant == MapVariant::Raw ? 0.5F : 1.0F;
        }
        return maps;
    }

  private:
    std::size_t numValues() const {
        return static_cast<std::size_t>(m_config.numImageTokens() * m_config.vit.embedDim);
    }

    /// The picture as [N, D] numbers: sums of strided pixels under fixed signs.
    std::vector<float> folded(std::span<const float> pixels) const {
        std::vector<float> values(numValues());
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            values[i % values.size()] += pixels[i] * mixed(3, i) / 8;
        }
        return values;
    }

    RasaConfig m_config;
};

}  // namespace descry::test
