#pragma once
/// Scoring the pairs of a data set with a bundle, as a durable job: its recipe and what it is made
/// into. Thread rule: pure functions; makeScoreJob off the GUI thread. Errors: CorruptFile (a
/// recipe that no such job wrote); those of readReviewedDataset, Bundle::open and PairIndex.

#include <filesystem>
#include <memory>

#include "core/jobs/compute_lane.h"
#include "core/jobs/job_queue.h"
#include "core/review/pair_index.h"
#include "ui/common/model_shelf.h"

namespace descry {

inline constexpr char kScoreKind[] = "review-score";

struct ScoreWork {
    std::filesystem::path dataset;
    std::filesystem::path images;  ///< As for readReviewedDataset(): may be empty.
    std::filesystem::path bundle;  ///< Its folder.
    PairIndex::Options pairs;
};

JobRecipe recipeOf(const ScoreWork& work);
ScoreWork scoreWorkOf(const JobRecipe& recipe);

/// Reads the data set, and loads the bundle unless it is on the shelf.
std::unique_ptr<Job> makeScoreJob(const ScoreWork& work,
                                  const ModelShelf& shelf,
                                  std::shared_ptr<ComputeLane> lane);

}  // namespace descry
