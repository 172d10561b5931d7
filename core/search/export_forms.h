#pragma once
/// Private to core/search: an export as text and back, in the forms that are not JSON, and the
/// parts of the JSON form that they share. Thread rule: pure functions. Errors: InvalidInput naming
/// file and place.

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/search/search_export.h"

namespace descry {

/// JPEG of an item; empty if it has none.
using Thumbnails = std::function<std::vector<std::byte>(ItemId)>;

/// Everything but the candidates.
nlohmann::json headJson(const SearchExport& search);
/// Fills everything but the candidates.
SearchExport parseHead(const nlohmann::json& json, const std::string& name);
/// Ranks rise by one from 1, no item stands twice. For candidates however they were read.
void checkCandidates(const std::vector<ExportedCandidate>& candidates, const std::string& name);
/// "2026-05-01T14:03:12Z"
std::string utcText(std::int64_t timeMs);
bool isContentHash(std::string_view text);

std::string csvOf(const SearchExport& search);
SearchExport parseCsv(std::string_view text, const std::string& name);

std::string htmlOf(const SearchExport& search, const Thumbnails& thumbnails);
/// Refuses a page that shows something else than the data it carries.
SearchExport parseHtml(std::string_view text, const std::string& name);

}  // namespace descry
