#pragma once
/// Decisions that come from a file instead of a desk: what of them is news to a log. Importing a
/// file again adds nothing. Thread rule: as the files it reads. Errors: InvalidInput naming file
/// and line, or the image; NotFound, Io.

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/review/current_verdicts.h"
#include "core/review/pair_index.h"

namespace descry {

/// Those that say something else than what counts already, with new ids, superseding what they
/// change; not what the annotator is known to have said at that time, whatever became of it. A
/// later one of the same pair and annotator wins. Those without a time get now.
std::vector<Decision> newDecisions(std::vector<Decision> imported, const CurrentVerdicts& known);

/// The verdicts of a pairs.jsonl.
std::vector<Decision> readVerdictFile(const std::filesystem::path& file, const Dataset& dataset);
/// The annotations of a Label Studio export.
std::vector<Decision> readLabelStudioFile(const std::filesystem::path& file);

/// The rows of a table (CSV), for pairs of the index: their images are hashed here.
struct TableImport {
    std::filesystem::path file;
    std::filesystem::path images;          ///< Folder that the data set's paths are relative to.
    std::optional<std::string> annotator;  ///< Of rows that name none.
};
std::vector<Decision> readDecisionTable(const TableImport& table, const PairIndex& index);

}  // namespace descry
