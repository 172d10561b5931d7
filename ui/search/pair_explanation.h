#pragma once
/// Why one picture fits a description, for the window: decodes and encodes the picture, then asks
/// core/explain. Thread rule: off the GUI thread; takes the compute lane as a search does. Errors:
/// the decoder's and the model's; InvalidInput (a description of nothing, no such layer);
/// Cancelled.

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/explain/explanation.h"
#include "core/jobs/compute_lane.h"
#include "core/search/search_model.h"

namespace descry {

struct PairExplanation {
    Explanation explanation;
    std::vector<std::string> words;  ///< The text of each of the explanation's words.
    std::string description;         ///< As the network read it.
    std::string fingerprint;         ///< Of the model.
    MapVariant variant = MapRequest{}.variant;
    std::vector<Error> warnings;  ///< What was cut off, what the vocabulary lacks.
};

struct PairToExplain {
    std::string description;  ///< As typed.
    std::filesystem::path picture;
    MapRequest request;
};

PairExplanation explainPair(const SearchModel& search,
                            ComputeLane& lane,
                            const PairToExplain& pair,
                            const std::stop_token& stop);

/// What the image encoder reads of a picture: [3, R, R]. Needs no lane.
std::vector<float> pixelsOf(const std::filesystem::path& picture, const RasaConfig& config);
/// The caller holds the lane.
ImageTokens tokensOf(RasaModel& model, std::span<const float> pixels, const std::stop_token& stop);

}  // namespace descry
