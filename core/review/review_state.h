#pragma once
/// What a desk opens with: the pairs of a data set or gallery, which of them are decided, and what
/// a bundle said of them, without a look at any image or network. 200,000 pairs open in a few
/// seconds. Thread rule: off the GUI thread; the result is immutable but for its verdicts. Errors:
/// those of readReviewedDataset, DecisionLog and ReviewCache; a log or cache that is not there yet
/// is an empty one, and none is made.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/review/current_verdicts.h"
#include "core/review/pair_ids.h"
#include "core/review/pair_index.h"
#include "core/review/review_folder.h"
#include "core/review/review_queue.h"

namespace descry {

struct ReviewSources {
    std::filesystem::path dataset;  ///< An annotation file, or a gallery.
    std::filesystem::path images;   ///< As for readReviewedDataset(): may be empty.
    ReviewFolder folder;
    PairIndex::Options pairs;
    std::optional<std::string> fingerprint;  ///< Whose scores; absent: those begun last.
};

struct ReviewState {
    std::shared_ptr<const PairIndex> index;
    std::shared_ptr<const PairIds> ids;
    CurrentVerdicts verdicts;
    std::vector<std::optional<PairScores>> scores;  ///< By number, without words; may be empty.
    std::string fingerprint;                        ///< Of the scores; empty: there are none.
    std::filesystem::path images;   ///< Folder that the data set's paths are relative to.
    std::vector<Finding> findings;  ///< What repeats in the data set or is left out of it.

    DecidedPairs decided() const { return DecidedPairs(verdicts, *ids); }
};

ReviewState openReview(const ReviewSources& sources);

/// The pairs of a pairs.jsonl as pairs of known verdict; unsure ones are none, a picture under
/// several paths is one. Errors: readPairVerdicts'; InvalidInput where none is left.
std::vector<GoldPair> readGold(const std::filesystem::path& file, const PairIndex& index);

}  // namespace descry
