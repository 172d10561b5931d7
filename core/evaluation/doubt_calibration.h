#pragma once
/// Fits what a bundle's MRTD head is read against (core/model/doubt_reference.h), on a validation
/// split: the mean over pictures with captions, spread evenly over it, and the log-odds above the
/// mean picture's that 5 of 100 words of true captions exceed. Thread rule: on one thread, which
/// takes the compute lane for a picture or a caption at a time; decoding uses others. Errors:
/// InvalidInput naming record and file, or where no picture has a caption; Cancelled; the model's.

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/dataset/dataset.h"
#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/model/doubt_reference.h"
#include "core/search/search_model.h"

namespace descry {

/// Pictures read at most; their tokens are in memory together.
inline constexpr std::size_t kMaxDoubtPictures = 128;
/// The share of true words that is doubted all the same.
inline constexpr double kDoubtedTrueWords = 0.05;

/// Paths of `records` are relative to `images`.
DoubtReference fitDoubtReference(const SearchModel& model,
                                 ComputeLane& lane,
                                 std::span<const DatasetRecord> records,
                                 const std::filesystem::path& images,
                                 JobContext& context);

}  // namespace descry
