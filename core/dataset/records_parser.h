#pragma once
/// Private to core/dataset: the JSON of an annotation file, record by record, without building a
/// document: published files spend most of their bytes on keys that nobody here reads. Thread rule:
/// pure. Errors: CorruptFile where the text is no list of records at all; what is wrong inside a
/// record becomes a finding instead.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_check.h"

namespace descry {

enum class ParseMode {
    FirstError,  ///< Stop at the first finding that is an error.
    AllErrors,   ///< Go on, up to kMaxFindings.
};

inline constexpr std::size_t kMaxFindings = 1000;

struct ParsedRecords {
    Dataset dataset;                 ///< Sound records only.
    std::vector<std::size_t> index;  ///< Of each sound record in the file, from 0.
    std::vector<Finding> findings;
};

/// `name` opens the messages of errors.
ParsedRecords parseRecords(std::string_view text, std::string_view name, ParseMode mode);

/// What is wrong with a path of an image; nothing if it stays below the image folder.
std::optional<Error> pathFault(std::string_view imagePath);

/// Whether a caption has nothing but white space.
bool isBlank(std::string_view caption);

/// Faults that take several records to see: one person in two splits, one image with two people,
/// an image listed twice (however its path is spelt), splits in some records only.
std::vector<Finding> crossCheck(const Dataset& dataset, std::span<const std::size_t> index);

}  // namespace descry
