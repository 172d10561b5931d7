#pragma once
/// Finds what is wrong with an annotation file and its images, all of it rather than the first.
/// Thread rule: pure but for reading the disk. Errors: NotFound, Io, CorruptFile where there is no
/// list of records to look at; everything else is a finding.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/dataset.h"

namespace descry {

enum class Severity {
    Warning,  ///< Odd, but the file can be used as it is.
    Error,    ///< readDataset() refuses it, or an image is missing or unreadable.
};

struct Finding {
    Severity severity = Severity::Error;
    std::optional<std::size_t> record;  ///< Index in the file, from 0; none for the whole file.
    Error message;                      ///< What is wrong; file and record are not repeated in it.
};

/// Says why an image cannot be used, and names it; nothing if it can. What core/vision's
/// readImage() throws fits in here; this module knows no picture format.
using ImageProbe = std::function<std::optional<Error>(const std::filesystem::path&)>;

/// Checks records in memory. With an image folder, each image must be there and open for reading;
/// `probe` looks further into it.
std::vector<Finding> checkDataset(const Dataset& dataset,
                                  const std::optional<std::filesystem::path>& imageFolder = {},
                                  const ImageProbe& probe = {});

struct DatasetReport {
    Dataset dataset;                ///< The sound records.
    std::vector<Finding> findings;  ///< By record; at most 1000 about the text.

    bool hasErrors() const noexcept;
};

/// Reads a file that may be faulty and checks all of it.
DatasetReport checkDatasetFile(const std::filesystem::path& file,
                               const std::optional<std::filesystem::path>& imageFolder = {},
                               const ImageProbe& probe = {});

/// "FILE: record 3: MESSAGE", as it stands in errors and lists.
Error describeFinding(const std::filesystem::path& file, const Finding& finding);

}  // namespace descry
