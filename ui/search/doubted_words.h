#pragma once
/// Which words of a description the model takes for wrong in a picture (the MRTD head, rasa-spec
/// section 4). Thread rule: off the GUI thread; takes the compute lane as a search does. Errors:
/// the decoder's and the model's; Cancelled.

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/jobs/compute_lane.h"
#include "core/search/search_model.h"

namespace descry {

struct WordDoubt {
    std::string word;  ///< Of the cleaned description.
    double doubt = 0;  ///< 0 to 1 (core/model/word_doubts.h).
};

/// The words whose doubt is above kDoubted, in order.
std::vector<WordDoubt> doubtedWords(const SearchModel& model,
                                    ComputeLane& lane,
                                    const std::string& description,
                                    const std::filesystem::path& picture,
                                    const std::stop_token& stop);

}  // namespace descry
