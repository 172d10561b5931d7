#include "core/model/doubt_reference.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/tensorfile/tensor_file.h"

namespace descry {
namespace {

constexpr const char* kMeanPicture = "mean_picture";
constexpr const char* kThreshold = "threshold";
constexpr const char* kFingerprint = "fingerprint";

TensorEntry pictureEntry(const RasaConfig& config) {
    return {.name = kMeanPicture,
            .dtype = DType::F16,
            .shape = {config.numImageTokens(), config.vit.embedDim}};
}

TensorEntry thresholdEntry() {
    return {.name = kThreshold, .dtype = DType::F32, .shape = {1}};
}

const TensorEntry& requireTensor(const TensorFile& file, const TensorEntry& wanted) {
    const TensorEntry* const found = file.find(wanted.name);
    if (found == nullptr || found->dtype != wanted.dtype || found->shape != wanted.shape) {
        fail(ErrorCode::CorruptFile,
             "{}: not what belongs to this bundle (\"{}\" is missing or of another shape); remove "
             "it, then fit it again with descry-cli model calibrate",
             displayable(file.path().native()),
             wanted.name);
    }
    return *found;
}

void requireFinite(const TensorFile& file, const std::vector<float>& values) {
    for (const float value : values) {
        if (std::isfinite(value)) continue;
        fail(ErrorCode::CorruptFile,
             "{}: holds values that are not finite numbers; remove it, then fit it again with "
             "descry-cli model calibrate",
             displayable(file.path().native()));
    }
}

}  // namespace

std::optional<DoubtReference> readDoubtReference(const std::filesystem::path& file,
                                                 const RasaConfig& config,
                                                 std::string_view fingerprint) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::nullopt;
    const auto tensors = openTensorFile(file);
    const nlohmann::json& metadata = tensors->metadata();
    if (!metadata.is_object() || metadata.value(kFingerprint, nlohmann::json()) != fingerprint) {
        log().info("{}: was fitted for other weights and is passed over",
                   displayable(file.native()));
        return std::nullopt;
    }
    const TensorEntry& picture = requireTensor(*tensors, pictureEntry(config));
    requireFinite(*tensors, tensors->readFloats(picture));
    const auto threshold = tensors->readFloats(requireTensor(*tensors, thresholdEntry()));
    requireFinite(*tensors, threshold);
    return DoubtReference{{TokenFormat::F16, tensors->read(picture)},
                          static_cast<double>(threshold.front())};
}

void writeDoubtReference(const std::filesystem::path& file,
                         const DoubtReference& reference,
                         const RasaConfig& config,
                         std::string_view fingerprint) {
    const auto threshold = static_cast<float>(reference.threshold);
    const std::array<TensorSource, 2> tensors = {{
        {pictureEntry(config), reference.meanPicture.bytes},
        {thresholdEntry(), std::as_bytes(std::span(&threshold, 1))},
    }};
    writeSafetensors(file, tensors, {{kFingerprint, std::string(fingerprint)}});
}

}  // namespace descry
