#pragma once
/// RaSa's encoders and heads as Descry's other modules see them: spans and plain structs in,
/// vectors out, no torch. Shapes: B images or pairs, N image tokens, L text tokens, D width, E
/// joint embedding (core/README.md). The implementation is core/model/nn; tests use a fake.
/// Thread rule: one caller at a time for the calls that use the compute lane (encodeImages,
/// matchLogits, readPairs, explain); encodeText is safe beside them. Errors: InvalidInput,
/// OutOfMemory, Device, Cancelled (a stop token was set: checked between layers).

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/bundle.h"
#include "core/model/doubt_reference.h"
#include "core/model/image_tokens.h"
#include "core/model/token_maps.h"

namespace descry {

enum class ComputeType { F32, F16, BF16 };

struct DeviceRequest {
    enum class Kind { Auto, Cpu, Cuda };
    Kind kind = Kind::Auto;
    std::optional<ComputeType> computeType;  ///< Absent: the fastest that keeps the order here.
    int numThreads = 0;                      ///< CPU threads; 0 = all cores.
};

/// Where the model runs, and why: "CPU: no CUDA device", "NVIDIA H200".
struct DeviceStatus {
    std::string name;
    std::optional<Error> reason;  ///< Absent where nothing has looked for a device.
    ComputeType computeType = ComputeType::F32;
    bool isCuda = false;
    std::int64_t memoryBytes = 0;  ///< Of a CUDA device, all of it; 0: not known.
};

struct ImageEncoding {
    std::vector<float> features;      ///< [B, E], unit rows.
    std::vector<ImageTokens> tokens;  ///< [B] if asked for, else empty.
};

struct EncodeOptions {
    std::optional<TokenFormat> keepTokens;  ///< Also return the tokens, in this format.
    std::stop_token stop;
};

/// A text after the text layers, ready to be fused with images. Holds device memory.
class TextEncoding {
  public:
    virtual ~TextEncoding() = default;
    virtual std::span<const float> feature() const = 0;  ///< [E], unit.
    virtual std::int64_t numTokens() const = 0;          ///< L.
};

/// What the three heads on the fused states say of B pairs.
struct PairReadings {
    std::vector<float> matchLogits;      ///< [B], as RasaModel::matchLogits gives them.
    std::vector<float> relationLogits;   ///< [B, 2], raw, of prd_head: class 0 strong, 1 weak pair.
    std::vector<float> replacedLogOdds;  ///< [B, L], of mrtd_head: that the token was replaced.
};

class RasaModel {
  public:
    virtual ~RasaModel() = default;

    virtual const RasaConfig& config() const = 0;
    virtual DeviceStatus device() const = 0;
    /// What the bundle has for reading replacedLogOdds; nullptr: nothing.
    virtual const DoubtReference* doubtReference() const { return nullptr; }
    /// The format that keeps what this model computes: F32 where it computes in float32, else F16.
    TokenFormat exactTokenFormat() const {
        return device().computeType == ComputeType::F32 ? TokenFormat::F32 : TokenFormat::F16;
    }
    /// Set when the model had to change how it runs ("GPU out of memory: batch 16 instead of 64").
    virtual void onNotice(std::function<void(const Error&)> callback) = 0;

    /// `pixels` is [B, 3, R, R] float32, preprocessed. B >= 1; any B is split as memory allows.
    virtual ImageEncoding encodeImages(std::span<const float> pixels,
                                       const EncodeOptions& options = {}) = 0;

    /// `ids` is [L], ids[0] = [CLS], 1 <= L <= maxPositionEmbeddings, no padding.
    virtual std::shared_ptr<const TextEncoding> encodeText(std::span<const std::int64_t> ids) = 0;

    /// Raw match logits (class 1 of itm_head), [B], of one text with B images' tokens.
    virtual std::vector<float> matchLogits(const TextEncoding& text,
                                           std::span<const ImageTokens* const> images,
                                           std::stop_token stop = {}) = 0;

    /// All three heads on one text with B images' tokens. Dearer than matchLogits: the last layer
    /// computes every token. What is read at [CLS] in replacedLogOdds means nothing.
    virtual PairReadings readPairs(const TextEncoding& text,
                                   std::span<const ImageTokens* const> images,
                                   std::stop_token stop = {}) = 0;

    /// Where in one image the text's tokens find what they say. The first call reads the text and
    /// fusion encoder once more, in float32.
    virtual TokenMaps explain(const TextEncoding& text,
                              const ImageTokens& image,
                              const MapRequest& request = {},
                              std::stop_token stop = {}) = 0;
};

/// Loads the network on the device asked for (Auto: CUDA if it works, else the CPU).
std::unique_ptr<RasaModel> loadRasaModel(std::shared_ptr<const Bundle> bundle,
                                         const DeviceRequest& request = {});

}  // namespace descry
