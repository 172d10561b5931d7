#pragma once
/// What a bundle's MRTD head is read against: the contents of `word_doubt.safetensors`, which is
/// outside the fingerprint. The head also learns which words are often drawn wrongly, whatever the
/// picture shows; what it says of the same text over a mean picture is just that, and is taken off
/// (word_doubts.h). Fitted on a validation split (core/evaluation/doubt_calibration.h). Thread
/// rule: values. Errors: CorruptFile and InvalidInput naming the file; what reading and writing
/// throw.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "core/model/config.h"
#include "core/model/image_tokens.h"

namespace descry {

struct DoubtReference {
    /// [N, D], F16: at each place the mean of many pictures' tokens.
    ImageTokens meanPicture;
    /// Log-odds of "replaced" above the mean picture's that few words of true captions exceed.
    double threshold = 0;
};

/// `fingerprint` is the bundle's. Absent where there is no such file or it was fitted for other
/// weights.
std::optional<DoubtReference> readDoubtReference(const std::filesystem::path& file,
                                                 const RasaConfig& config,
                                                 std::string_view fingerprint);
/// Replaces the file whole.
void writeDoubtReference(const std::filesystem::path& file,
                         const DoubtReference& reference,
                         const RasaConfig& config,
                         std::string_view fingerprint);

}  // namespace descry
