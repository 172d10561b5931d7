#pragma once
/// What a review is about: a data set's file, or a gallery, whose items with a person and a caption
/// are taken for records. Neither is ever changed. Thread rule: off the GUI thread. Errors: those
/// of readDataset, or of a gallery opened for reading; InvalidInput for a gallery without such an
/// item.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/hash.h"
#include "core/dataset/dataset.h"
#include "core/dataset/dataset_check.h"
#include "core/review/pair_index.h"

namespace descry {

struct ReviewedDataset {
    /// Of a gallery: in the order of its items, without splits, people numbered from 1 as they
    /// appear.
    std::shared_ptr<const Dataset> dataset;
    std::filesystem::path images;   ///< Folder that its paths are relative to.
    std::vector<Finding> findings;  ///< Items of a gallery that are left out, counted.
    /// Of a gallery, by record: its image's hash when it was indexed. Else empty.
    std::vector<std::optional<Sha256Digest>> hashes;
    bool isGallery = false;
};

/// `images` empty: the file's own folder or, for a gallery, the innermost folder that all those of
/// its records lie in.
ReviewedDataset readReviewedDataset(const std::filesystem::path& file,
                                    const std::filesystem::path& images = {});

/// By image of an index of the data set: the hashes that it knows itself. A gallery's pictures are
/// known by them, because a folder that is added or taken out changes the paths of all.
std::vector<std::optional<Sha256Digest>> ownHashes(const ReviewedDataset& reviewed,
                                                   const PairIndex& index);

/// The data set as an annotation file: its own bytes or, for a gallery, records as the processed
/// files have them.
std::string annotationText(const ReviewedDataset& reviewed);

}  // namespace descry
