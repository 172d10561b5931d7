#pragma once
/// What a review leaves for others, as one new folder: the data set in its own format with the
/// edits and removals of images' own captions, pairs.jsonl with the verdicts for the trainer,
/// decisions.csv, and Label Studio's tasks and configuration. Of a gallery a data set of its own is
/// made: its records as annotationText() gives them, with the same edits; verdicts follow a picture
/// to the path that it has now, and no picture gets another one's. A picture that lies under
/// several paths byte for byte has its verdicts, edits and removals under each. The folder is whole
/// or not there; what is reviewed is only read. Thread rule: one thread. Errors: those of
/// readReviewedDataset; InvalidInput for a folder that has something in it; Io, DiskFull.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/dataset_check.h"
#include "core/dataset/pair_verdicts.h"
#include "core/review/current_verdicts.h"
#include "core/review/dataset_edits.h"
#include "core/review/pair_ids.h"

namespace descry {

/// What the annotators' decisions come to, pair by pair.
struct ExportedVerdicts {
    std::vector<PairVerdict> verdicts;       ///< By image, source and caption. Disputed: unsure.
    std::vector<CaptionEdit> edits;          ///< Of images' own captions.
    std::vector<const Decision*> decisions;  ///< All that count, once, in the pairs' order.
    std::size_t numDisputed = 0;
    std::vector<Finding> findings;  ///< Pairs that the data set does not list.
};

/// Points into `verdicts`. The index of `ids` is of all splits, own pairs included; images whose
/// hashes it lacks have no other path.
ExportedVerdicts exportedVerdicts(const CurrentVerdicts& verdicts, const PairIds& ids);

struct ExportRequest {
    std::filesystem::path dataset;                ///< An annotation file, or a gallery.
    std::filesystem::path folder;                 ///< Absent or empty.
    std::optional<std::filesystem::path> images;  ///< Given: missing ones are reported.
};

struct ExportReport {
    std::filesystem::path dataset;  ///< The new file.
    std::filesystem::path images;   ///< Folder that its paths are relative to.
    std::string datasetHash;        ///< SHA-256 of the new files, as a training run records them.
    std::string pairsHash;
    std::size_t numPairs = 0;  ///< Lines of pairs.jsonl.
    std::size_t numDisputed = 0;
    std::size_t numEdited = 0;  ///< Captions of the data set.
    std::size_t numRemoved = 0;
    std::vector<Finding> findings;  ///< By record.
};

ExportReport exportReview(const ExportRequest& request, const CurrentVerdicts& verdicts);

}  // namespace descry
