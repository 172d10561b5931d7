#pragma once
/// A data set in its own format with captions edited or removed, and nothing else touched: order,
/// unknown keys, numbers and white space are the original's, byte for byte. Where a record has
/// "processed_tokens" for its captions they follow. Thread rule: pure. Errors: as readDataset.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_check.h"

namespace descry {

/// What becomes of an image's own caption.
struct CaptionEdit {
    std::string imagePath;
    std::string caption;                ///< As it stands in the data set.
    std::optional<std::string> edited;  ///< Absent: it is removed.
};

struct EditedDataset {
    std::string text;
    std::size_t numEdited = 0;  ///< Captions.
    std::size_t numRemoved = 0;
    /// Records all of whose captions were to be removed: a record without captions is none, so
    /// these keep theirs, and pairs.jsonl alone says that they are rejected.
    std::vector<Finding> findings;
};

/// `text` is the file's, `dataset` what readDataset() made of it. An edit that finds no caption has
/// no effect.
EditedDataset editDataset(std::string_view text,
                          const Dataset& dataset,
                          const std::vector<CaptionEdit>& edits);

}  // namespace descry
