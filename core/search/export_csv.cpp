// The CSV form of an export: lines "# key: value" with the head, values as in JSON, then a table.

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"
#include "core/search/export_fields.h"
#include "core/search/export_forms.h"

namespace descry {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kHeadMark = "# ";
constexpr std::array<std::string_view, 16> kColumns{"rank",
                                                    "similarity_rank",
                                                    "match_logit",
                                                    "similarity",
                                                    "camera",
                                                    "time_ms_utc",
                                                    "zone",
                                                    "track",
                                                    "person",
                                                    "tags",
                                                    "note",
                                                    "bookmarked",
                                                    "path",
                                                    "file",
                                                    "item",
                                                    "sha256"};

template <typename Value>
std::string number(const std::optional<Value>& value) {
    return value ? fmt::format("{}", *value) : std::string();
}

std::string row(const ExportedCandidate& candidate) {
    // Tags are a list in one field, which no separator of its own would keep apart.
    const std::string tags = candidate.tags.empty() ? std::string() : Json(candidate.tags).dump();
    return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n",
                       candidate.rank,
                       number(candidate.similarityRank),
                       number(candidate.matchLogit),
                       number(candidate.similarity),
                       csvField(candidate.camera.value_or("")),
                       number(candidate.timeMs),
                       csvField(candidate.timeZone.value_or("")),
                       csvField(candidate.track.value_or("")),
                       csvField(candidate.person.value_or("")),
                       csvField(tags),
                       csvField(candidate.note),
                       candidate.bookmarked ? 1 : 0,
                       csvField(candidate.path),
                       csvField(candidate.file),
                       candidate.item.value,
                       candidate.contentHash);
}

/// One record of the table, its fields by column.
class Row {
  public:
    using Columns = std::unordered_map<std::string, std::size_t>;

    Row(const CsvRecord& record, const Columns& columns, const std::string& name)
        : m_record(record), m_columns(columns), m_name(name) {
        if (!record.problem.empty()) refuse("{}", record.problem);
        if (record.fields.size() != columns.size()) {
            refuse("has {} fields, the heading has {}", record.fields.size(), columns.size());
        }
    }

    std::string text(std::string_view column) const {
        return textOfCsvField(m_record.fields[m_columns.at(std::string(column))]);
    }
    std::optional<std::string> optionalText(std::string_view column) const {
        std::string found = text(column);
        return found.empty() ? std::nullopt : std::optional(std::move(found));
    }
    template <typename Value>
    std::optional<Value> optionalNumber(std::string_view column) const {
        const std::string found = text(column);
        if (found.empty()) return std::nullopt;
        Value value{};
        const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
        if (error != std::errc() || end != found.data() + found.size() || isNotFinite(value)) {
            refuse("\"{}\" under {} is not a number", displayable(found), column);
        }
        return value;
    }
    std::int64_t integer(std::string_view column) const {
        const auto value = optionalNumber<std::int64_t>(column);
        if (!value) refuse("{} is missing", column);
        return *value;
    }
    std::vector<std::string> tags() const {
        const std::string found = text("tags");
        if (found.empty()) return {};
        const Json list = parseJson(found, place() + ": tags");
        return ExportFields({{"tags", list}}, place()).texts("tags");
    }

  private:
    static bool isNotFinite(float value) {
        return !(std::abs(value) <= std::numeric_limits<float>::max());
    }
    static bool isNotFinite(std::int64_t) { return false; }
    std::string place() const { return fmt::format("{}: line {}", m_name, m_record.line); }
    template <typename... Args>
    [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
        fail(ErrorCode::InvalidInput,
             "{}: line {}: {}",
             m_name,
             m_record.line,
             makeError(ErrorCode::InvalidInput, format, std::forward<Args>(args)...));
    }

    const CsvRecord& m_record;
    const Columns& m_columns;
    const std::string& m_name;
};

ExportedCandidate candidateOf(const Row& row) {
    ExportedCandidate candidate;
    candidate.rank = row.integer("rank");
    candidate.similarityRank = row.optionalNumber<std::int64_t>("similarity_rank");
    candidate.matchLogit = row.optionalNumber<float>("match_logit");
    candidate.similarity = row.optionalNumber<float>("similarity");
    candidate.camera = row.optionalText("camera");
    candidate.timeMs = row.optionalNumber<std::int64_t>("time_ms_utc");
    candidate.timeZone = row.optionalText("zone");
    candidate.track = row.optionalText("track");
    candidate.person = row.optionalText("person");
    candidate.tags = row.tags();
    candidate.note = row.text("note");
    candidate.bookmarked = row.integer("bookmarked") != 0;
    candidate.path = row.text("path");
    candidate.file = row.text("file");
    candidate.item = ItemId{row.integer("item")};
    candidate.contentHash = row.text("sha256");
    return candidate;
}

/// A spreadsheet may have filled a head line's record up with empty fields.
void takeHeadLine(const CsvRecord& record, Json& head, const std::string& name) {
    const std::string line = record.fields[0].substr(kHeadMark.size());
    const std::size_t colon = line.find(": ");
    const bool isTwice = colon != std::string::npos && head.contains(line.substr(0, colon));
    if (colon == std::string::npos || isTwice || !record.problem.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: line {} is not \"# key: value\", each key once; the file was edited",
             name,
             record.line);
    }
    head[line.substr(0, colon)] =
        parseJson(line.substr(colon + 2), fmt::format("{}: line {}", name, record.line));
}

Row::Columns columnsOf(const CsvRecord& heading, const std::string& name) {
    Row::Columns columns;
    for (std::size_t i = 0; i < heading.fields.size(); ++i) columns[heading.fields[i]] = i;
    for (const std::string_view column : kColumns) {
        if (columns.contains(std::string(column))) continue;
        fail(ErrorCode::InvalidInput,
             "{}: line {}: the column \"{}\" is missing",
             name,
             heading.line,
             column);
    }
    if (columns.size() != heading.fields.size()) {
        fail(ErrorCode::InvalidInput, "{}: line {}: a column stands twice", name, heading.line);
    }
    return columns;
}

}  // namespace

std::string csvOf(const SearchExport& search) {
    std::string csv;
    const Json head = headJson(search);
    for (const auto& [key, value] : head.items()) {
        csv += csvField(std::string(kHeadMark) + key + ": " + value.dump()) + "\r\n";
    }
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        csv += i == 0 ? "" : ",";
        csv += kColumns[i];
    }
    csv += "\r\n";
    for (const ExportedCandidate& candidate : search.candidates) csv += row(candidate);
    return csv;
}

SearchExport parseCsv(std::string_view text, const std::string& name) {
    CsvReader reader(text, ',');
    CsvRecord record;
    Json head = Json::object();
    bool hasRecord = reader.next(record);
    while (hasRecord && record.fields[0].starts_with(kHeadMark)) {
        takeHeadLine(record, head, name);
        hasRecord = reader.next(record);
    }
    SearchExport search = parseHead(head, name);
    if (!hasRecord) fail(ErrorCode::InvalidInput, "{}: ends before the table", name);
    const Row::Columns columns = columnsOf(record, name);
    while (reader.next(record)) search.candidates.push_back(candidateOf({record, columns, name}));
    checkCandidates(search.candidates, name);
    return search;
}

}  // namespace descry
