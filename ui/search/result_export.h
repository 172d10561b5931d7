#pragma once
/// The list of a search as a file: CSV or JSON, with everything that is needed to run the search
/// again and to see whether it still gives the same. Thread rule: off the GUI thread. Errors: Io,
/// the gallery's.

#include <filesystem>
#include <string>
#include <vector>

#include "ui/search/result_model.h"

namespace descry {

enum class ExportFormat { Csv, Json };

struct ResultExport {
    SearchQuery query;
    std::vector<ResultRow> rows;  ///< In the order shown; written by rank.
    ExportFormat format = ExportFormat::Csv;
    std::filesystem::path folder;  ///< The file gets a name of its own in it.
};

/// Writes the file, whole or not at all, and gives its path.
std::filesystem::path writeExport(SearchSource& source, ResultExport result);

}  // namespace descry
