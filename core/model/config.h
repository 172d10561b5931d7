#pragma once
/// A model's configuration: the shape of config.json in a bundle (the keys and nesting of the
/// authors' configuration, `tests/data/conformance/tiny/config.json`). Depth, widths and sizes come
/// from the tensors; what tensors cannot tell (heads, fusion_layer, eps, dropout) from a config
/// (rasa-spec section 1). Thread rule: values. Errors: InvalidInput naming field and both values.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {

struct VitConfig {
    std::int64_t embedDim = 768;  ///< D of the image encoder.
    std::int64_t depth = 12;      ///< Blocks.
    std::int64_t numHeads = 12;
    std::int64_t mlpRatio = 4;
    double layerNormEps = 1e-6;
    std::string other = "{}";  ///< The other keys as they came: the text of a JSON object.
};

struct BertConfig {
    std::int64_t hiddenSize = 768;      ///< D of the text and fusion encoder.
    std::int64_t numHiddenLayers = 12;  ///< Text and fusion layers together.
    std::int64_t numAttentionHeads = 12;
    std::int64_t intermediateSize = 3072;
    std::int64_t vocabSize = 30522;
    std::int64_t maxPositionEmbeddings = 512;
    std::int64_t typeVocabSize = 2;
    std::int64_t fusionLayer = 6;     ///< First layer with cross-attention.
    std::int64_t encoderWidth = 768;  ///< D of the image tokens.
    double layerNormEps = 1e-12;
    double hiddenDropout = 0.1;     ///< Training only.
    double attentionDropout = 0.1;  ///< Training only.
    std::int64_t padTokenId = 0;    ///< Its word embedding is not trained.
    std::string other = "{}";       ///< The other keys as they came: the text of a JSON object.
};

/// Sizes and constants of one RaSa model. Defaults are the published ones.
struct RasaConfig {
    std::int64_t imageRes = 384;  ///< Side of the square input, pixels.
    std::int64_t patchSize = 16;  ///< Pixels.
    VitConfig vit;
    BertConfig bert;
    std::int64_t embedDim = 256;  ///< E, the joint embedding width.
    std::int64_t queueSize = 65536;
    std::int64_t maxWords = 50;
    std::int64_t kTest = 128;
    double temperature = 0.07;
    std::string training = "{}";  ///< The other keys as they came: the text of a JSON object.

    std::int64_t numImageTokens() const noexcept {
        const std::int64_t grid = imageRes / patchSize;
        return 1 + grid * grid;
    }
    /// Throws InvalidInput naming the first field that is out of range or does not fit another.
    void validate() const;
};

/// Largest config.json that is read, bytes.
inline constexpr std::size_t kMaxConfigBytes = std::size_t{4} << 20;

/// Reads and checks config.json's shape: what the architecture needs must be there, every known key
/// has its type and range. Unknown keys at the top level go to `training`. `name` opens messages.
RasaConfig parseConfig(const nlohmann::json& json, const std::string& name);
/// The shape that parseConfig reads.
nlohmann::json toJson(const RasaConfig& config);
/// The part that decides what the weights compute, canonical: sorted keys, no white space.
std::string architectureJson(const RasaConfig& config);

/// A configuration put together from several sources.
struct ResolvedConfig {
    RasaConfig config;
    std::vector<Error> warnings;  ///< Doubtful values that nothing in the file confirms.
};

/// Sizes that the tensors of a model file tell, over the checkpoint's own config, over what `given`
/// says for the rest, over the published configuration. A contradiction between two of the first
/// three throws InvalidInput naming both; `module.` before names is ignored. `givenName` is how
/// messages call `given`. `given` is absent for the published configuration.
ResolvedConfig resolveConfigWithWarnings(const TensorFile& weights,
                                         const std::optional<nlohmann::json>& given,
                                         const std::string& givenName = "the given configuration");
RasaConfig resolveConfig(const TensorFile& weights, const std::optional<nlohmann::json>& given);

}  // namespace descry
