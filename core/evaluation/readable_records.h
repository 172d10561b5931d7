#pragma once
/// Which records of a split can be measured: one picture that cannot be read must not cost a
/// training its evaluation. Thread rule: on one thread. Errors: Io where no picture can be read,
/// Cancelled, OutOfMemory.

#include <filesystem>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/jobs/job.h"

namespace descry {

/// The records whose pictures can be read, in their order; each of the others is told as a warning.
/// Reads every picture once. Paths are relative to `images`.
std::vector<DatasetRecord> readableRecords(std::vector<DatasetRecord> records,
                                           const std::filesystem::path& images,
                                           JobContext& context);

}  // namespace descry
