#pragma once
/// Decisions as a table (CSV) that a spreadsheet opens: one row for each pair and annotator, with
/// what counts. A table made by hand needs image, source, caption and verdict; the other columns
/// are taken where they are there. Thread rule: pure functions. Errors: InvalidInput naming file
/// and line.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/review/current_verdicts.h"

namespace descry {

/// A heading, then a row for each.
std::string decisionTable(const std::vector<const Decision*>& decisions);

/// A row read back. What the table does not say is as in `Decision` by default; `hasPair` is false
/// where it does not name the pair, `annotator` empty where it names none.
struct TableRow {
    Decision decision;
    bool hasPair = false;
    std::int64_t line = 0;  ///< In the file, from 1.
};

/// `name` opens every message.
std::vector<TableRow> parseDecisionTable(std::string_view text, std::string_view name);

}  // namespace descry
